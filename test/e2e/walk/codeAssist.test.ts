import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { answerOf, type Reply } from '../../loopback/loopbackServer';
import { chatRequestOf, type OpenAiServer, startOpenAiServer } from '../../loopback/openaiServer';
import { EditorPage } from './editorPage';
import { readLedger } from './ledger';
import { pairSettings, usage } from './pair';
import { SidebarPage } from './sidebarPage';
import { themes } from './themes';
import { screenshots, useVsCode } from './vscode';

const wrong = 'import math\n\n\ndef total(a, b):\n    return a - b\n\n\nprint(total(1, 2))';
const right = wrong.replace('a - b', 'a + b');
const fix: Reply = answerOf('```python\ndef total(a, b):\n    return a + b\n```', usage);

let server: OpenAiServer;

beforeAll(async () => {
  server = await startOpenAiServer(fix);
});
afterAll(() => server.close());

const vscode = useVsCode(() => ({
  user: { 'turnout.strongShare': 0, 'workbench.reduceMotion': 'on' },
  machine: pairSettings(server),
  files: { 'sum.py': `${wrong}\n`, 'broken.json': '{\n  "a": 1\n  "b": 2\n}\n' },
}));
const editor = () => new EditorPage(vscode().page);
const lastPrompt = () => {
  const last = server.requests.filter(({ path: at }) => at === '/v1/chat/completions').at(-1);
  return last && chatRequestOf(last).messages.at(-1)?.content;
};
const screenshot = (name: string) =>
  vscode().page.screenshot({ path: path.join(screenshots, `${name}.png`) });

test('Fix in the context menu of a line proposes a changed function, with who wrote it', async () => {
  await editor().open('sum.py');
  await editor().openMenuFor('return');
  await screenshot('code-menu');
  await editor().choose('Fix Code');
  await expect.poll(() => editor().proposed()).toBe(right);
  expect(lastPrompt()).toContain('sum.py, lines 4 to 5:\n```python\ndef total(a, b):\n    return a - b\n```');
  await expect
    .poll(() => editor().title.getAttribute('aria-label'))
    .toMatch(/sum\.py: fix · weak · gpt-cheap · win rate 0\.\d+ < 1\.000 · \$0\.20/);
});

test.each(themes)('Accept and Reject are in its title: %s', async (name, theme, _, workbenchClass) => {
  const { page, workbench } = vscode();
  await workbench.run('Preferences: Color Theme');
  await workbench.find(theme);
  await page.locator(`.monaco-workbench.${workbenchClass}`).waitFor();
  await workbench.quickInput.waitFor({ state: 'hidden' });
  await editor().titleButton('Accept Proposed Change').waitFor();
  await editor().titleButton('Reject Proposed Change').waitFor();
  await screenshot(`proposal-${name}`);
});

test('Accept changes the text, undone in one step', async () => {
  await editor().titleButton('Accept Proposed Change').click();
  await editor().shows(right);
  expect(await vscode().page.getByRole('tab', { name: 'sum.py' }).count()).toBe(1);
  await editor().clickOn('return');
  await vscode().workbench.press('Control+z');
  await editor().shows(wrong);
  const [entry] = await readLedger(vscode().home);
  expect(entry).toMatchObject({ door: 'code-assist', outcome: { kind: 'ok' } });
  const feedback = path.join(vscode().home, 'feedback.jsonl');
  await expect
    .poll(() => JSON.parse(readFileSync(feedback, 'utf8')))
    .toMatchObject({ entry: entry?.id, kind: 'edit', accepted: true });
});

test('Reject, from the keyboard as the fix was asked for, leaves it', async () => {
  await editor().clickOn('return');
  await vscode().workbench.press('Control+k');
  await vscode().workbench.press('Alt+f');
  await expect.poll(() => editor().proposed()).toBe(right);
  await editor().diff.locator('.editor.modified .view-line').first().click();
  await vscode().workbench.press('Control+Backspace');
  await editor().diff.waitFor({ state: 'hidden' });
  await editor().shows(wrong);
});

test('Cancel stops the model and proposes nothing', async () => {
  server.reply = { kind: 'hang', pieces: ['```python\n', 'def total(a, b):\n'] };
  await editor().chooseFor('return', 'Document Code');
  const progress = vscode().workbench.notice('Turnout documents sum.py');
  await progress.filter({ hasText: /weak · gpt-cheap · win rate/ }).waitFor();
  await screenshot('code-progress');
  await progress.getByRole('button', { name: 'Cancel' }).click();
  await server.abandoned;
  await expect
    .poll(async () => (await readLedger(vscode().home)).at(-1)?.outcome)
    .toEqual({ kind: 'cancelled' });
  await editor().shows(wrong);
});

test('an answer that breaks off proposes nothing, and can be read', async () => {
  server.reply = answerOf('Here:\n```python\ndef total(a,', usage);
  await editor().chooseFor('return', 'Fix Code');
  const notice = vscode().workbench.notice('breaks off in the middle of its code');
  await notice.getByRole('button', { name: 'Show Answer' }).click();
  await editor().shows('Here:\n```python\ndef total(a,');
  await editor().open('sum.py');
  await editor().shows(wrong);
});

test('Refactor asks how, and a change meanwhile keeps it from being applied', async () => {
  server.reply = answerOf('```python\ndef total(*numbers):\n    return sum(numbers)\n```', usage);
  await editor().chooseFor('return', 'Refactor Code');
  await vscode().workbench.type('What should be different?', 'Take any number of numbers.');
  await editor().diff.waitFor();
  expect(lastPrompt()).toMatch(/^Refactor this code .*\n\nTake any number of numbers\.\n/);
  await vscode().page.getByRole('treeitem', { name: 'sum.py' }).dblclick();
  await editor().clickOn('import');
  await vscode().page.keyboard.type('# ');
  await vscode()
    .page.getByRole('tab', { name: /refactoring/ })
    .click();
  await editor().titleButton('Accept Proposed Change').click();
  await vscode().workbench.notice('sum.py has changed since Turnout was asked').waitFor();
  await screenshot('proposal-refused');
  await editor().titleButton('Reject Proposed Change').click();
  await editor().diff.waitFor({ state: 'hidden' });
});

test('what is selected is fixed from the keyboard, and no more than that', async () => {
  server.reply = answerOf('```python\n    return b + a\n```', usage);
  const { workbench } = vscode();
  await editor().clickOn('return');
  await workbench.press('Home');
  await workbench.press('Shift+End');
  await workbench.press('Control+k');
  await workbench.press('Alt+f');
  await expect.poll(() => editor().proposed()).toContain('\n    return b + a\n');
  expect(lastPrompt()).toContain('sum.py, line 5:\n```python\n    return a - b\n```');
  await editor().titleButton('Reject Proposed Change').click();
  await editor().diff.waitFor({ state: 'hidden' });
});

test('Fix with Turnout is among the quick fixes of what the editor reports', async () => {
  server.reply = answerOf('```json\n{\n  "a": 1,\n  "b": 2\n}\n```', usage);
  const { page, workbench } = vscode();
  await editor().open('broken.json');
  await page.getByRole('button', { name: /Errors: 1/ }).waitFor();
  await editor().clickOn('"b"');
  await workbench.press('Control+.');
  const quickFix = editor().quickFix('Fix with Turnout');
  await quickFix.waitFor();
  await screenshot('quick-fix');
  // A list that opens under the pointer may take no click before the pointer has moved.
  await quickFix.hover({ force: true });
  await quickFix.click();
  await expect.poll(() => editor().proposed()).toBe('{\n  "a": 1,\n  "b": 2\n}');
  expect(lastPrompt()).toMatch(/Problems:\n- line 3: Expected comma/);
  await editor().titleButton('Accept Proposed Change').click();
  await editor().shows('{\n  "a": 1,\n  "b": 2\n}');
  await page.getByRole('button', { name: /No Problems/ }).waitFor();
});

test('a proposal does not outlive its window, which has forgotten what to apply', async () => {
  server.reply = fix;
  await editor().open('sum.py');
  await editor().chooseFor('return', 'Fix Code');
  await editor().diff.waitFor();
  await vscode().workbench.reload();
  await expect
    .poll(() =>
      vscode()
        .page.getByRole('tab', { name: /: fix ·/ })
        .count(),
    )
    .toBe(0);
  await editor().tab('sum.py').waitFor();
});

test('tests come in a new file that is not saved', async () => {
  server.reply = answerOf('```python\ndef test_total():\n    assert total(1, 2) == 3\n```', usage);
  await editor().open('sum.py');
  await editor().chooseFor('return', 'Write Tests');
  await editor().tab('test_sum.py').waitFor();
  await screenshot('tests');
});

test('Explain answers in Turnout’s own chat', async () => {
  server.reply = answerOf('It **subtracts** b from a.', usage);
  await vscode().page.getByRole('treeitem', { name: 'sum.py' }).dblclick();
  await editor().chooseFor('return', 'Explain Code');
  const sidebar = new SidebarPage(vscode().workbench);
  const turn = sidebar.turn(0);
  await turn.settled();
  expect(await turn.paragraphs()).toContain('It subtracts b from a.');
  expect((await readLedger(vscode().home)).at(-1)).toMatchObject({ door: 'code-assist' });
  await screenshot('explanation');
});

test('the keys it comes with are no one else’s', async () => {
  const { page, workbench } = vscode();
  await workbench.run('Preferences: Open Keyboard Shortcuts');
  const search = page.locator('.keybindings-header input');
  const rows = page.locator('.keybindings-body .monaco-list-row');
  for (const key of ['e', 'f', 'r', 't', 'd']) {
    await search.fill(`"ctrl+k alt+${key}"`);
    await expect.poll(() => rows.allInnerTexts()).toEqual([expect.stringContaining('Turnout: ')]);
  }
});
