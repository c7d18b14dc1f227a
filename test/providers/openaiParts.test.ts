import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createOpenAiModel } from '../../src/providers/openai';
import { ToolCallPieces } from '../../src/providers/toolCallPieces';
import type { StreamPart } from '../../src/routing/chat';
import type { Reply } from '../loopback/loopbackServer';
import {
  openAiChunk as chunk,
  type OpenAiServer,
  openAiChunks,
  startOpenAiServer,
} from '../loopback/openaiServer';
import { ask } from './exchange';

let server: OpenAiServer;
beforeEach(async () => {
  server = await startOpenAiServer({ kind: 'mute' });
});
afterEach(() => server.close());

async function partsOf(...chunks: readonly object[]): Promise<readonly StreamPart[]> {
  server.reply = openAiChunks(...chunks);
  const model = createOpenAiModel({
    ref: { provider: 'openai', baseUrl: server.baseUrl, model: 'gpt-test' },
    apiKey: undefined,
  });
  const { parts, thrown } = await ask(model);
  if (thrown !== undefined) throw thrown;
  return parts.filter(({ type }) => type !== 'tool-call-piece');
}

const call = (id: unknown, name: string, input: string) => ({ type: 'tool-call', id, name, input });
const toolCalls = { type: 'finish', reason: 'tool-calls' };
const madeUp = expect.stringMatching(/^call_[0-9a-f]{24}$/);

describe('calls of tools', () => {
  test('in interleaved pieces, as OpenAI sends parallel ones', async () => {
    const piece = (index: number, rest: object) => chunk({ tool_calls: [{ index, ...rest }] });
    expect(
      await partsOf(
        chunk({ role: 'assistant', content: null }),
        piece(0, { id: 'call_a', type: 'function', function: { name: 'weather', arguments: '' } }),
        piece(0, { function: { arguments: '{"ci' } }),
        piece(1, { id: 'call_b', type: 'function', function: { name: 'time', arguments: '' } }),
        piece(1, { function: { arguments: '{}' } }),
        piece(0, { function: { arguments: 'ty":"Oslo"}' } }),
        chunk({}, 'tool_calls'),
      ),
    ).toEqual([call('call_a', 'weather', '{"city":"Oslo"}'), call('call_b', 'time', '{}'), toolCalls]);
  });

  test('whole, all under one number, after text and with another reason to end, as Gemini’s and older Ollama’s', async () => {
    const whole = (id: string, name: string) => ({
      index: 0,
      id,
      type: 'function',
      function: { name, arguments: '{}' },
    });
    expect(
      await partsOf(
        chunk({ content: 'I look.' }),
        chunk({ tool_calls: [whole('a', 'weather'), whole('b', 'time')] }),
        chunk({}, 'stop'),
      ),
    ).toEqual([
      { type: 'text', text: 'I look.' },
      call('a', 'weather', '{}'),
      call('b', 'time', '{}'),
      toolCalls,
    ]);
  });

  test('without numbers or ids, with an object for input', async () => {
    const parts = await partsOf(
      chunk({ tool_calls: [{ function: { name: 'weather', arguments: { city: 'Oslo' } } }] }),
      chunk({ tool_calls: [{ function: { name: 'time', arguments: '{"a":' } }] }),
      chunk({ tool_calls: [{ function: { arguments: '1}' } }] }, 'tool_calls'),
    );
    expect(parts).toEqual([
      call(madeUp, 'weather', '{"city":"Oslo"}'),
      call(madeUp, 'time', '{"a":1}'),
      toolCalls,
    ]);
    expect(new Set(parts.map((part) => part.type === 'tool-call' && part.id)).size).toBe(3);
  });

  test('with an id that is repeated in every piece', async () => {
    const piece = (input: string) =>
      chunk({ tool_calls: [{ index: 0, id: 'a', function: { name: 'time', arguments: input } }] });
    expect(await partsOf(piece('{"a"'), piece(':1}'), chunk({}, 'tool_calls'))).toEqual([
      call('a', 'time', '{"a":1}'),
      toolCalls,
    ]);
  });

  test('whose input is broken come as they are; those without a name not at all', async () => {
    expect(
      await partsOf(
        chunk({ tool_calls: [{ index: 0, id: 'a', function: { name: 'time', arguments: '{"zone": "CE' } }] }),
        chunk({ tool_calls: [{ index: 1, id: 'b', function: { arguments: '{}' } }, { index: 2 }] }),
        chunk({}, 'length'),
      ),
    ).toEqual([call('a', 'time', '{"zone": "CE'), { type: 'finish', reason: 'length' }]);
  });

  test('in the old way, one function', async () => {
    expect(
      await partsOf(
        chunk({ function_call: { name: 'time', arguments: '' } }),
        chunk({ function_call: { arguments: '{}' } }),
        chunk({}, 'function_call'),
      ),
    ).toEqual([call(madeUp, 'time', '{}'), toolCalls]);
  });

  test('are put together whatever the pieces and their order', () => {
    const input = fc
      .dictionary(fc.string(), fc.jsonValue(), { minKeys: 1 })
      .map((value) => JSON.stringify(value));
    const calls = fc.uniqueArray(
      fc.record({
        id: fc.uuid(),
        name: fc.constantFrom('read', 'write'),
        input,
        size: fc.integer({ min: 1, max: 9 }),
      }),
      { selector: ({ id }) => id, minLength: 1, maxLength: 4 },
    );
    fc.assert(
      fc.property(calls, fc.infiniteStream(fc.nat()), (calls, choice) => {
        const pieces = new ToolCallPieces();
        const told: StreamPart[] = [];
        for (const [index, { id, name }] of calls.entries()) {
          told.push(...pieces.add({ index, id, function: { name, arguments: '' } }));
        }
        const left = calls.map(({ input, size }, index) => ({
          index,
          own: input.match(new RegExp(`[^]{1,${size}}`, 'g')) ?? [],
        }));
        for (;;) {
          const waiting = left.filter(({ own }) => own.length > 0);
          if (waiting.length === 0) break;
          const next = waiting[(choice.next().value ?? 0) % waiting.length];
          told.push(...pieces.add({ index: next?.index, function: { arguments: next?.own.shift() } }));
        }
        told.push(...pieces.rest());
        for (const { id, name, input } of calls) {
          expect(told.filter((part) => part.type === 'tool-call' && part.id === id)).toEqual([
            call(id, name, input),
          ]);
          const grown = told.filter((part) => part.type === 'tool-call-piece' && part.id === id);
          expect(grown.map((part) => ('input' in part ? part.input : '')).join('')).toBe(input);
        }
      }),
    );
  });
});

describe('thinking', () => {
  test.each(['reasoning_content', 'reasoning'])('in the field %s comes before the answer', async (field) => {
    expect(
      await partsOf(
        chunk({ role: 'assistant', content: '', [field]: 'Hm' }),
        chunk({ content: null, [field]: '.' }),
        chunk({ content: 'Yes.' }),
        chunk({}, 'stop'),
      ),
    ).toEqual([
      { type: 'thinking', text: 'Hm' },
      { type: 'thinking', text: '.' },
      { type: 'text', text: 'Yes.' },
      { type: 'finish', reason: 'stop' },
    ]);
  });

  test('among parts of the content, as Mistral sends it', async () => {
    expect(
      await partsOf(
        chunk({ content: [{ type: 'thinking', thinking: [{ type: 'text', text: 'Hm.' }] }] }),
        chunk({ content: [{ type: 'text', text: 'Yes.' }] }),
        chunk({ content: '' }, 'stop'),
      ),
    ).toEqual([
      { type: 'thinking', text: 'Hm.' },
      { type: 'text', text: 'Yes.' },
      { type: 'finish', reason: 'stop' },
    ]);
  });
});

test.each([
  ['stop', 'stop'],
  ['length', 'length'],
  ['content_filter', 'refusal'],
  ['tool_calls', 'stop'],
  ['eos_token', 'stop'],
])('an end for the reason %s, without calls of tools, is told as %s', async (sent, reason) => {
  expect(await partsOf(chunk({ content: 'Hi' }), chunk({}, sent))).toEqual([
    { type: 'text', text: 'Hi' },
    { type: 'finish', reason },
  ]);
});

describe('log-probabilities', () => {
  const token = (logprob: unknown) => ({ token: 'x', logprob, bytes: null, top_logprobs: [] });
  const scored = (delta: object, ...logprobs: unknown[]) =>
    chunk(delta, null, { logprobs: { content: logprobs.map(token), refusal: null } });

  test('are averaged over the tokens of the answer, not of its thinking', async () => {
    const parts = await partsOf(
      scored({ reasoning_content: 'Hm' }, -9),
      scored({ content: 'It' }, -0.5),
      scored({ content: ' depends' }, -0.25, 0),
      chunk({}, 'stop', { logprobs: null }),
    );
    expect(parts.at(-1)).toEqual({ type: 'finish', reason: 'stop', meanLogProbability: -0.25 });
  });

  test('that are none are left out', async () => {
    const parts = await partsOf(scored({ content: 'It' }, 'x', 3, null), chunk({}, 'stop', { logprobs: {} }));
    expect(parts.at(-1)).toEqual({ type: 'finish', reason: 'stop' });
  });
});

test('usage tells the tokens of thinking, and comes after the finish', async () => {
  const usage = {
    prompt_tokens: 30,
    completion_tokens: 90,
    total_tokens: 120,
    prompt_tokens_details: { cached_tokens: 20 },
    completion_tokens_details: { reasoning_tokens: 64 },
  };
  const parts = await partsOf(chunk({ content: 'Hi' }), chunk({}, 'stop'), { choices: [], usage });
  expect(parts.slice(1)).toEqual([
    { type: 'finish', reason: 'stop' },
    {
      type: 'usage',
      usage: {
        inputTokens: 30,
        cachedInputTokens: 20,
        outputTokens: 90,
        reasoningTokens: 64,
        source: 'measured',
      },
    },
  ]);
});

test('a stream cut in the middle of a call yields no call', async () => {
  const piece = chunk({ tool_calls: [{ index: 0, id: 'a', function: { name: 'time', arguments: '{"z' } }] });
  const reply: Reply = openAiChunks(chunk({ content: 'I look.' }), piece);
  server.reply = reply;
  const { parts, thrown } = await ask(
    createOpenAiModel({
      ref: { provider: 'openai', baseUrl: server.baseUrl, model: 'gpt-test' },
      apiKey: undefined,
    }),
  );
  expect(parts).toEqual([
    { type: 'text', text: 'I look.' },
    { type: 'tool-call-piece', id: 'a', name: 'time', input: '{"z' },
  ]);
  expect(thrown).toMatchObject({ problem: { code: 'cut-off' } });
});
