import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { answerOf } from '../../loopback/loopbackServer';
import { chatRequestOf, type OpenAiServer, startOpenAiServer } from '../../loopback/openaiServer';
import { readLedger } from './ledger';
import { pairSettings, usage } from './pair';
import { SidebarPage } from './sidebarPage';
import { screenshots, useVsCode } from './vscode';

const totals = ['export function total(prices: number[]) {', '  return prices.length;', '}', ''].join('\n');

let server: OpenAiServer;

beforeAll(async () => {
  server = await startOpenAiServer(answerOf('It counts them instead of adding them up.', usage));
});
afterAll(() => server.close());

const vscode = useVsCode(() => ({
  user: { 'turnout.strongShare': 0 },
  machine: pairSettings(server),
  files: { 'totals.ts': totals, 'broken.json': '{\n  "name": \n}\n' },
  arrange: (workspace) => {
    const git = (...args: string[]) => execFileSync('git', args, { cwd: workspace });
    git('init', '--quiet');
    git('add', 'totals.ts');
    git('-c', 'user.name=Test', '-c', 'user.email=test@localhost', 'commit', '--quiet', '-m', 'Begin');
    writeFileSync(path.join(workspace, 'totals.ts'), totals.replace('length', 'size'));
    git('add', 'totals.ts');
    writeFileSync(path.join(workspace, 'totals.ts'), totals);
  },
}));
const sidebar = () => new SidebarPage(vscode().workbench);
const attached = () => sidebar().chips.locator('.chip-name').allInnerTexts();
const lastMessages = () => {
  const request = server.requests.at(-1);
  return request === undefined ? [] : chatRequestOf(request).messages.map(({ content }) => content);
};
const comparisonOf = async (prompt: string) => {
  const { badge } = await sidebar().askAndWait(prompt);
  return badge.locator('.comparison').innerText();
};

test('a key takes the selection from the editor into the chat', async () => {
  const { workbench } = vscode();
  await sidebar().open();
  await workbench.openFile('totals.ts');
  await workbench.enterEditor();
  await workbench.press('Shift+ArrowDown');
  await workbench.press('Control+Alt+Shift+U');
  await sidebar().chips.waitFor();
  expect(await sidebar().chips.innerText()).toMatch(/totals\.ts, lines 1 to 2\s+\d+ tokens/);
  await expect.poll(() => sidebar().prompt.evaluate((input) => input === document.activeElement)).toBe(true);
});

test('the menu beside the prompt attaches the file, problems and staged changes', async () => {
  await sidebar().choose('Attach', 'Current file');
  await expect.poll(attached).toEqual(['totals.ts, lines 1 to 2', 'totals.ts']);
  await sidebar().choose('Attach', 'Staged changes');
  await expect.poll(attached).toContain('Staged changes');

  const { workbench } = vscode();
  await workbench.openFile('broken.json');
  await workbench.notice('has no problems').waitFor({ state: 'hidden' });
  await vscode().page.locator('.squiggly-error').first().waitFor();
  await sidebar().choose('Attach', 'Problems of the current file');
  await expect.poll(attached).toContain('Problems of broken.json');
  await vscode().page.screenshot({ path: path.join(screenshots, 'attachments.png') });
});

test('a chip is removed with the keyboard, and the next one has the focus', async () => {
  await sidebar().button('Remove totals.ts, lines 1 to 2').press('Enter');
  await expect.poll(attached).toEqual(['totals.ts', 'Staged changes', 'Problems of broken.json']);
  await expect
    .poll(() =>
      sidebar()
        .button('Remove totals.ts')
        .evaluate((button) => button === document.activeElement),
    )
    .toBe(true);
});

test('what is attached is sent after the ask, and stays with the turn', async () => {
  const turn = await sidebar().askAndWait('What is wrong with it?');
  const [sent = ''] = lastMessages();
  const order = ['What is wrong with it?', 'totals.ts:', 'return prices.length;', '-  return prices.length;'];
  expect(order.map((part) => sent.indexOf(part))).toEqual(
    order.map((part) => sent.indexOf(part)).toSorted((a, b) => a - b),
  );
  expect(sent).toContain('```typescript\nexport function total');
  expect(sent).toContain('+  return prices.size;');
  expect(sent).toMatch(/line 3: .*\n\s+\}/);
  expect(await turn.element.locator('.chip-name').allInnerTexts()).toEqual([
    'totals.ts',
    'Staged changes',
    'Problems of broken.json',
  ]);
  expect(await attached()).toEqual([]);
});

test('the router has scored the ask alone, and the ledger has none of the text', async () => {
  const withThem = await sidebar().turn(0).badge.locator('.comparison').innerText();
  await sidebar().button('New chat').click();
  await expect.poll(() => sidebar().turns.count()).toBe(0);
  expect(await comparisonOf('What is wrong with it?')).toBe(withThem);
  expect(JSON.stringify(await readLedger(vscode().home))).not.toMatch(/prices\.|totals|wrong/);
});

test('a follow-up takes what was attached along, also after a reload', async () => {
  await sidebar().choose('Attach', 'Another file…');
  await vscode().workbench.find('totals.ts');
  await sidebar().chips.waitFor();
  await sidebar().askAndWait('Say what this returns.');
  await vscode().workbench.reload();
  await sidebar().open();
  await expect.poll(() => sidebar().turns.count()).toBe(2);
  expect(await sidebar().turn(1).element.locator('.chip-name').allInnerTexts()).toEqual(['totals.ts']);
  await sidebar().askAndWait('And how should it be written?');
  const messages = lastMessages();
  expect(messages).toHaveLength(5);
  expect(messages[2]).toContain('return prices.length;');
  expect(messages[4]).toBe('And how should it be written?');
});

test('what is too long to be sent whole is said to be cut, and is', async () => {
  const { data, workbench } = vscode();
  writeFileSync(path.join(data, 'workspace', 'long.txt'), 'All work and no play.\n'.repeat(4_000));
  await workbench.openFile('long.txt');
  await workbench.run('Turnout: Add File to Chat');
  await sidebar().chips.waitFor();
  await sidebar().frame.getByText('are cut in the middle').waitFor();
  await sidebar().askAndWait('Summarise it.');
  const sent = lastMessages().at(-1) ?? '';
  expect(sent).toMatch(/… \d+ lines left out …/);
  expect(sent.length).toBeLessThan(40_000);
});

test('what cannot be attached is said', async () => {
  const { workbench } = vscode();
  await workbench.run('View: Close All Editors');
  await sidebar().choose('Attach', 'Current file');
  await workbench.notice('No file is open in the editor.').waitFor();
  await sidebar().choose('Attach', 'Selection in the editor');
  await workbench.notice('Nothing is selected in the editor.').waitFor();
  expect(await attached()).toEqual([]);
});
