import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { answerOf } from '../../loopback/loopbackServer';
import { ollamaTags } from '../../loopback/ollamaTags';
import { type OpenAiServer, startOpenAiServer } from '../../loopback/openaiServer';
import { SidebarPage } from './sidebarPage';
import { themes } from './themes';
import { screenshots, useVsCode } from './vscode';

/** An Ollama with one chat model. */
let ollama: OpenAiServer;

beforeAll(async () => {
  ollama = await startOpenAiServer(answerOf('I run on this machine.'), [], {
    '/api/tags': ollamaTags(['nomic-embed-text:latest', 'nomic-bert'], ['llama3.2:latest', 'llama']),
  });
});
afterAll(() => ollama.close());

const vscode = useVsCode(() => ({
  user: { 'turnout.strongShare': 0 },
  machine: { 'turnout.ollamaUrl': ollama.origin },
}));
const sidebar = () => new SidebarPage(vscode().workbench);

test.each(themes)(
  'the empty chat offers the model of the Ollama that runs here, in a %s theme',
  async (name, theme, bodyClass) => {
    const { workbench, page } = vscode();
    await workbench.run('Preferences: Color Theme');
    await workbench.find(theme);
    await sidebar().open();
    await sidebar().frame.locator(`body.${bodyClass}`).waitFor();
    await sidebar().button('Start with llama3.2:latest as the weak model').waitFor();
    await page.screenshot({ path: path.join(screenshots, `empty-${name}.png`) });
  },
);

test('taking it up asks for a strong model, with Ollama’s on top, and tries out both', async () => {
  const { workbench } = vscode();
  await sidebar().button('Start with llama3.2:latest as the weak model').press('Enter');
  await workbench.quickInput.filter({ hasText: 'the strong model' }).waitFor();
  const options = await workbench.quickInput.getByRole('option').allInnerTexts();
  expect(options[0]).toContain('llama3.2:latest');
  expect(options[0]).toContain('Ollama on this machine');
  // One model may stand in for both, until there is another.
  await workbench.pick(/llama3\.2:latest/);
  await workbench.notice('Turnout now chooses between llama3.2:latest and llama3.2:latest.').waitFor();
  const turn = await sidebar().askAndWait('Where do you run?');
  expect(await turn.answer.innerText()).toBe('I run on this machine.');
  expect(await turn.badge.innerText()).toContain('llama3.2:latest');
});
