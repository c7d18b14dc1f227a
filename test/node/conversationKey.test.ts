import { expect, test } from 'vitest';
import { type ConversationKeys, createConversationKeys } from '../../src/node/conversationKey';
import type { Message, MessagePart } from '../../src/routing/chat';
import { answer } from '../../src/routing/flow/answer';
import { partsOf, setting, text, weakModel } from '../routing/flow/answerSetting';

const user = (content: string): Message => ({ role: 'user', content });
const assistant = (content: string): Message => ({ role: 'assistant', content });
const system = (content: string): Message => ({ role: 'system', content });
const call: Extract<MessagePart, { type: 'tool-call' }> = {
  type: 'tool-call',
  id: 'call-1',
  name: 'read',
  input: '{"a":1,"b":2}',
};

/** Keys, and what a door does with them: ask, hear the answer, tell the key. */
function doorWith(keys = createConversationKeys(() => 0)) {
  return async (messages: readonly Message[], answered: string | readonly MessagePart[], name?: string) => {
    const followed = keys.follow(messages, name);
    const parts =
      typeof answered === 'string'
        ? [text(answered)]
        : answered.filter((part) => part.type === 'text' || part.type === 'tool-call');
    const { request, deps } = setting({ pair: weakModel(parts) });
    for (const part of await partsOf(answer(request, deps))) followed.hear(part);
    return followed.key;
  };
}

test('a chat goes on under the key it began with', async () => {
  const ask = doorWith();
  const opening = [system('Be short.'), user('One?')];
  const key = await ask(opening, 'First.');
  expect(key).toMatch(/^[0-9a-f]{32}$/);
  const second = [...opening, assistant('First.'), user('Two?')];
  expect(await ask(second, 'Second.')).toBe(key);
  expect(await ask([...second, assistant('Second.'), user('Three?')], 'Third.')).toBe(key);
});

test('another system text or another first turn is another chat', async () => {
  const ask = doorWith();
  const keys = [
    await ask([user('One?')], 'A.'),
    await ask([user('Two?')], 'A.'),
    await ask([system('Be short.'), user('One?')], 'A.'),
    await ask([system('Be long.'), user('One?')], 'A.'),
  ];
  expect(new Set(keys).size).toBe(4);
});

test('a chat that opens as another did is one of its own from the first', async () => {
  const ask = doorWith();
  const opening = [user('Hi')];
  const first = await ask(opening, 'Hello!');
  const other = await ask(opening, 'Hey there!');
  expect(other).not.toBe(first);
  const goesOn = (answered: string) => [...opening, assistant(answered), user('And?')];
  expect(await ask(goesOn('Hello!'), 'So.')).toBe(first);
  expect(await ask(goesOn('Hey there!'), 'So.')).toBe(other);
  expect(await ask([...goesOn('Hey there!'), assistant('So.'), user('Well?')], 'Yes.')).toBe(other);
  const third = await ask([...opening, assistant('He')], 'y.');
  expect([first, other]).not.toContain(third);
  expect(await ask(goesOn('Hey.'), 'So.')).toBe(third);
});

test('a client that rewrites what was answered stays in the latest chat of its opening', async () => {
  const ask = doorWith();
  await ask([user('Hi')], 'Hello!');
  const latest = await ask([user('Hi')], 'Hey!');
  const rewritten = [user('Hi'), assistant('(A greeting.)'), user('And?')];
  expect(await ask(rewritten, 'So.')).toBe(latest);
  // Of a chat that began before Turnout did, every request is answered in one conversation.
  const older = (turn: string) => [user('Before'), assistant(turn), user('And?')];
  expect(await ask(older('One.'), 'A.')).toBe(await ask(older('Two.'), 'B.'));
});

test('an answer asked for anew in the middle stays in its chat', async () => {
  const ask = doorWith();
  const key = await ask([user('One?')], 'First.');
  const second = [user('One?'), assistant('First.'), user('Two?')];
  await ask(second, 'Second.');
  await ask(second, 'Another second.');
  expect(await ask([...second, assistant('Another second.'), user('Three?')], 'Third.')).toBe(key);
});

test('the longest beginning that is known counts', async () => {
  const ask = doorWith();
  await ask([user('Hi')], 'Hello!');
  await ask([user('Hi')], 'Hey!');
  const branch = [user('Hi'), assistant('Hey!'), user('A?')];
  const key = await ask(branch, 'B.');
  // Turns that were never seen here lie between: what is known of the beginning still holds.
  const later = [...branch, assistant('B.'), user('C?'), assistant('D, from elsewhere.'), user('E?')];
  expect(await ask(later, 'F.')).toBe(key);
  // Of a beginning and a longer one that was named meanwhile, the longer one.
  const aside = [user('Hi'), assistant('Hello!'), user('Aside?')];
  await ask(aside, 'Yes?', 'aside');
  expect(await ask([...aside, assistant('Yes?'), user('This.')], 'I see.')).toBe('aside');
});

test('what clients change on the way does not matter', async () => {
  const ask = doorWith();
  const opening = [
    system('Mode: plan.'),
    user('<system-reminder>\nIt is Monday.\n</system-reminder>\nFix it.'),
  ];
  const key = await ask(opening, [{ type: 'text', text: 'Let me see.\n' }, call]);
  const next: Message[] = [
    system('Mode: act.'),
    user('Fix it.'),
    system('Agents: none.'),
    {
      role: 'assistant',
      content: [
        { type: 'thinking', text: 'Hm.', signature: '' },
        { type: 'text', text: 'Let me see.' },
      ],
    },
    { role: 'assistant', content: [{ ...call, input: '{"b":2,"a":1}' }] },
    { role: 'user', content: [{ type: 'tool-result', callId: 'call-1', content: '1', failed: false }] },
  ];
  expect(await ask(next, 'Done.')).toBe(key);
});

test('system text that comes later is no part of the opening', async () => {
  const keys = createConversationKeys(() => 0);
  const opening = [system('Be short.'), user('Hi')];
  const goesOn = [assistant('Hello.'), user('And?')];
  expect(keys.follow([...opening, system('Later.'), ...goesOn]).key).toBe(
    keys.follow([...opening, ...goesOn]).key,
  );
});

test('the first part of an answer that was stopped is known as well', async () => {
  const keys = createConversationKeys(() => 0);
  const followed = keys.follow([user('Hi')]);
  const leaving = new AbortController();
  const { request, deps } = setting({ pair: weakModel([text('Hel'), text('lo')]), signal: leaving.signal });
  for await (const part of answer(request, deps)) {
    followed.hear(part);
    if (part.type === 'text') leaving.abort();
  }
  expect(keys.follow([user('Hi'), assistant('Hel'), user('Go on')]).key).toBe(followed.key);
});

test('a name that the request gives goes before all, and stays with what follows', async () => {
  const ask = doorWith();
  expect(await ask([user('Hi')], 'Hello!', 'mine')).toBe('mine');
  expect(await ask([user('Hi'), assistant('Hello!'), user('And?')], 'So.')).toBe('mine');
});

function followIn(keys: ConversationKeys, first: string, answered: string): string {
  return keys.follow([user(first), assistant(answered), user('And?')]).key;
}

test('forgets after an hour without a word', async () => {
  let now = 0;
  const keys = createConversationKeys(() => now);
  const ask = doorWith(keys);
  // Of two that open alike, the second has a key which the opening does not give.
  const first = await ask([user('Hi')], 'Hello!');
  const known = await ask([user('Hi')], 'Hey!');
  expect(known).not.toBe(first);
  now += 3_599_999;
  expect(followIn(keys, 'Hi', 'Hey!')).toBe(known);
  now += 3_600_000;
  expect(followIn(keys, 'Hi', 'Hey!')).toBe(first);
});

test('forgets the oldest first when it is full', async () => {
  const keys = createConversationKeys(() => 0, { ms: 3_600_000, count: 3 });
  const ask = doorWith(keys);
  const first = await ask([user('Hi')], 'Hello!');
  await ask([user('Hi')], 'Hey!');
  for (const other of ['a', 'b', 'c']) await ask([user(other)], 'Hello!');
  expect(followIn(keys, 'Hi', 'Hey!')).toBe(first);
});

test('keys tell nothing outside of the process', () => {
  const messages = [user('Hi')];
  expect(createConversationKeys(() => 0).follow(messages).key).not.toBe(
    createConversationKeys(() => 0).follow(messages).key,
  );
});
