import type OpenAI from 'openai';
import { describe, expect, test } from 'vitest';
import type { ChatRequest, StreamPart } from '../../src/routing/chat';
import { createResponsesStore } from '../../src/server/responses/responsesStore';
import { scriptedPair, serveTurnout } from './servedTurnout';

const usage: StreamPart = {
  type: 'usage',
  usage: { inputTokens: 20, cachedInputTokens: 5, outputTokens: 9, reasoningTokens: 4, source: 'measured' },
};
const hello: readonly StreamPart[] = [
  { type: 'thinking', text: 'Hm' },
  { type: 'thinking', text: 'm.' },
  { type: 'thinking-signature', signature: 'proof' },
  { type: 'text', text: 'Hel' },
  { type: 'text', text: 'lo.' },
  { type: 'finish', reason: 'stop' },
  usage,
];
const patch = '*** Begin Patch\n*** End Patch';
const patchInput = JSON.stringify({ input: patch });
const calling: readonly StreamPart[] = [
  { type: 'text', text: 'I look.' },
  { type: 'tool-call-piece', id: 'call_1', name: 'time', input: '{"zone"' },
  { type: 'tool-call-piece', id: 'call_2', name: 'patch', input: patchInput.slice(0, 9) },
  { type: 'tool-call-piece', id: 'call_1', name: 'time', input: ':"CET"}' },
  { type: 'tool-call', id: 'call_1', name: 'time', input: '{"zone":"CET"}' },
  { type: 'tool-call', id: 'call_2', name: 'patch', input: patchInput },
  { type: 'finish', reason: 'tool-calls' },
  usage,
];
const tools: OpenAI.Responses.Tool[] = [
  { type: 'function', name: 'time', parameters: { type: 'object', properties: {} }, strict: false },
  { type: 'custom', name: 'patch', format: { type: 'grammar', syntax: 'lark', definition: 'start: "x"' } },
  { type: 'web_search' },
];

describe('npm’s openai client', () => {
  test('gets a whole response', async () => {
    const pair = scriptedPair(() => hello);
    const { openai, entries } = await serveTurnout(pair);
    const response = await openai.responses.create({
      model: 'turnout',
      instructions: 'Be short.',
      input: 'Hi',
      max_output_tokens: 50,
      reasoning: { effort: 'low' },
      text: { format: { type: 'json_schema', name: 'x', schema: { type: 'object' }, strict: true } },
    });
    expect(response).toMatchObject({
      object: 'response',
      status: 'completed',
      output_text: 'Hello.',
      output: [
        { type: 'reasoning', summary: [{ text: 'Hmm.' }] },
        { type: 'message', role: 'assistant', content: [{ type: 'output_text', text: 'Hello.' }] },
      ],
      usage: {
        input_tokens: 20,
        input_tokens_details: { cached_tokens: 5 },
        output_tokens: 9,
        total_tokens: 29,
      },
    });
    expect(pair.weak.requests[0]?.messages).toMatchObject([{ role: 'system' }, { role: 'user' }]);
    expect(pair.weak.requests[0]?.original?.body).toMatchObject({
      max_completion_tokens: 50,
      reasoning_effort: 'low',
      response_format: {
        type: 'json_schema',
        json_schema: { name: 'x', schema: { type: 'object' }, strict: true },
      },
    });
    expect(entries).toHaveLength(1);
  });

  test('puts a stream together to the same response, calls of both kinds included', async () => {
    const pair = scriptedPair(() => calling);
    const { openai } = await serveTurnout(pair);
    const stream = openai.responses.stream({ model: 'turnout', input: 'Hi', tools });
    const types: string[] = [];
    for await (const event of stream) types.push(event.type);
    expect(types.slice(0, 5)).toEqual([
      'response.created',
      'response.in_progress',
      'response.output_item.added',
      'response.content_part.added',
      'response.output_text.delta',
    ]);
    expect(types.filter((type) => type === 'response.function_call_arguments.delta')).toHaveLength(2);
    expect(types.at(-1)).toBe('response.completed');
    const response = await stream.finalResponse();
    const expected = [
      { type: 'message', content: [{ text: 'I look.' }] },
      { type: 'function_call', call_id: 'call_1', name: 'time', arguments: '{"zone":"CET"}' },
      { type: 'custom_tool_call', call_id: 'call_2', name: 'patch', input: patch },
    ];
    expect(response.output).toMatchObject(expected);
    const whole = await openai.responses.create({ model: 'turnout', input: 'Hi', tools });
    expect(whole.output).toMatchObject(expected);
    expect(pair.weak.requests[0]?.tools).toMatchObject([
      { name: 'time' },
      { name: 'patch', description: expect.stringContaining('start: "x"') },
    ]);
  });

  test('goes on with a response by its name, or with all of its items', async () => {
    const pair = scriptedPair(({ messages }) => (messages.length < 3 ? calling : hello));
    const { openai } = await serveTurnout(pair);
    const first = await openai.responses.create({ model: 'turnout', input: 'Hi', tools });
    const results: OpenAI.Responses.ResponseInputItem[] = [
      { type: 'function_call_output', call_id: 'call_1', output: 'noon' },
      {
        type: 'custom_tool_call_output',
        call_id: 'call_2',
        output: [
          { type: 'input_text', text: 'done' },
          { type: 'input_image', image_url: 'data:image/png;base64,iVBO', detail: 'auto' },
        ],
      },
    ];
    const named = { model: 'turnout', previous_response_id: first.id, input: results, tools };
    const second = await openai.responses.create(named);
    expect(second.output_text).toBe('Hello.');
    const items = [
      { role: 'user' as const, content: 'Hi' },
      ...first.output,
      ...results,
    ] as OpenAI.Responses.ResponseInput;
    await openai.responses.create({ model: 'turnout', store: false, input: items, tools });
    const [, byName, byItems] = pair.weak.requests;
    expect(byName?.messages).toEqual(byItems?.messages);
    expect(byName?.messages).toMatchObject([
      { role: 'user' },
      {
        role: 'assistant',
        content: [
          { type: 'text', text: 'I look.' },
          { type: 'tool-call', id: 'call_1' },
          { type: 'tool-call', id: 'call_2', input: patchInput },
        ],
      },
      { role: 'user', content: [{ type: 'tool-result', callId: 'call_1', content: 'noon' }] },
      { role: 'user', content: [{ type: 'tool-result', callId: 'call_2', content: 'done' }] },
      { role: 'user', content: [{ type: 'image' }] },
    ]);
  });

  test('brings thinking and its proof back to who thought it', async () => {
    const pair = scriptedPair(() => hello);
    const { openai } = await serveTurnout(pair);
    const first = await openai.responses.create({ model: 'turnout', input: 'Hi', store: false });
    const input = [{ role: 'user', content: 'Hi' }, ...first.output, { role: 'user', content: 'And?' }];
    await openai.responses.create({ model: 'turnout', input: input as OpenAI.Responses.ResponseInput });
    const { messages, original } = pair.weak.requests[1] as ChatRequest;
    expect(messages[1]?.content).toMatchObject([
      { type: 'thinking', text: 'Hmm.', signature: 'proof' },
      { type: 'text', text: 'Hello.' },
    ]);
    expect(JSON.stringify(original)).not.toContain('proof');
  });

  test('is told that a response is not known, or was not to be kept', async () => {
    const { openai } = await serveTurnout(scriptedPair(() => hello));
    const { id } = await openai.responses.create({ model: 'turnout', input: 'Hi', store: false });
    const asked = openai.responses.create({ model: 'turnout', input: 'And?', previous_response_id: id });
    await expect(asked).rejects.toMatchObject({ status: 400, param: 'previous_response_id' });
  });

  test('hears why an answer is not whole', async () => {
    const cut: readonly StreamPart[] = [
      { type: 'text', text: 'Hel' },
      { type: 'finish', reason: 'length' },
    ];
    const { openai } = await serveTurnout(scriptedPair(() => cut));
    expect(await openai.responses.create({ model: 'turnout', input: 'Hi' })).toMatchObject({
      status: 'incomplete',
      incomplete_details: { reason: 'max_output_tokens' },
    });
  });

  test.each(['conversation', 'prompt', 'background'])('is told that %s cannot be routed', async (field) => {
    const { send } = await serveTurnout(scriptedPair(() => hello));
    const body = JSON.stringify({ model: 'turnout', input: 'Hi', [field]: true });
    const response = await send('/v1/responses', { method: 'POST', body });
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ error: { param: field } });
  });

  test('groups its tools', async () => {
    const called: readonly StreamPart[] = [
      { type: 'tool-call', id: 'call_1', name: 'mcp__files__read', input: '{}' },
      { type: 'finish', reason: 'tool-calls' },
    ];
    const pair = scriptedPair(() => called);
    const { send } = await serveTurnout(pair);
    const group = { type: 'namespace', name: 'mcp__files__', tools: [{ type: 'function', name: 'read' }] };
    const body = JSON.stringify({ model: 'turnout', input: 'Hi', tools: [group] });
    const response = await send('/v1/responses', { method: 'POST', body });
    expect(await response.json()).toMatchObject({
      output: [{ type: 'function_call', namespace: 'mcp__files__', name: 'read', call_id: 'call_1' }],
    });
  });
});

test('the oldest responses are forgotten where the room is used up', () => {
  const store = createResponsesStore(100);
  store.keep('a', ['x'.repeat(40)]);
  store.keep('b', ['x'.repeat(40)]);
  store.keep('c', ['x'.repeat(40)]);
  expect([store.find('a'), store.find('b')?.length, store.find('c')?.length]).toEqual([undefined, 1, 1]);
});
