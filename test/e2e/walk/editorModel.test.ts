import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { harness } from '../../../src/launch/suiteBundle.mjs';
import { extensionsOf, installVsix } from '../../../src/launch/vscodeServer.mjs';
import { pack } from '../../../src/launch/vsix.mjs';
import { answerOf } from '../../loopback/loopbackServer';
import { ollamaTags } from '../../loopback/ollamaTags';
import { type OpenAiServer, startOpenAiServer } from '../../loopback/openaiServer';
import { readLedger } from './ledger';
import { dear } from './pair';
import { SidebarPage } from './sidebarPage';
import { screenshots, useVsCode } from './vscode';

const folder = mkdtempSync(path.join(os.tmpdir(), 'turnout-editor-model-'));
let server: OpenAiServer;

beforeAll(async () => {
  server = await startOpenAiServer(answerOf(`This is ${dear}.`), [dear], {
    '/api/tags': ollamaTags(['llama3.2:latest', 'llama']),
  });
});
afterAll(async () => {
  await server.close();
  rmSync(folder, { recursive: true, force: true });
});

/** A VS Code with another extension in it, which offers a model. */
const vscode = useVsCode(async () => {
  const offering = path.join(folder, 'offering.vsix');
  await pack(harness, offering, ['--allow-missing-repository', '--skip-license']);
  cpSync(inject('extensions'), extensionsOf(folder), { recursive: true });
  await installVsix([offering], folder);
  return {
    user: { 'turnout.strongShare': 100 },
    machine: { 'turnout.ollamaUrl': server.origin },
    extensions: extensionsOf(folder),
  };
});

test('the empty chat offers a model of the editor beside one of Ollama’s, and it answers after three clicks', async () => {
  const { workbench, page } = vscode();
  const sidebar = new SidebarPage(workbench);
  await workbench.turnoutTab.click();
  await sidebar.button('Start with scripted and llama3.2:latest').click();
  await workbench.notice('Turnout now chooses between scripted and llama3.2:latest.').waitFor();
  await sidebar.prompt.and(sidebar.frame.locator(':focus')).waitFor();
  await page.keyboard.type('Say hello.');
  await sidebar.frame.getByRole('button', { name: /^Send/ }).click();
  const turn = sidebar.turn(0);
  await turn.settled();
  expect(await turn.paragraphs()).toEqual(['Scripted answer to 1 messages']);
  expect((await turn.badge.innerText()).replaceAll(/\s+/g, ' ')).toMatch(/strong scripted/);
});

test('a model of the editor is chosen like any other', async () => {
  const { workbench, page } = vscode();
  await workbench.run('Turnout: Choose Models');
  await workbench.pick(/Another OpenAI-compatible address/);
  await workbench.type('The address of the API', server.baseUrl);
  await workbench.type(/key/, '');
  await workbench.pick(dear);
  await workbench.quickInput.filter({ hasText: 'weak model' }).waitFor();
  await page.screenshot({ path: path.join(screenshots, 'editor-model.png') });
  await workbench.pick(/A model of this editor/);
  await workbench.pick(/Scripted/);
  await workbench.notice(`Turnout now chooses between ${dear} and scripted.`).waitFor();
});

test('it answers as the weak model, with its own count of tokens and no price', async () => {
  const sidebar = new SidebarPage(vscode().workbench);
  await sidebar.open();
  await sidebar.setStrongShare(0);
  await sidebar.button('New chat').click();
  await expect.poll(() => sidebar.turns.count()).toBe(0);
  const turn = await sidebar.askAndWait('Say hello.');
  expect(await turn.paragraphs()).toEqual(['Scripted answer to 1 messages']);
  expect((await turn.badge.innerText()).replaceAll(/\s+/g, ' ')).toMatch(/weak scripted .* unknown/);
  expect((await readLedger(vscode().home)).at(-1)).toMatchObject({
    pair: { weak: { provider: 'editor', baseUrl: 'vscode-lm:harness', model: 'scripted' } },
    usage: { inputTokens: 'Say hello.'.length, source: 'estimated' },
    cost: null,
  });
});
