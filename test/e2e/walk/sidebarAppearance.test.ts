import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { answerOf, type Reply } from '../../loopback/loopbackServer';
import { type OpenAiServer, openAiRefusals, startOpenAiServer } from '../../loopback/openaiServer';
import { expectAccessible, movingParts } from './accessibility';
import { cheap, dear, pairSettings } from './pair';
import { SidebarPage } from './sidebarPage';
import { themes } from './themes';
import { screenshots, useVsCode } from './vscode';

const source = `import time

def retry(task, times):
    for attempt in range(times):
        try:
            return task()
        except OSError:
            time.sleep(1)
    return task()
`;

/** By the model's name: the cheap one is short, the dear one thinks of what can go wrong. */
const answers: Record<string, string> = {
  [cheap]: 'Wait longer after each failure:\n\n```python\ntime.sleep(0.1 * 2 ** attempt)\n```\n',
  [dear]:
    'Wait longer after each failure, up to a limit, and a little at random, so that **clients do not come back in step**:\n\n```python\nlimit = min(30, 0.1 * 2 ** attempt)\ntime.sleep(limit * random.random())\n```\n\nLet callers pass the `limit`: a test has no time to wait.',
};

let server: OpenAiServer;
beforeAll(async () => {
  server = await startOpenAiServer(({ model }) => answerOf(answers[model] ?? '', tokens));
});
afterAll(() => server.close());

const tokens = { fresh: 412, cached: 0, output: 236 };
const vscode = useVsCode(() => ({
  user: { 'workbench.reduceMotion': 'on', 'turnout.strongShare': 0 },
  machine: {
    ...pairSettings(server),
    'turnout.prices': { [dear]: { input: 5, output: 25 }, [cheap]: { input: 0.25, output: 2 } },
  },
  files: { 'retry.py': source },
}));
const sidebar = () => new SidebarPage(vscode().workbench);

const overflow = () =>
  sidebar()
    .frame.locator('html')
    .evaluate((html) => html.scrollWidth - html.clientWidth);

test('a chat with everything in it', async () => {
  const { workbench } = vscode();
  await sidebar().open();
  await workbench.widenSidebar(760);
  await workbench.openFile('retry.py');
  await sidebar().choose('Attach', 'Current file');
  await sidebar().chips.waitFor();
  const turn = await sidebar().askAndWait('Make this wait longer after each failure.');
  await turn.button('Helpful').click();
  await turn.button('Ask strong too').click();
  await turn.answerOf('strong').element.waitFor();
  await turn.settled();
  await turn.answerOf('strong').button('Keep this one').click();
  await turn.answerOf('strong').element.getByText('Kept').waitFor();
  await turn.answerOf('weak').badge.click();
  await turn.answerOf('weak').element.locator('.explanation').waitFor();
  server.reply = ({ model }): Reply =>
    model === cheap
      ? openAiRefusals.overloaded()
      : answerOf('No: a `PermissionError` never goes away by itself.', tokens);
  const second = await sidebar().askAndWait('Should every error be tried again?');
  await second.element.locator('.takeover').getByText('did not answer').waitFor();
  await sidebar().choose(/Who answers/, 'Ask weak in this chat');
  await sidebar().choose('Attach', 'Current file');
  await sidebar().chips.waitFor();
  await sidebar().turn(0).element.scrollIntoViewIfNeeded();
});

test.each(themes)('it follows a %s theme', async (name, theme, bodyClass) => {
  const { workbench, page } = vscode();
  await workbench.run('Preferences: Color Theme');
  await workbench.find(theme);
  await sidebar().frame.locator(`body.${bodyClass}`).waitFor();
  await page.screenshot({ path: path.join(screenshots, `sidebar-${name}.png`) });
  await expectAccessible(sidebar().frame, 'sideBar-background');
  await sidebar()
    .frame.getByRole('button', { name: /Who answers/ })
    .press('ArrowDown');
  await sidebar().frame.getByRole('menu').waitFor();
  await page.screenshot({ path: path.join(screenshots, `sidebar-${name}-menu.png`) });
  await expectAccessible(sidebar().frame, 'sideBar-background');
  await page.keyboard.press('Escape');
  await sidebar().frame.getByRole('menu').waitFor({ state: 'hidden' });
});

test('nothing moves, since the editor is told to reduce motion', async () => {
  expect(await movingParts(sidebar().frame)).toEqual([]);
});

test('at twice the size, and in a narrow side bar, nothing is cut off', async () => {
  const { page, workbench } = vscode();
  await workbench.widenSidebar(220);
  await expect.poll(overflow).toBe(0);
  await page.screenshot({ path: path.join(screenshots, 'sidebar-narrow.png') });
  await page.setViewportSize({ width: 640, height: 400 });
  await expect.poll(overflow).toBe(0);
  await page.screenshot({ path: path.join(screenshots, 'sidebar-zoomed.png') });
});
