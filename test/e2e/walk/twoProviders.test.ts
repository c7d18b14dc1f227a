import { afterAll, beforeAll, expect, test } from 'vitest';
import { type AnthropicServer, startAnthropicServer } from '../../loopback/anthropicServer';
import { answerOf } from '../../loopback/loopbackServer';
import { type OpenAiServer, startOpenAiServer } from '../../loopback/openaiServer';
import { SidebarPage } from './sidebarPage';
import { useVsCode } from './vscode';

let anthropic: AnthropicServer;
let openai: OpenAiServer;

beforeAll(async () => {
  anthropic = await startAnthropicServer(answerOf('Anthropic answers.'));
  openai = await startOpenAiServer(answerOf('OpenAI answers.'));
});
afterAll(async () => {
  await anthropic.close();
  await openai.close();
});

const vscode = useVsCode(() => ({
  machine: {
    'turnout.strong': { provider: 'anthropic', baseUrl: anthropic.baseUrl, model: 'claude-test' },
    'turnout.weak': { provider: 'openai', baseUrl: openai.baseUrl, model: 'gpt-test' },
  },
}));

test('one conversation goes to two providers, each in its own wire format', async () => {
  const sidebar = new SidebarPage(vscode().workbench);
  await sidebar.open();
  await sidebar.setStrongShare(0);
  expect(await (await sidebar.askAndWait('Who is there?')).paragraphs()).toEqual(['OpenAI answers.']);
  await sidebar.setStrongShare(100);
  expect(await (await sidebar.askAndWait('And now?')).paragraphs()).toEqual(['Anthropic answers.']);
  const sent = JSON.parse(anthropic.requests.at(-1)?.body ?? '{}');
  expect(sent).toMatchObject({
    model: 'claude-test',
    stream: true,
    messages: [
      { role: 'user', content: 'Who is there?' },
      // Where the next call can begin from the cache.
      { role: 'assistant', content: [{ type: 'text', text: 'OpenAI answers.', cache_control: {} }] },
      { role: 'user', content: [{ type: 'text', text: 'And now?', cache_control: {} }] },
    ],
  });
});
