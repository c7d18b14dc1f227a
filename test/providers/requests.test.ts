import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { markStablePrefix } from '../../src/providers/anthropicCache';
import { anthropicRequest } from '../../src/providers/anthropicRequest';
import { openAiRequest } from '../../src/providers/openaiRequest';
import type { ChatRequest, Message, MessagePart, ModelRef } from '../../src/routing/chat';
import type { AnthropicChatRequest } from '../loopback/anthropicServer';
import { anthropicComplaint, type OpenAiMessage, openAiComplaint } from '../loopback/requestRules';

const ref: ModelRef = { provider: 'openai', baseUrl: 'http://127.0.0.1:11434/v1', model: 'm' };
const none = new Set<never>();
const openAi = (request: ChatRequest, to = ref) => openAiRequest(request, to, none);
const openAiMessages = (request: ChatRequest) => openAi(request).messages as readonly OpenAiMessage[];
const anthropic = (request: ChatRequest) =>
  markStablePrefix(anthropicRequest(request, 'claude')) as unknown as AnthropicChatRequest;

const png = 'data:image/png;base64,iVBORw0KGgo=';
const weather = { name: 'weather', description: 'Tells it.', inputSchema: { properties: { city: {} } } };
const call = (id: string, input = '{"city":"Oslo"}'): MessagePart => ({
  type: 'tool-call',
  id,
  name: 'weather',
  input,
});
const result = (callId: string, content = 'Snow', failed = false): MessagePart => ({
  type: 'tool-result',
  callId,
  content,
  failed,
});
const text = (words: string): MessagePart => ({ type: 'text', text: words });

describe('a conversation with tools and images', () => {
  const messages: readonly Message[] = [
    { role: 'system', content: 'Be brief.' },
    {
      role: 'user',
      content: [text('What is this, and how is the weather?'), { type: 'image', source: png }],
    },
    {
      role: 'assistant',
      content: [
        { type: 'thinking', text: 'Two cities.', signature: 'EqQB' },
        text('I look.'),
        call('toolu_1'),
        call('toolu_2', '{"city":'),
      ],
    },
    {
      role: 'user',
      content: [
        text('Hurry.'),
        result('toolu_2', '', true),
        result('toolu_1'),
        { type: 'image', source: png },
      ],
    },
  ];
  const request: ChatRequest = {
    messages,
    tools: [weather],
    toolChoice: { kind: 'tool', name: 'weather' },
    maxOutputTokens: 500,
  };

  test('as OpenAI wants it', () => {
    expect(openAi(request)).toEqual({
      model: 'm',
      messages: [
        { role: 'system', content: 'Be brief.' },
        {
          role: 'user',
          content: [
            { type: 'text', text: 'What is this, and how is the weather?' },
            { type: 'image_url', image_url: { url: png } },
          ],
        },
        {
          role: 'assistant',
          content: 'I look.',
          tool_calls: [
            { id: 'toolu_1', type: 'function', function: { name: 'weather', arguments: '{"city":"Oslo"}' } },
            {
              id: 'toolu_2',
              type: 'function',
              function: { name: 'weather', arguments: '{"unreadable":"{\\"city\\":"}' },
            },
          ],
        },
        { role: 'tool', tool_call_id: 'toolu_1', content: 'Snow' },
        { role: 'tool', tool_call_id: 'toolu_2', content: 'The tool failed.' },
        {
          role: 'user',
          content: [
            { type: 'text', text: 'Hurry.' },
            { type: 'image_url', image_url: { url: png } },
          ],
        },
      ],
      tools: [
        {
          type: 'function',
          function: { name: 'weather', description: 'Tells it.', parameters: { properties: { city: {} } } },
        },
      ],
      tool_choice: { type: 'function', function: { name: 'weather' } },
      max_tokens: 500,
      stream: true,
      stream_options: { include_usage: true },
    });
  });

  test('as Anthropic wants it, with the marks of what the next call begins with', () => {
    const mark = { cache_control: { type: 'ephemeral' } };
    const image = {
      type: 'image',
      source: { type: 'base64', media_type: 'image/png', data: 'iVBORw0KGgo=' },
    };
    expect(anthropic(request)).toEqual({
      model: 'claude',
      max_tokens: 500,
      system: [{ type: 'text', text: 'Be brief.', ...mark }],
      messages: [
        { role: 'user', content: [{ type: 'text', text: 'What is this, and how is the weather?' }, image] },
        {
          role: 'assistant',
          content: [
            { type: 'thinking', thinking: 'Two cities.', signature: 'EqQB' },
            { type: 'text', text: 'I look.' },
            { type: 'tool_use', id: 'toolu_1', name: 'weather', input: { city: 'Oslo' } },
            { type: 'tool_use', id: 'toolu_2', name: 'weather', input: { unreadable: '{"city":' }, ...mark },
          ],
        },
        {
          role: 'user',
          content: [
            { type: 'tool_result', tool_use_id: 'toolu_1', content: 'Snow' },
            { type: 'tool_result', tool_use_id: 'toolu_2', is_error: true },
            { type: 'text', text: 'Hurry.' },
            { ...image, ...mark },
          ],
        },
      ],
      tools: [
        {
          name: 'weather',
          description: 'Tells it.',
          input_schema: { type: 'object', properties: { city: {} } },
          ...mark,
        },
      ],
      tool_choice: { type: 'tool', name: 'weather' },
      stream: true,
    });
  });
});

test.each([
  ['https://api.openai.com/v1', 'max_completion_tokens'],
  ['https://mine.openai.azure.com/openai/v1', 'max_completion_tokens'],
  ['https://openrouter.ai/api/v1', 'max_tokens'],
  ['https://openai.com.example.org/v1', 'max_tokens'],
  ['http://127.0.0.1:11434/v1', 'max_tokens'],
])('a limit at %s is called %s', (baseUrl, name) => {
  const body = openAi({ messages: [], maxOutputTokens: 9 }, { ...ref, baseUrl });
  expect(Object.entries(body).filter(([field]) => field.startsWith('max_'))).toEqual([[name, 9]]);
});

test.each([
  [{ kind: 'auto' }, 'auto', { type: 'auto' }],
  [{ kind: 'none' }, 'none', { type: 'none' }],
  [{ kind: 'required' }, 'required', { type: 'any' }],
] as const)('the choice of tools %j, and no choice without tools', (toolChoice, forOpenAi, forAnthropic) => {
  const messages: readonly Message[] = [{ role: 'user', content: 'Hi' }];
  expect(openAi({ messages, tools: [weather], toolChoice }).tool_choice).toEqual(forOpenAi);
  expect(anthropic({ messages, tools: [weather], toolChoice }).tool_choice).toEqual(forAnthropic);
  expect(openAi({ messages, toolChoice }).tool_choice).toBeUndefined();
  expect(anthropic({ messages, toolChoice }).tool_choice).toBeUndefined();
});

test('a system text alone is what is asked', () => {
  const messages: readonly Message[] = [
    { role: 'system', content: 'Translate "good morning".' },
    { role: 'user', content: '' },
  ];
  expect(openAiMessages({ messages })).toEqual([{ role: 'user', content: 'Translate "good morning".' }]);
  expect(anthropicComplaint(anthropic({ messages }))).toBeUndefined();
});

test('Anthropic is told of tools that were called before, but may not be any more', () => {
  const { tools, tool_choice } = anthropic({
    messages: [
      { role: 'assistant', content: [call('a')] },
      { role: 'user', content: [result('a')] },
    ],
  });
  expect(tools).toMatchObject([{ name: 'weather', input_schema: { type: 'object' } }]);
  expect(tool_choice).toEqual({ type: 'none' });
});

test.each([
  ['https://example.org/a.png', { type: 'url', url: 'https://example.org/a.png' }],
  ['data:image/jpg;base64,AAAA', { type: 'base64', media_type: 'image/jpeg', data: 'AAAA' }],
  ['data:image/webp;name=a.webp;base64,AAAA', { type: 'base64', media_type: 'image/webp', data: 'AAAA' }],
  ['data:image/svg+xml,%3Csvg/%3E', { type: 'base64', media_type: 'image/svg+xml', data: 'PHN2Zy8+' }],
  ['data:image/svg+xml,100%', { type: 'base64', media_type: 'image/svg+xml', data: 'MTAwJQ==' }],
])('the image %s for Anthropic', (source, expected) => {
  const { messages } = anthropic({ messages: [{ role: 'user', content: [{ type: 'image', source }] }] });
  expect(messages).toEqual([{ role: 'user', content: [{ type: 'image', source: expected }] }]);
});

test('an id that the API does not take is replaced, the same way in every later turn', () => {
  const turns: readonly Message[] = [
    { role: 'assistant', content: [call('functions.weather:0'), call('x'.repeat(60))] },
    { role: 'user', content: [result('x'.repeat(60), 'Rain'), result('functions.weather:0')] },
  ];
  const later: readonly Message[] = [...turns, { role: 'assistant', content: [call('functions.weather:1')] }];
  const ids = (messages: readonly Message[]) =>
    openAiMessages({ messages }).flatMap((m) => m.tool_call_id ?? []);
  expect(ids(turns)).toEqual(['functions.weather:0', 'turnout_1']);
  expect(ids(later).slice(0, 2)).toEqual(ids(turns));
  expect(anthropic({ messages: turns }).messages[1]?.content).toMatchObject([
    { tool_use_id: 'turnout_1', content: 'Snow' },
    { tool_use_id: 'x'.repeat(60), content: 'Rain' },
  ]);
});

test('a call that was never answered is answered with a failure, a result without its call is kept as text', () => {
  const messages: readonly Message[] = [
    { role: 'user', content: [result('gone', 'Forgotten')] },
    { role: 'assistant', content: [call('a')] },
    { role: 'user', content: 'Never mind.' },
    { role: 'assistant', content: [call('b')] },
  ];
  expect(openAiMessages({ messages }).map(({ role, content }) => [role, content])).toEqual([
    ['user', 'Forgotten'],
    ['assistant', null],
    ['tool', 'The tool was not run.'],
    ['user', 'Never mind.'],
    ['assistant', null],
    ['tool', 'The tool was not run.'],
  ]);
});

test('thinking that no one signed, or that led to nothing, is sent to no one', () => {
  const messages: readonly Message[] = [
    { role: 'user', content: 'Hi' },
    {
      role: 'assistant',
      content: [
        { type: 'thinking', text: 'Unsigned.', signature: '' },
        { type: 'redacted-thinking', data: 'Rm9v' },
        text('Hello.'),
        { type: 'thinking', text: 'Cut short.', signature: 'EqQB' },
      ],
    },
  ];
  expect(anthropic({ messages }).messages[1]?.content).toMatchObject([
    { type: 'redacted_thinking', data: 'Rm9v' },
    { type: 'text', text: 'Hello.' },
  ]);
  expect(JSON.stringify(openAiMessages({ messages }))).not.toMatch(/thinking|Unsigned|Rm9v|Cut short/);
});

describe('whatever the conversation', () => {
  const ids = fc.constantFrom('a', 'b', 'call.1:0', '', 'y'.repeat(50));
  const words = fc.constantFrom('', ' \n', 'Hello', '{"broken":', '[1]', '{"a":1}', '字');
  const part: fc.Arbitrary<MessagePart> = fc.oneof(
    words.map(text),
    fc.constant<MessagePart>({ type: 'image', source: png }),
    fc.record({
      type: fc.constant('tool-call' as const),
      id: ids,
      name: fc.constantFrom('read', 'write'),
      input: words,
    }),
    fc.record({
      type: fc.constant('tool-result' as const),
      callId: ids,
      content: words,
      failed: fc.boolean(),
    }),
    fc.record({
      type: fc.constant('thinking' as const),
      text: words,
      signature: fc.constantFrom('', 'EqQB'),
    }),
    fc.constant<MessagePart>({ type: 'redacted-thinking', data: 'Rm9v' }),
  );
  const message: fc.Arbitrary<Message> = fc.record({
    role: fc.constantFrom('system' as const, 'user' as const, 'assistant' as const),
    content: fc.oneof(words, fc.array(part, { maxLength: 5 })),
  });
  const requests: fc.Arbitrary<ChatRequest> = fc.record({
    messages: fc.array(message, { maxLength: 8 }),
    tools: fc.subarray([weather]),
  });
  /** Some calls of one turn share an id, which no model does. */
  const hasTwins = ({ messages }: ChatRequest) =>
    openAiMessages({ messages }).some(
      ({ tool_calls = [] }) => new Set(tool_calls.map(({ id }) => id)).size < tool_calls.length,
    );

  test('both APIs take it, and no words of a person are lost', () => {
    fc.assert(
      fc.property(requests, (request) => {
        fc.pre(!hasTwins(request));
        expect(openAiComplaint(openAiMessages(request))).toBeUndefined();
        expect(anthropicComplaint(anthropic(request))).toBeUndefined();
        const said = request.messages
          .filter(({ role }) => role === 'user')
          .flatMap(({ content }) => (typeof content === 'string' ? [text(content)] : content))
          .filter((said) => said.type === 'text' && said.text === 'Hello').length;
        const sent = JSON.stringify(anthropic(request).messages.filter(({ role }) => role === 'user'));
        expect(sent.split('"Hello"').length - 1).toBeGreaterThanOrEqual(said);
      }),
      { numRuns: 2_000 },
    );
  });
});
