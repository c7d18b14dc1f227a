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

const vscode = useVsCode(() => ({
  user: { 'turnout.strongShare': 100 },
  machine: {
    ...pairSettings(server),
    // An answer of the dear model costs $2, and 80 % of this.
    'turnout.budget': { amount: 2.5, period: 'month' },
    'turnout.sensitive': { local: 'weak', patterns: ['payroll'], paths: ['*.pem'] },
  },
  files: { 'server.pem': 'Not a key, but named like one.\n' },
}));
const sidebar = () => new SidebarPage(vscode().workbench);

test('a prompt with a listed pattern in it stays on the local model, and so does the rest of its chat', async () => {
  await sidebar().open();
  const named = await sidebar().askAndWait('Explain the Payroll table.');
  expect((await named.paragraphs()).join()).toBe(`This is ${cheap}.`);
  await named.badge.click();
  await named.element.getByText('This stays on your local model: your pattern payroll is in it.').waitFor();
  const next = await sidebar().askAndWait('Prove that there are infinitely many primes.');
  expect((await next.paragraphs()).join()).toBe(`This is ${cheap}.`);
  const reasons = (await readLedger(vscode().home)).map(({ decision }) => decision.reason);
  expect(reasons).toEqual([
    { code: 'sensitive', found: { kind: 'pattern', pattern: 'payroll' }, when: 'now' },
    { code: 'sensitive', found: { kind: 'pattern', pattern: 'payroll' }, when: 'earlier' },
  ]);
});

test('a budget that nears its end moves the slider towards weak, and the status bar and the chat say so', async () => {
  const { workbench, page } = vscode();
  await sidebar().button('New chat').click();
  await expect.poll(() => sidebar().turns.count()).toBe(0);
  const turn = await sidebar().askAndWait('Who are you?');
  expect((await turn.paragraphs()).join()).toBe(`This is ${dear}.`);
  // $2.40 of $2.50 are spent: of the last 30 %, 4 percentage points are left.
  await workbench.slider.filter({ hasText: /\D13\s?% strong/ }).waitFor();
  expect(await sidebar().slider.inputValue()).toBe('100');
  await sidebar().frame.getByText('so 13\u00a0% of prompts go to the strong model instead of 100').waitFor();
  const hover = await workbench.hover();
  await hover.getByText('$2.40 of your budget of $2.50 is spent').waitFor();
  await page.screenshot({ path: path.join(screenshots, 'budget.png') });
});

test('a chat that a listed file was attached to stays there, also when the window was closed meanwhile', async () => {
  const { workbench } = vscode();
  await sidebar().button('New chat').click();
  await expect.poll(() => sidebar().turns.count()).toBe(0);
  await sidebar().choose('Attach', 'Another file…');
  await workbench.find('server.pem');
  await sidebar().chips.waitFor();
  await sidebar().askAndWait('What is this?');
  await workbench.reload();
  await sidebar().open();
  await expect.poll(() => sidebar().turns.count()).toBe(1);
  const next = await sidebar().askAndWait('And who signed it?');
  expect((await next.paragraphs()).join()).toBe(`This is ${cheap}.`);
  await next.badge.click();
  await next.element.getByText('server.pem matches your rule *.pem').waitFor();
});
