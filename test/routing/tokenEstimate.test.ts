import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { ChatRequest, MessagePart } from '../../src/routing/chat';
import { estimateRequestTokens, estimateTextTokens } from '../../src/routing/tokenEstimate';

/** Texts, with what OpenAI's tokenizers of 2023 and 2024 (cl100k, o200k) make of them. */
test.each([
  [
    'Japanese',
    '東京の鉄道路線図を描くプログラムを書いてください。まず駅の一覧を読み込み、次に路線ごとに色を決めて線を引きます。エラーが起きたら利用者にわかる言葉で伝えてください。',
    [95, 62],
  ],
  [
    'Chinese',
    '请写一个程序，读取车站列表，然后为每条线路选择颜色并绘制线路图。如果发生错误，请用用户能理解的语言说明原因。',
    [47, 34],
  ],
  [
    'Korean',
    '역 목록을 읽고 노선마다 색을 정해 노선도를 그리는 프로그램을 작성해 주세요. 오류가 나면 사용자가 이해할 수 있는 말로 알려 주세요.',
    [66, 38],
  ],
  [
    'Russian',
    'Напишите программу, которая читает список станций и рисует схему линий. Если произойдёт ошибка, сообщите о ней понятными словами.',
    [53, 32],
  ],
])('%s is counted as tokenizers do, within the half', (_, text, counts) => {
  const estimate = estimateTextTokens(text);
  expect(estimate).toBeGreaterThan(Math.min(...counts) * 0.66);
  expect(estimate).toBeLessThan(Math.max(...counts) * 1.5);
});

test('Latin text and code have four characters a token, a picture is two', () => {
  expect(estimateTextTokens('x'.repeat(401))).toBe(101);
  expect(estimateTextTokens('')).toBe(0);
  expect(estimateTextTokens('🚦')).toBe(2);
});

test('a request takes what its messages, images, tools, calls and results take', () => {
  const words = 'x'.repeat(400);
  const request = (content: string | readonly MessagePart[], rest: Partial<ChatRequest> = {}) =>
    estimateRequestTokens({ messages: [{ role: 'user', content }], ...rest });
  const none = request('');
  expect(request(words) - none).toBe(100);
  expect(request([{ type: 'image', source: `data:image/png;base64,${words}` }]) - none).toBe(1_000);
  expect(request([{ type: 'tool-call', id: '1', name: 'read', input: words }]) - none).toBe(101);
  expect(request([{ type: 'tool-result', callId: '1', content: words, failed: false }]) - none).toBe(100);
  expect(request([{ type: 'thinking', text: words, signature: words }]) - none).toBe(100);
  const tools = [{ name: 'read', description: words, inputSchema: { type: 'object', title: words } }];
  expect(request('', { tools }) - none).toBeGreaterThan(200);
});

test('no message takes nothing, and more never takes less', () => {
  const message = fc.record({ role: fc.constant('user' as const), content: fc.string() });
  fc.assert(
    fc.property(fc.array(message), message, (messages, another) => {
      const more = estimateRequestTokens({ messages: [...messages, another] });
      expect(more).toBeGreaterThan(estimateRequestTokens({ messages }));
    }),
  );
});
