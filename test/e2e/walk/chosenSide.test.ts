import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { answerOf } from '../../loopback/loopbackServer';
import { type OpenAiServer, startOpenAiServer } from '../../loopback/openaiServer';
import { readLedger } from './ledger';
import { cheap, dear, pairSettings, usage } from './pair';
import { SidebarPage } from './sidebarPage';
import { screenshots, useVsCode } from './vscode';

let server: OpenAiServer;

beforeAll(async () => {
  server = await startOpenAiServer(({ model }) => answerOf(`This is ${model}.`, usage));
});
afterAll(() => server.close());

const vscode = useVsCode(() => ({ user: { 'turnout.strongShare': 0 }, machine: pairSettings(server) }));
const sidebar = () => new SidebarPage(vscode().workbench);
const lastReason = async () => (await readLedger(vscode().home)).at(-1)?.decision.reason;
const answerTo = async (prompt: string, key = 'Enter') => {
  const turn = await sidebar().askAndWait(prompt, key);
  return (await turn.paragraphs()).join();
};

test('Ctrl+Enter asks the strong model this time, and Enter the router again', async () => {
  await sidebar().open();
  expect(await answerTo('Who are you?', 'Control+Enter')).toBe(`This is ${dear}.`);
  expect(await lastReason()).toEqual({ code: 'chosen', lasts: 'this-prompt' });
  const reason = sidebar().turn(0).element.getByText('You asked for the strong model this time.');
  await sidebar().turn(0).badge.click();
  await reason.waitFor();
  await sidebar().button('New chat').click();
  await expect.poll(() => sidebar().turns.count()).toBe(0);
  expect(await answerTo('Who are you?')).toBe(`This is ${cheap}.`);
});

test('the menu chooses for one prompt', async () => {
  await sidebar().choose(/Who answers/, 'Ask strong for this prompt');
  await sidebar().button('Who answers: strong').waitFor();
  expect(await answerTo('And what can you do?')).toBe(`This is ${dear}.`);
  await sidebar().button('Who answers: auto').waitFor();
});

test('the menu pins the chat, which neither the slider nor a reload takes back', async () => {
  await sidebar().button('New chat').click();
  await expect.poll(() => sidebar().turns.count()).toBe(0);
  await sidebar().choose(/Who answers/, 'Ask strong in this chat');
  await expect.poll(() => sidebar().pin.innerText()).toContain('strong for this chat');
  expect(await answerTo('Who are you?')).toBe(`This is ${dear}.`);
  expect(await lastReason()).toEqual({ code: 'chosen', lasts: 'conversation' });
  await sidebar().setStrongShare(1);
  await vscode().workbench.reload();
  await sidebar().open();
  await expect.poll(() => sidebar().pin.innerText()).toContain('strong for this chat');
  await vscode().page.screenshot({ path: path.join(screenshots, 'pinned.png') });
  expect(await answerTo('Still?')).toBe(`This is ${dear}.`);
  expect(await sidebar().pin.innerText()).toContain('strong for this chat');
});

test('another chat is not pinned, and a pin is taken back with its button', async () => {
  await sidebar().button('New chat').click();
  await sidebar().pin.waitFor({ state: 'hidden' });
  await sidebar().choose(/Who answers/, 'Ask strong in this chat');
  await sidebar().pin.waitFor();
  await sidebar().button('Let Turnout decide again').press('Enter');
  await sidebar().pin.waitFor({ state: 'hidden' });
  expect(await answerTo('Who are you?')).toBe(`This is ${cheap}.`);
});
