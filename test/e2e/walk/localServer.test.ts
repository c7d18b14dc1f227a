import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import Anthropic from '@anthropic-ai/sdk';
import OpenAI from 'openai';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { answerOf } from '../../loopback/loopbackServer';
import { type OpenAiServer, startOpenAiServer } from '../../loopback/openaiServer';
import { readLedger } from './ledger';
import { cheap, dear, pairSettings, usage } from './pair';
import { SidebarPage } from './sidebarPage';
import { screenshots, useVsCode } from './vscode';

let upstream: OpenAiServer;

beforeAll(async () => {
  upstream = await startOpenAiServer(({ messages }) =>
    messages.at(-1)?.content === 'Go on for ever.'
      ? { kind: 'hang', pieces: ['And on '] }
      : answerOf('All is well.', usage),
  );
});
afterAll(() => upstream.close());

const vscode = useVsCode(() => ({
  user: { 'turnout.strongShare': 0, 'workbench.reduceMotion': 'on' },
  machine: { ...pairSettings(upstream), 'turnout.server.port': 0 },
  // A folder may not change how the server runs.
  arrange: (workspace) => {
    mkdirSync(path.join(workspace, '.vscode'));
    const settings = JSON.stringify({ 'turnout.server.anyModel': true });
    writeFileSync(path.join(workspace, '.vscode', 'settings.json'), settings);
  },
}));

const copied = () => vscode().page.evaluate('navigator.clipboard.readText()');
const prompt = { messages: [{ role: 'user' as const, content: 'Is all well?' }] };
let openai: OpenAI;

test('starts from the palette, and says how to reach it', async () => {
  const { workbench, page } = vscode();
  await workbench.run('Turnout: Start Local Server');
  const notice = workbench.notice(/Turnout listens on http:\/\/127\.0\.0\.1:\d+/);
  await notice.getByRole('button', { name: 'Copy Address' }).waitFor();
  await page.screenshot({ path: path.join(screenshots, 'local-server.png') });
  await notice.getByRole('button', { name: 'Copy Address' }).click();
  await expect.poll(copied).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/v1$/);
  const baseURL = String(await copied());
  await workbench.run('Turnout: Copy Token of the Local Server');
  await expect.poll(copied).toMatch(/^turnout-[\w-]{32}$/);
  openai = new OpenAI({ baseURL, apiKey: String(await copied()), maxRetries: 0 });
});

test('answers with the extension’s pair, slider and ledger', async () => {
  const { data, response } = await openai.chat.completions
    .create({ model: 'turnout', ...prompt })
    .withResponse();
  expect(data.choices[0]?.message.content).toBe('All is well.');
  expect(data.model).toBe(cheap);
  expect(response.headers.get('x-turnout-router')).toBe('default');
  const named = await openai.chat.completions.create({ model: 'router-mf-0', ...prompt });
  expect(named.model).toBe(dear);
  const anthropic = new Anthropic({
    baseURL: openai.baseURL.replace(/\/v1$/, ''),
    apiKey: openai.apiKey,
    authToken: null,
  });
  const message = await anthropic.messages
    .stream({ model: 'turnout', max_tokens: 50, ...prompt })
    .finalMessage();
  expect(message.content).toMatchObject([{ type: 'text', text: 'All is well.' }]);
  expect((await readLedger(vscode().home)).map(({ door, cost }) => [door, cost])).toEqual([
    ['server', expect.closeTo(0.2, 9)],
    ['server', expect.closeTo(2, 9)],
    ['server', expect.closeTo(0.2, 9)],
  ]);
});

test('while it answers, the chat answers too, and a client that leaves stops its model alone', async () => {
  const endless = { model: 'turnout', messages: [{ role: 'user' as const, content: 'Go on for ever.' }] };
  const stream = await openai.chat.completions.create({ ...endless, stream: true });
  for await (const { choices } of stream) {
    if (choices[0]?.delta.content !== 'And on ') continue;
    const sidebar = new SidebarPage(vscode().workbench);
    await sidebar.open();
    const turn = await sidebar.askAndWait('Is all well here?');
    expect(await turn.answer.innerText()).toBe('All is well.');
    expect(upstream.counts).toEqual({ open: 1, abandoned: 0 });
    break;
  }
  await upstream.abandoned;
  const outcomes = async () =>
    (await readLedger(vscode().home)).slice(-2).map(({ door, outcome }) => [door, outcome.kind]);
  await expect.poll(outcomes).toEqual([
    ['sidebar', 'ok'],
    ['server', 'cancelled'],
  ]);
});

test('knows no other name, whatever the open folder says', async () => {
  await expect(openai.chat.completions.create({ model: 'gpt-5', ...prompt })).rejects.toMatchObject({
    status: 404,
    code: 'model_not_found',
  });
});

test('stops from the palette, and starts again with the same token', async () => {
  const { workbench } = vscode();
  await workbench.run('Turnout: Stop Local Server');
  await workbench.notice('local server has stopped').waitFor();
  await expect(openai.models.list()).rejects.toThrow('Connection error');
  await workbench.run('Turnout: Start Local Server');
  await workbench.run('Turnout: Copy Token of the Local Server');
  await expect.poll(copied).toBe(openai.apiKey);
});
