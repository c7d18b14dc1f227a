import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { answerOf } from '../../loopback/loopbackServer';
import { chatRequestOf, type OpenAiServer, startOpenAiServer } from '../../loopback/openaiServer';
import { readFeedback } from './feedback';
import { readLedger } from './ledger';
import { cheap, dear, pairSettings, usage } from './pair';
import { SidebarPage } from './sidebarPage';
import { screenshots, useVsCode } from './vscode';

const code = 'def add(a, b):\n    return a + b';
let server: OpenAiServer;

beforeAll(async () => {
  server = await startOpenAiServer(({ model }) =>
    answerOf(`From ${model}:\n\n\`\`\`python\n${code}\n\`\`\``, usage),
  );
});
afterAll(() => server.close());

const vscode = useVsCode(() => ({
  user: { 'turnout.strongShare': 0, 'workbench.reduceMotion': 'on', 'editor.autoIndent': 'none' },
  machine: pairSettings(server),
  files: { 'sums.py': '# sums\n' },
}));
const sidebar = () => new SidebarPage(vscode().workbench);
const entries = () => readLedger(vscode().home);
const lastMessages = () => {
  const request = server.requests.at(-1);
  return request === undefined ? [] : chatRequestOf(request).messages.map(({ content }) => content);
};

test('without an editor, inserting says what to do', async () => {
  await sidebar().open();
  const turn = await sidebar().askAndWait('Write a function that adds.');
  await turn.button('Insert at cursor').click();
  await vscode().workbench.notice('There is no editor to insert into').waitFor();
});

test('code is inserted at the cursor as one edit, which one undo takes back', async () => {
  const { workbench } = vscode();
  await workbench.openFile('sums.py');
  await workbench.enterEditor();
  await workbench.press('Control+End');
  await sidebar().turn(0).button('Insert at cursor').click();
  await expect.poll(() => workbench.editorText()).toBe(`# sums\n${code}`);
  await workbench.press('Control+Z');
  await expect.poll(() => workbench.editorText()).toBe('# sums\n');
});

test('a verdict is pressed, written down with the ledger’s entry, and remembered', async () => {
  const turn = sidebar().turn(0);
  await turn.button('Not helpful').click();
  await turn.element.locator('[aria-label="Not helpful"][aria-pressed="true"]').waitFor();
  await turn.button('Helpful').click();
  await turn.element.locator('[aria-label="Helpful"][aria-pressed="true"]').waitFor();
  const [entry] = await entries();
  expect(readFeedback(vscode().home)).toMatchObject([
    { entry: entry?.id, helpful: false },
    { entry: entry?.id, helpful: true },
  ]);
});

test('the other model answers the same prompt beside the first, with its own line and cost', async () => {
  const turn = sidebar().turn(0);
  await turn.button('Ask strong too').click();
  await turn.answerOf('strong').element.waitFor();
  await turn.settled();
  expect((await turn.answerOf('strong').paragraphs())[0]).toBe(`From ${dear}:`);
  expect((await turn.answerOf('weak').paragraphs())[0]).toBe(`From ${cheap}:`);
  expect(await turn.answerOf('strong').badge.innerText()).toContain('$2.00');
  expect(lastMessages()).toEqual(['Write a function that adds.']);
  const [first, second] = await entries();
  expect(second?.retryOf).toBe(first?.id);
});

test('the two stand side by side where there is room, and one above the other where there is none', async () => {
  const { workbench, page } = vscode();
  const boxes = async () =>
    Promise.all(
      (['weak', 'strong'] as const).map((side) => sidebar().turn(0).answerOf(side).element.boundingBox()),
    );
  const sideBySide = async () => {
    const [weak, strong] = await boxes();
    return weak !== null && strong !== null && Math.abs((weak?.y ?? 0) - (strong?.y ?? 1e9)) < 1;
  };
  expect(await sideBySide()).toBe(false);
  await page.screenshot({ path: path.join(screenshots, 'two-answers-narrow.png') });
  await workbench.widenSidebar(780);
  await expect.poll(sideBySide).toBe(true);
  await page.screenshot({ path: path.join(screenshots, 'two-answers-wide.png') });
});

test('the chat goes on from the kept answer, which is written down as preferred', async () => {
  const turn = sidebar().turn(0);
  await turn.answerOf('strong').button('Keep this one').click();
  await turn.answerOf('strong').element.getByText('Kept').waitFor();
  const [first, second] = await entries();
  expect(readFeedback(vscode().home).at(-1)).toMatchObject({
    kind: 'kept',
    entry: second?.id,
    over: first?.id,
  });
  await sidebar().askAndWait('Now write one that multiplies.');
  expect(lastMessages()[1]).toContain(`From ${dear}`);
  expect(lastMessages()).toHaveLength(3);
});

test('both answers, the choice and the verdict are there again after a reload', async () => {
  await vscode().workbench.reload();
  await sidebar().open();
  await expect.poll(() => sidebar().turns.count()).toBe(2);
  const turn = sidebar().turn(0);
  await turn.answerOf('strong').element.getByText('Kept').waitFor();
  await turn.answerOf('weak').element.locator('[aria-label="Helpful"][aria-pressed="true"]').waitFor();
});

test('the second answer is stopped like the first', async () => {
  const turn = await sidebar().askAndWait('Write one that divides.');
  server.reply = { kind: 'hang', pieces: ['Half of ', 'another'] };
  await turn.button('Ask strong too').click();
  await expect.poll(() => turn.answerOf('strong').answer.innerText()).toBe('Half of another');
  await sidebar().button('Stop').click();
  await turn.settled();
  await server.abandoned;
  expect(await turn.answerOf('strong').message.innerText()).toContain('Stopped');
});

test('an answer that is under way is stopped by going on in another chat', async () => {
  const { abandoned } = server.counts;
  const turn = await sidebar().ask('Begin another.');
  await expect.poll(() => turn.answer.innerText()).toBe('Half of another');
  await sidebar().button('New chat').click();
  await expect.poll(() => server.counts).toEqual({ open: 0, abandoned: abandoned + 1 });
});
