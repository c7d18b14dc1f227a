import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { reportsAllowed } from '../../node/encoder/reportsAllowed';
import { ChatPage } from './chatPage';
import { readLedger } from './ledger';
import { SidebarPage } from './sidebarPage';
import { useVsCode } from './vscode';

/** The person's own folder, in which a program of no one's asking would keep what it reports. */
const person = mkdtempSync(path.join(os.tmpdir(), 'turnout-person-'));
afterAll(() => rmSync(person, { recursive: true, force: true }));

const vscode = useVsCode(() => ({ env: { HOME: person, ...reportsAllowed } }));
const sidebar = () => new SidebarPage(vscode().workbench);

test('a newcomer finds Turnout in the activity bar and reads what it is', async () => {
  await sidebar().open();
  await sidebar().frame.getByRole('heading', { name: 'Which model should answer?' }).waitFor();
});

test('an empty prompt is answered with what to do', async () => {
  await sidebar().prompt.fill('  \n ');
  await sidebar().prompt.press('Enter');
  await sidebar().frame.getByText('The prompt is empty').waitFor();
  expect(await sidebar().turns.count()).toBe(0);
});

test('without a model a prompt is decided and priced, and nothing is sent or recorded', async () => {
  const turn = await sidebar().askAndWait('What does `git stash` do?');
  const badge = await turn.badge.innerText();
  expect(badge).toMatch(/strong|weak/);
  expect(badge).toMatch(/win rate 0\.\d+ [<≥] [01]\.\d+/);
  expect(badge.match(/\$\d/g)?.length, badge).toBe(2);
  expect(await turn.message.innerText()).toContain('no model is connected');
  expect(await turn.answer.innerText()).toBe('');
  expect(await readLedger(vscode().home)).toEqual([]);
});

test('the reason unfolds in full, and the default router gave it', async () => {
  const { badge, element } = sidebar().turn(0);
  await badge.click();
  await element.getByText(/win rate on this prompt, 0\.\d+[\s\S]*\(router default\)/).waitFor();
  await element.getByText(/^Higher than \d+.% of the \d+ win rates/).waitFor();
});

test('the encoder that it loaded reports to nobody', () => {
  const kept = readdirSync(person, { recursive: true, encoding: 'utf8' });
  expect(kept.filter((name) => /onnxruntime/.test(name))).toEqual([]);
});

// In the oldest VS Code the built-in chat asks no participant without a model of Copilot's.
const builtInChat = test.skipIf(process.env.TURNOUT_VSCODE === 'oldest');

builtInChat('@turnout in the built-in chat says the same, and offers what to do', async () => {
  const chat = new ChatPage(vscode().page, vscode().workbench);
  await chat.open();
  await chat.ask('@turnout What does `git stash` do?');
  await expect
    .poll(() => chat.responseText())
    .toMatch(/win rate 0\.\d+ .*Nothing was sent, since no model is connected/);
  await chat.response.getByRole('button', { name: 'Try the practice pair' }).waitFor();
  expect(await readLedger(vscode().home)).toEqual([]);
});

test('the practice pair streams an answer and says that it is practice', async () => {
  await sidebar().turn(0).button('Try the practice pair').click();
  await sidebar().frame.getByText('Practice: scripted local answers').waitFor();

  const turn = await sidebar().ask('Write a haiku about railways.');
  expect(await turn.growth()).toBeGreaterThan(5);
  expect(await turn.answer.innerText()).toContain('Practice answer of the');
  expect(await turn.badge.innerText()).toMatch(/practice-(strong|weak)[\s\S]*practice/);
});

test('practice is recorded as practice and costs and saves nothing', async () => {
  expect(await readLedger(vscode().home)).toMatchObject([
    { kind: 'practice', door: 'sidebar', cost: 0, alwaysStrongCost: 0, outcome: { kind: 'ok' } },
  ]);
});

test('the ledger never holds the prompt or the answer', async () => {
  const recorded = JSON.stringify(await readLedger(vscode().home));
  expect(recorded).not.toMatch(/haiku|railways|Practice answer/);
});

test('a code block is copied with its button', async () => {
  const { element } = sidebar().turn(1);
  const code = await element.locator('pre').innerText();
  await element.getByRole('button', { name: 'Copy' }).click();
  await element.getByRole('button', { name: 'Copied' }).waitFor();
  const copied = () => vscode().page.evaluate(() => navigator.clipboard.readText());
  await expect.poll(async () => (await copied()).trim()).toBe(code.trim());
});

test('the conversation is there again after a reload', async () => {
  const answer = await sidebar().turn(1).paragraphs();
  await vscode().workbench.reload();
  await sidebar().open();
  await expect.poll(() => sidebar().turns.count()).toBe(2);
  expect(await sidebar().turn(1).paragraphs()).toEqual(answer);
});

test('a new chat is empty, and the earlier one is in the history', async () => {
  await sidebar().button('New chat').click();
  await expect.poll(() => sidebar().turns.count()).toBe(0);
  await vscode().workbench.run('Turnout: Show Earlier Chats');
  await vscode().workbench.pick(/git stash/);
  await expect.poll(() => sidebar().turns.count()).toBe(2);
});

test('one command erases everything, once it has been confirmed', async () => {
  const { workbench, home } = vscode();
  await workbench.run('Turnout: Erase Everything Turnout Has Recorded');
  await workbench
    .notice('Erase all that Turnout has recorded?')
    .getByRole('button', { name: 'Erase everything' })
    .click();
  await workbench.notice('Turnout has erased everything').waitFor();
  await expect.poll(() => sidebar().turns.count()).toBe(0);
  expect(await readLedger(home)).toEqual([]);
  await workbench.run('Turnout: Show Earlier Chats');
  await workbench.notice('There are no earlier chats yet.').waitFor();
});
