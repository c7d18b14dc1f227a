import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { answerOf } from '../../loopback/loopbackServer';
import { chatRequestOf, type OpenAiServer, startOpenAiServer } from '../../loopback/openaiServer';
import { readLedger } from './ledger';
import { pairSettings, usage } from './pair';
import { screenshots, useVsCode } from './vscode';

const message = 'Add, where total subtracted\n\nThe sum of two numbers was their difference.';
let server: OpenAiServer;

beforeAll(async () => {
  server = await startOpenAiServer(answerOf(message, usage));
});
afterAll(() => server.close());

const git = (workspace: string, ...args: string[]) =>
  execFileSync('git', ['-c', 'user.name=Walk', '-c', 'user.email=walk@example.com', ...args], {
    cwd: workspace,
  });

const vscode = useVsCode(() => ({
  user: { 'turnout.strongShare': 0, 'workbench.reduceMotion': 'on' },
  machine: pairSettings(server),
  files: { 'sum.py': 'def total(a, b):\n    return a - b\n' },
  arrange: (workspace) => {
    git(workspace, 'init', '--quiet');
    git(workspace, 'add', '.');
    git(workspace, 'commit', '--quiet', '--message', 'Begin with sums');
    writeFileSync(path.join(workspace, 'sum.py'), 'def total(a, b):\n    return a + b\n');
  },
}));
const prompts = () =>
  server.requests
    .filter(({ path: at }) => at === '/v1/chat/completions')
    .map((request) => chatRequestOf(request).messages.at(-1)?.content ?? '');
const box = () => vscode().page.locator('.scm-editor').first();
/** What is in the box, whose lines the editor breaks as it likes. */
const boxText = async () => inOneLine((await box().locator('.view-line').allInnerTexts()).join(' '));
const inOneLine = (text: string) => text.replaceAll(/\s+/g, ' ').trim();
const button = () => vscode().page.getByRole('button', { name: 'Write Commit Message' }).first();

test('where nothing is staged, it asks before it describes what is not', async () => {
  await vscode()
    .page.getByRole('tab', { name: /^Source Control/ })
    .click();
  await box().waitFor();
  await button().click();
  const dialog = vscode().workbench.notice('Nothing is staged.');
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  expect(prompts()).toEqual([]);
});

test('what is staged is described, in the box for the message', async () => {
  const { page, workspace, home } = vscode();
  writeFileSync(path.join(workspace, 'a.png'), Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 1, 2, 0]));
  git(workspace, 'add', '.');
  await page
    .getByRole('treeitem', { name: /a\.png/ })
    .first()
    .waitFor();
  await button().click();
  await expect.poll(boxText).toBe(inOneLine(message));
  const [prompt = ''] = prompts();
  expect(prompt).toContain('-    return a - b\n+    return a + b\n');
  expect(prompt).toContain('Binary files /dev/null and b/a.png differ');
  expect(prompt).toContain('- Begin with sums\n');
  await expect
    .poll(() => readLedger(home))
    .toMatchObject([{ door: 'commit-message', outcome: { kind: 'ok' } }]);
  await page.screenshot({ path: path.join(screenshots, 'commit-message.png') });
});

test('cancelled, it puts back what was in the box', async () => {
  const notice = vscode().workbench.notice('Turnout writes a commit message');
  // That of the message before may still be on its way out.
  await notice.waitFor({ state: 'hidden' });
  server.reply = { kind: 'hang', pieces: ['Something ', 'else'] };
  await button().click();
  await expect.poll(boxText).toBe('Something else');
  await notice.getByRole('button', { name: 'Cancel' }).click();
  await server.abandoned;
  await expect.poll(boxText).toBe(inOneLine(message));
});
