import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { answerOf, type Reply } from '../../loopback/loopbackServer';
import { type OpenAiServer, openAiRefusals, startOpenAiServer } from '../../loopback/openaiServer';
import { cheap, dear, pairSettings, usage } from './pair';
import { SidebarPage } from './sidebarPage';
import { screenshots, useVsCode } from './vscode';

let server: OpenAiServer;

beforeAll(async () => {
  server = await startOpenAiServer(thinkAloud());
});
afterAll(() => server.close());

const vscode = useVsCode(() => ({ user: { 'turnout.strongShare': 0 }, machine: pairSettings(server) }));
const sidebar = () => new SidebarPage(vscode().workbench);

/** As DeepSeek and llama.cpp stream what a model thinks. */
function thinkAloud(): Reply {
  const chunk = (delta: object, finish_reason: string | null = null) =>
    Buffer.from(`data: ${JSON.stringify({ id: 'c', choices: [{ index: 0, delta, finish_reason }] })}\n\n`);
  return {
    kind: 'bytes',
    contentType: 'text/event-stream',
    writes: [
      chunk({ role: 'assistant', reasoning_content: 'Stations and ' }),
      chunk({ reasoning_content: 'signals.' }),
      chunk({ content: 'A haiku.' }),
      chunk({}, 'stop'),
      Buffer.from('data: [DONE]\n\n'),
    ],
  };
}

test('what a model thinks is folded away above its answer', async () => {
  await sidebar().open();
  const turn = await sidebar().askAndWait('Write a haiku.');
  expect(await turn.answer.innerText()).toBe('A haiku.');
  const thoughts = turn.element.getByText('Stations and signals.');
  expect(await thoughts.isVisible()).toBe(false);
  await turn.element.locator('.thinking summary').press('Enter');
  await thoughts.waitFor();
});

test('where the chosen model fails, the other one answers, and both lines say so', async () => {
  server.reply = ({ model }) =>
    model === cheap ? openAiRefusals.overloaded() : answerOf('All is well.', usage);
  const turn = await sidebar().askAndWait('How are you?');
  expect(await turn.answer.innerText()).toBe('All is well.');
  expect(await turn.badge.innerText()).toContain(dear);
  expect(await turn.element.locator('.takeover').innerText()).toBe(
    `${cheap} did not answer, so ${dear} does.`,
  );
  await turn.badge.click();
  await turn.element.getByText(`${cheap} was asked first`).waitFor();
  await vscode().page.screenshot({ path: path.join(screenshots, 'takeover.png') });
});
