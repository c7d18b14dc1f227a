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

test('two chats that open alike are told apart by their answers', async () => {
  const ask = doorWith();
  const opening = [user('Hi')];
  const first = await ask(opening, 'Hello!');
  expect(await ask(opening, 'Hey there!')).toBe(first);
  const goesOn = (answered: string) => [...opening, assistant(answered), user('And?')];
  expect(await ask(goesOn('Hello!'), 'So.')).toBe(first);
  const other = await ask(goesOn('Hey there!'), 'So.');
  expect(other).not.toBe(first);
  expect(await ask([...goesOn('Hey there!'), assistant('So.'), user('Well?')], 'Yes.')).toBe(other);
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
  expect(keys.follow([...opening, system('Later.')]).key).toBe(keys.follow(opening).key);
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
  // Two twins, so that a key which is known differs from the one that the opening gives.
  await ask([user('Hi')], 'Hello!');
  await ask([user('Hi')], 'Hey!');
  const known = followIn(keys, 'Hi', 'Hey!');
  const opening = keys.follow([user('Hi')]).key;
  expect(known).not.toBe(opening);
  now += 3_599_999;
  expect(followIn(keys, 'Hi', 'Hey!')).toBe(known);
  now += 3_600_000;
  expect(followIn(keys, 'Hi', 'Hey!')).toBe(opening);
});

test('forgets the oldest first when it is full', async () => {
  const keys = createConversationKeys(() => 0, { ms: 3_600_000, count: 3 });
  const ask = doorWith(keys);
  await ask([user('Hi')], 'Hello!');
  await ask([user('Hi')], 'Hey!');
  const known = followIn(keys, 'Hi', 'Hey!');
  for (const other of ['a', 'b', 'c']) await ask([user(other)], 'Hello!');
  expect(followIn(keys, 'Hi', 'Hey!')).not.toBe(known);
  expect(followIn(keys, 'Hi', 'Hey!')).toBe(keys.follow([user('Hi')]).key);
});

test('keys tell nothing outside of the process', () => {
  const messages = [user('Hi')];
  expect(createConversationKeys(() => 0).follow(messages).key).not.toBe(
    createConversationKeys(() => 0).follow(messages).key,
  );
});
