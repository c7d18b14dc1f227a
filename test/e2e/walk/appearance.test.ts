import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { answerOf } from '../../loopback/loopbackServer';
import { type OpenAiServer, startOpenAiServer } from '../../loopback/openaiServer';
import { cheap, dear, pairSettings } from './pair';
import { ReportPage } from './reportPage';
import { SidebarPage } from './sidebarPage';
import { themes } from './themes';
import { screenshots, useVsCode } from './vscode';

/** What people see first: a few everyday prompts, at prices like today's. */
const conversation = [
  {
    prompt: 'How do I undo my last git commit but keep the changes?',
    answer: 'Use `git reset --soft HEAD~1`:\n\n```sh\ngit reset --soft HEAD~1\n```\n',
    usage: { fresh: 34, cached: 0, output: 92 },
  },
  {
    prompt:
      'Write a Python function that parses a cron expression and returns the next five run times, with time zones and tests.',
    answer:
      'Step from **field to field**, so that no minute is tried in vain:\n\n```python\ndef next_runs(cron: str, start: datetime, count: int = 5):\n    fields = parse(cron)\n    for _ in range(count):\n        start = next_match(fields, start)\n        yield start\n```\n',
    usage: { fresh: 148, cached: 0, output: 1460 },
  },
  {
    prompt: 'Rename this variable to snake_case: totalCount',
    answer: '`total_count`',
    usage: { fresh: 1712, cached: 0, output: 12 },
  },
] as const;

const prices = {
  [dear]: { input: 5, output: 25 },
  [cheap]: { input: 0.25, output: 2 },
};

let server: OpenAiServer;

beforeAll(async () => {
  server = await startOpenAiServer(answerOf(''));
});
afterAll(() => server.close());

const vscode = useVsCode(() => ({
  // Nothing is caught half faded.
  user: { 'workbench.reduceMotion': 'on' },
  machine: { ...pairSettings(server), 'turnout.prices': prices },
}));
const sidebar = () => new SidebarPage(vscode().workbench);
const report = () => new ReportPage(vscode().workbench);

test('a conversation and a report to look at', async () => {
  await sidebar().open();
  await sidebar().setStrongShare(40);
  for (const { prompt, answer, usage } of conversation) {
    server.reply = answerOf(answer, usage);
    await sidebar().askAndWait(prompt);
  }
  await sidebar().button('Savings report').click();
  await report().saved.waitFor();
});

test.each(themes)('sidebar and report follow a %s theme', async (name, theme, bodyClass) => {
  const { workbench, page } = vscode();
  await workbench.run('Preferences: Color Theme');
  await workbench.find(theme);
  for (const { frame } of [sidebar(), report()]) {
    await frame.locator(`body.${bodyClass}`).waitFor();
  }
  await page.screenshot({ path: path.join(screenshots, `${name}.png`) });
});

test('in a narrow sidebar nothing is cut off', async () => {
  const overflow = () =>
    sidebar()
      .frame.locator('html')
      .evaluate((html) => html.scrollWidth - html.clientWidth);
  await vscode().page.setViewportSize({ width: 500, height: 700 });
  await expect.poll(overflow).toBe(0);
  await vscode().page.screenshot({ path: path.join(screenshots, 'narrow.png') });
});
