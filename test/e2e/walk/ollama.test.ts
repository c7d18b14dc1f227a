import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { answerOf } from '../../loopback/loopbackServer';
import { ollamaTags } from '../../loopback/ollamaTags';
import { type OpenAiServer, startOpenAiServer } from '../../loopback/openaiServer';
import { SidebarPage } from './sidebarPage';
import { screenshots, useVsCode } from './vscode';

/** Ollama answers in OpenAI's format too; its list of models is its own. */
let ollama: OpenAiServer;

beforeAll(async () => {
  ollama = await startOpenAiServer(answerOf('I run on this machine.'), [], {
    '/api/tags': ollamaTags(['llama3.2:latest', 'llama'], ['qwen3:4b', 'qwen3']),
  });
});
afterAll(() => ollama.close());

const vscode = useVsCode(() => ({
  user: { 'turnout.strongShare': 0 },
  machine: { 'turnout.ollamaUrl': ollama.origin },
}));
const sidebar = () => new SidebarPage(vscode().workbench);
const looks = () => ollama.requests.filter((request) => request.path === '/api/tags').length;

test('the empty chat offers a model of the Ollama that runs here', async () => {
  await sidebar().open();
  await sidebar().button('Use Ollama’s llama3.2:latest as the weak model').waitFor();
  await vscode().page.screenshot({ path: path.join(screenshots, 'ollama.png') });
});

test('taking it up tries it out and asks for a strong model, with Ollama’s models on top', async () => {
  const { workbench } = vscode();
  await sidebar().button('Use Ollama’s llama3.2:latest as the weak model').press('Enter');
  await workbench.quickInput.filter({ hasText: 'the strong model' }).waitFor();
  const options = await workbench.quickInput.getByRole('option').allInnerTexts();
  expect(options[0]).toContain('llama3.2:latest');
  expect(options[0]).toContain('Ollama on this machine');
  await workbench.pick(/qwen3:4b/);
  await workbench.notice('Turnout now chooses between qwen3:4b and llama3.2:latest.').waitFor();
  const turn = await sidebar().askAndWait('Where do you run?');
  expect(await turn.answer.innerText()).toBe('I run on this machine.');
  expect(await turn.badge.innerText()).toContain('llama3.2:latest');
});

test('once models are chosen, the port is left alone', async () => {
  const before = looks();
  await sidebar().button('New chat').click();
  await expect.poll(() => sidebar().turns.count()).toBe(0);
  await sidebar().askAndWait('Still there?');
  expect(looks()).toBe(before);
});
