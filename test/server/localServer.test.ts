import { Agent, request } from 'node:http';
import { text as textOf } from 'node:stream/consumers';
import { describe, expect, test } from 'vitest';
import type { ChatModel } from '../../src/routing/chat';
import { TurnoutError } from '../../src/routing/errors';
import { answerOf } from '../loopback/loopbackServer';
import { startOpenAiServer } from '../loopback/openaiServer';
import { pairAt, scriptedModel, scriptedPair, serveTurnout, token } from './servedTurnout';

const question = (content: string) => ({ model: 'turnout', messages: [{ role: 'user' as const, content }] });

test('streams at once have their own model, tokens and conversation', async () => {
  const count = 40;
  // Each answer is long, unlike every other, and waits between its pieces for the others to have theirs.
  const upstream = await startOpenAiServer(({ messages }) => {
    const prompt = messages.at(-1)?.content ?? '';
    return {
      kind: 'answer',
      pieces: Array(20).fill(`${prompt}; `),
      usage: { fresh: prompt.length, cached: 0, output: 20 },
      pauseMs: 1,
    };
  });
  const { openai, anthropic, entries } = await serveTurnout(pairAt(upstream.baseUrl));
  const prompts = Array.from({ length: count }, (_, i) => `${i % 3 === 0 ? 'hard ' : ''}prompt ${i}`);
  const answers = await Promise.all(
    prompts.map(async (prompt, i) => {
      if (i % 2 === 0) {
        const message = anthropic.messages.stream({ ...question(prompt), max_tokens: 100 });
        return { text: await message.finalText(), model: (await message.finalMessage()).model };
      }
      let text = '';
      let model = '';
      for await (const chunk of await openai.chat.completions.create({ ...question(prompt), stream: true })) {
        text += chunk.choices[0]?.delta.content ?? '';
        model = chunk.model;
      }
      return { text, model };
    }),
  );
  expect(answers).toEqual(
    prompts.map((prompt, i) => ({
      text: `${prompt}; `.repeat(20),
      model: i % 3 === 0 ? 'gpt-strong' : 'gpt-weak',
    })),
  );
  expect(entries).toHaveLength(count);
  expect(new Set(entries.map(({ conversation }) => conversation)).size).toBe(count);
  expect(entries.map(({ usage }) => usage.inputTokens).sort()).toEqual(
    prompts.map(({ length }) => length).sort(),
  );
  await upstream.close();
});

describe('conversations', () => {
  test('go on under one name, and another chat gets another', async () => {
    const { send, openai } = await serveTurnout(scriptedPair(() => [{ type: 'text', text: 'An answer.' }]));
    const nameOf = async (messages: readonly object[], headers: Record<string, string> = {}) => {
      const body = JSON.stringify({ model: 'turnout', messages });
      const response = await send('/v1/chat/completions', { method: 'POST', body, headers });
      await response.json();
      return response.headers.get('x-turnout-conversation');
    };
    const opening = [{ role: 'user', content: 'First' }];
    const first = await nameOf(opening);
    const next = [
      ...opening,
      { role: 'assistant', content: 'An answer.' },
      { role: 'user', content: 'Second' },
    ];
    expect(await nameOf(next)).toBe(first);
    expect(await nameOf([{ role: 'user', content: 'Another' }])).not.toBe(first);
    expect(await nameOf(opening, { 'x-turnout-conversation': 'my-chat' })).toBe('my-chat');
    await expect(
      openai.chat.completions.create(question('Hello?'), {
        headers: { 'x-turnout-conversation': 'two words' },
      }),
    ).rejects.toMatchObject({ status: 400, param: 'x-turnout-conversation' });
  });
});

test('in a chat that opened as another did, what a tool gave goes to the model that called it', async () => {
  const { send } = await serveTurnout(
    scriptedPair(({ messages }) => {
      if (messages.some(({ role }) => role === 'assistant')) return [{ type: 'text', text: 'Done.' }];
      return [{ type: 'tool-call', id: `call-${messages.length}-${++calls}`, name: 'read', input: '{}' }];
    }),
  );
  let calls = 0;
  const reasonOf = async (messages: readonly object[]) => {
    const body = JSON.stringify({ model: 'turnout', messages });
    const response = await send('/v1/chat/completions', { method: 'POST', body });
    const { choices } = (await response.json()) as { choices: readonly { message: object }[] };
    return { reason: response.headers.get('x-turnout-reason'), said: choices[0]?.message };
  };
  const opening = [{ role: 'user', content: 'Read it.' }];
  for (let chat = 1; chat <= 2; chat++) {
    const { reason, said } = await reasonOf(opening);
    expect(reason).toBe('win-rate-below-threshold');
    const result = { role: 'tool', tool_call_id: `call-1-${chat}`, content: 'It.' };
    expect((await reasonOf([...opening, { content: null, ...said }, result])).reason).toBe('tool-results');
  }
});

describe('the decision', () => {
  test('is in the headers as it stands when the answer begins, whatever the model is called', async () => {
    const weak = scriptedModel('модель:7b', () => [{ type: 'text', text: 'Hello.' }]);
    const { send } = await serveTurnout({ strong: weak, weak });
    const response = await send('/v1/chat/completions', {
      method: 'POST',
      body: JSON.stringify(question('Hello?')),
    });
    expect(decodeURIComponent(response.headers.get('x-turnout-model') ?? '')).toBe('модель:7b');
    expect(await response.json()).toMatchObject({ model: 'модель:7b' });
  });

  test('fails with HTTP where the router cannot be had', async () => {
    const { openai } = await serveTurnout(
      scriptedPair(() => []),
      {
        deps: {
          route: async () => {
            throw new TurnoutError('weights-missing', 'Router "bert" is a pack.');
          },
        },
      },
    );
    const error = await openai.chat.completions.create(question('Hello?')).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ status: 503, message: expect.stringContaining('is a pack') });
  });
});

test('a bug behind the server is an HTTP error, and no stack', async () => {
  const broken: ChatModel = {
    ...scriptedModel('broken', () => []),
    // biome-ignore lint/correctness/useYield: it fails before it could
    async *stream() {
      throw new TypeError('x is not a function');
    },
  };
  const { send } = await serveTurnout({ strong: broken, weak: broken });
  const response = await send('/v1/messages', {
    method: 'POST',
    body: JSON.stringify({ ...question('Hello?'), max_tokens: 5 }),
  });
  expect(response.status).toBe(500);
  const body = await response.text();
  expect(JSON.parse(body)).toMatchObject({ type: 'error', error: { type: 'api_error' } });
  expect(body).not.toMatch(/\.ts|\bat /);
});

test('tells its owner of a call that is not on record', async () => {
  const { openai, reports } = await serveTurnout(
    scriptedPair(() => [{ type: 'text', text: 'Hello.' }]),
    {
      deps: {
        ledger: {
          append: async () => {
            throw new Error('disk full');
          },
        },
      },
    },
  );
  expect((await openai.chat.completions.create(question('Hello?'))).choices[0]?.message.content).toBe(
    'Hello.',
  );
  expect(reports).toEqual(['disk full']);
});

describe('closing', () => {
  test('lets running answers end, takes no others, and has them on record', async () => {
    const goOn = Promise.withResolvers<void>();
    const slow: ChatModel = {
      ...scriptedModel('slow', () => []),
      async *stream() {
        yield { type: 'text', text: 'Half and ' };
        await goOn.promise;
        yield { type: 'text', text: 'half.' };
      },
    };
    const { openai, close, entries } = await serveTurnout({ strong: slow, weak: slow });
    const stream = await openai.chat.completions.create({ ...question('Hello?'), stream: true });
    const closed = close(60_000);
    await expect(openai.models.list()).rejects.toThrow();
    goOn.resolve();
    let text = '';
    for await (const chunk of stream) text += chunk.choices[0]?.delta.content ?? '';
    expect(text).toBe('Half and half.');
    await closed;
    expect(entries).toMatchObject([{ outcome: { kind: 'ok' } }]);
  });

  test('refuses what comes over a connection that was busy', async () => {
    const begun = Promise.withResolvers<void>();
    const [goOn, goOnTo] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const slow = (name: string, end: Promise<void>): ChatModel => ({
      ...scriptedModel(name, () => []),
      async *stream() {
        yield { type: 'text', text: 'Half and ' };
        if (name === 'weak') begun.resolve();
        await end;
        yield { type: 'text', text: 'half.' };
      },
    });
    const { openai, origin, close } = await serveTurnout({
      strong: slow('strong', goOnTo.promise),
      weak: slow('weak', goOn.promise),
    });
    const longer = await openai.chat.completions.create({ ...question('A hard one?'), stream: true });
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    const send = (path: string, body?: object) =>
      new Promise<{ status: number | undefined; text: string }>((resolve, reject) => {
        const method = body === undefined ? 'GET' : 'POST';
        const headers = { authorization: `Bearer ${token}` };
        request(`${origin}${path}`, { agent, method, headers }, async (response) =>
          resolve({ status: response.statusCode, text: await textOf(response) }),
        )
          .on('error', reject)
          .end(body && JSON.stringify(body));
      });
    const running = send('/v1/chat/completions', question('Hello?'));
    await begun.promise;
    const closed = close(60_000);
    goOn.resolve();
    expect(await running).toMatchObject({ status: 200 });
    const late = await send('/v1/models');
    expect(late).toMatchObject({ status: 503, text: expect.stringContaining('shutting_down') });
    await expect(send('/v1/models')).rejects.toThrow('ECONNREFUSED');
    goOnTo.resolve();
    for await (const _ of longer);
    await closed;
  });

  test('stops those that do not end, upstream as well, and says so', async () => {
    const upstream = await startOpenAiServer({ kind: 'hang', pieces: ['Half of'] });
    const { openai, close, entries } = await serveTurnout(pairAt(upstream.baseUrl));
    const stream = await openai.chat.completions.create({ ...question('Hello?'), stream: true });
    const reading = (async () => {
      for await (const chunk of stream) if (chunk.choices[0]?.delta.content === 'Half of') void close();
    })();
    await expect(reading).rejects.toMatchObject({ code: 'shutting_down' });
    await upstream.abandoned;
    await close();
    expect(entries).toMatchObject([{ outcome: { kind: 'cancelled' } }]);
    await upstream.close();
  });

  test('frees the port', async () => {
    const upstream = await startOpenAiServer(answerOf('Hello.'));
    const { openai, close } = await serveTurnout(pairAt(upstream.baseUrl));
    await openai.models.list();
    await close();
    await expect(openai.models.list()).rejects.toThrow('Connection error');
    await upstream.close();
  });
});
