import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { StoredSignal } from '../../../src/node/learning/signalFile';
import { answerOf } from '../../loopback/loopbackServer';
import { type OpenAiServer, startOpenAiServer } from '../../loopback/openaiServer';
import { EditorPage } from './editorPage';
import { readFeedback } from './feedback';
import { pairSettings, usage } from './pair';
import { SidebarPage } from './sidebarPage';
import { screenshots, useVsCode } from './vscode';

let server: OpenAiServer;

beforeAll(async () => {
  server = await startOpenAiServer(answerOf('```python\nprint("Rosebud")\n```', usage));
});
afterAll(() => server.close());

/** Words of prompts, answers and histories that must be found in nothing that was learnt. */
const planted = ['Xanadu', 'Rosebud', 'Kublai'];

const asked = Array.from(
  { length: 60 },
  (_, i) => `What is the secret of Kublai, part ${i}${', and why'.repeat(i)}?`,
);
const claude = [{ uuid: 'x', chat_messages: asked.slice(0, 25).map((text) => ({ sender: 'human', text })) }];
const chatgpt = asked.slice(25).map((text) => ({
  mapping: {
    a: {
      parent: null,
      message: { author: { role: 'user' }, content: { content_type: 'text', parts: [text] } },
    },
  },
  current_node: 'a',
}));

const vscode = useVsCode(() => ({
  user: { 'turnout.strongShare': 0, 'workbench.reduceMotion': 'on' },
  machine: pairSettings(server),
  files: {
    'xanadu.py': 'print("Xanadu")\n',
    'claude.json': JSON.stringify(claude),
    'chatgpt.json': JSON.stringify(chatgpt),
  },
}));
const sidebar = () => new SidebarPage(vscode().workbench);
const editor = () => new EditorPage(vscode().page);
const screenshot = (name: string) =>
  vscode().page.screenshot({ path: path.join(screenshots, `${name}.png`) });
const learnt = () => path.join(vscode().home, 'learning');

/** What is kept of the signals, as text. */
function keptText(): string {
  if (!existsSync(learnt())) return '';
  const files = readdirSync(learnt()).filter((name) => name.startsWith('signals-'));
  return files.map((name) => readFileSync(path.join(learnt(), name), 'utf8')).join('');
}

const signalsOf = (text: string): StoredSignal['signal'][] =>
  text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => (JSON.parse(line) as StoredSignal).signal);
const keptSignals = () => signalsOf(keptText());

function expectNoWord(text: string): void {
  for (const word of planted) expect(text.toLowerCase()).not.toContain(word.toLowerCase());
}

/** Opens what was learnt, and waits for its dialog. */
async function look() {
  const { workbench } = vscode();
  await workbench.run('Turnout: Show What Was Learnt from You');
  const dialog = workbench.notice(/signals, as numbers without text/);
  await dialog.waitFor();
  return dialog;
}

test('thumbs, the other answer and an edit turned down become signals, and a thumb taken back is none', async () => {
  await sidebar().open();
  const first = await sidebar().askAndWait('Where is Xanadu?');
  await first.button('Not helpful').click();
  await expect.poll(keptSignals).toEqual([{ kind: 'verdict', side: 'weak', helpful: false }]);
  await first.button('Not helpful').and(first.element.locator('[aria-pressed=true]')).click();
  await expect.poll(keptSignals).toEqual([]);
  await first.button('Not helpful').and(first.element.locator('[aria-pressed=false]')).waitFor();

  await first.button('Helpful').click();
  await expect.poll(keptSignals).toEqual([{ kind: 'verdict', side: 'weak', helpful: true }]);
  const second = await sidebar().askAndWait('Prove that Xanadu exists.');
  await second.button('Ask strong too').click();
  await expect.poll(keptSignals).toHaveLength(2);
  await second.settled();
  await second.answerOf('strong').button('Keep this one').click();
  await expect.poll(keptSignals).toHaveLength(3);

  await vscode().workbench.openFile('xanadu.py');
  await editor().chooseFor('print', 'Fix Code');
  await editor().diff.waitFor();
  await editor().titleButton('Reject Proposed Change').click();
  await expect.poll(keptSignals).toEqual([
    { kind: 'verdict', side: 'weak', helpful: true },
    { kind: 'retried', side: 'weak' },
    { kind: 'kept', side: 'strong' },
    { kind: 'edit', side: 'weak', accepted: false },
  ]);
  expectNoWord(keptText());
  expect(readFeedback(vscode().home).map(({ kind }) => kind)).toEqual([
    undefined,
    'withdrawn',
    undefined,
    'kept',
    'edit',
  ]);
});

test('what was learnt is looked at, and paused from there', async () => {
  const dialog = await look();
  expect(await dialog.innerText()).toMatch(
    /does not decide yet[\s\S]*4 signals[\s\S]*begins with 40 signals/,
  );
  await screenshot('learning-shown');
  await dialog.getByRole('button', { name: 'Pause' }).click();
  await vscode().workbench.notice('Learning is paused: no signal is kept').waitFor();
  const turn = await sidebar().askAndWait('What does paused Xanadu mean?');
  await turn.button('Helpful').click();
  await expect.poll(() => readFeedback(vscode().home)).toHaveLength(6);
  expect(keptSignals()).toHaveLength(4);
  const again = await look();
  expect(await again.innerText()).toContain('Learning is paused');
  await again.getByRole('button', { name: 'Resume' }).click();
  await vscode().workbench.notice('Learning goes on.').waitFor();
});

test('the export holds embeddings and outcomes, and no word', async () => {
  const { workbench, workspace } = vscode();
  const target = path.join(workspace, 'signals.jsonl');
  await workbench.run('Turnout: Export What Was Learnt from You');
  const input = workbench.quickInput.locator('input');
  await expect.poll(() => input.inputValue()).toContain(workspace);
  await input.fill(target);
  await input.press('Enter');
  await expect
    .poll(() => existsSync(target) && readFileSync(target, 'utf8'))
    .toBe(keptText().replace(/^ +\n/gm, ''));
  const exported = readFileSync(target, 'utf8');
  expectNoWord(exported);
  for (const line of exported.trim().split('\n')) {
    const { embedding } = JSON.parse(line) as StoredSignal;
    expect(Buffer.from(embedding, 'base64')).toHaveLength(384);
  }
});

test('erasing asks first, and leaves nothing', async () => {
  const { workbench } = vscode();
  await workbench.run('Turnout: Erase What Was Learnt from You');
  const question = workbench.notice('Erase all that Turnout has learnt from you?');
  await question.filter({ hasText: 'This cannot be undone.' }).waitFor();
  await screenshot('learning-erase');
  await question.getByRole('button', { name: 'Cancel' }).click();
  expect(keptSignals()).toHaveLength(4);
  await workbench.run('Turnout: Erase What Was Learnt from You');
  await question.getByRole('button', { name: 'Erase' }).click();
  await workbench.notice('Turnout has erased what it had learnt from you.').waitFor();
  expect(keptText()).toBe('');
});

test.each([
  ['claude.json', 25],
  ['chatgpt.json', 35],
])('the slider starts from %s, of which scores alone are kept', async (file, prompts) => {
  const { workbench, home } = vscode();
  await workbench.run('Turnout: Import Chat History for the Slider');
  // The dialog begins in the folder that is open.
  await workbench.pick(new RegExp(file.replace('.', '\\.')));
  await workbench.notice(`Your slider now starts from ${prompts} prompts of your chat history`).waitFor();
  const hover = await workbench.hover();
  await hover.getByText(`Thresholds start from ${prompts} earlier prompts of yours`).waitFor();
  await screenshot(`history-${file.replace('.json', '')}`);
  const kept = readFileSync(path.join(home, 'calibration', 'default.json'), 'utf8');
  expect(JSON.parse(kept)).toMatchObject({ default: { sample: { prompts } } });
  expectNoWord(kept);
});
