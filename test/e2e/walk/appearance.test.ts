import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { answerOf } from '../../loopback/loopbackServer';
import { type OpenAiServer, startOpenAiServer } from '../../loopback/openaiServer';
import { pairSettings, usage } from './pair';
import { ReportPage } from './reportPage';
import { SidebarPage } from './sidebarPage';
import { screenshots, useVsCode } from './vscode';

let server: OpenAiServer;

beforeAll(async () => {
  server = await startOpenAiServer(
    answerOf('Use `git reset --soft HEAD~1`:\n\n```sh\ngit reset --soft HEAD~1\n```\n', usage),
  );
});
afterAll(() => server.close());

const vscode = useVsCode(() => ({ machine: pairSettings(server) }));
const sidebar = () => new SidebarPage(vscode().workbench);
const report = () => new ReportPage(vscode().workbench);

/** Colour themes of this VS Code, and the classes that webviews get of them. */
const themes = [
  ['light', 'Light 2026', 'vscode-light'],
  ['dark', 'Dark 2026', 'vscode-dark'],
  ['high-contrast', 'Dark High Contrast', 'vscode-high-contrast'],
  ['high-contrast-light', 'Light High Contrast', 'vscode-high-contrast-light'],
] as const;

test('a conversation and a report to look at', async () => {
  await sidebar().open();
  await sidebar().setStrongShare(0);
  await sidebar().askAndWait('How do I undo my last git commit but keep the changes?');
  await sidebar().setStrongShare(100);
  await sidebar().askAndWait('Prove that the greedy algorithm is optimal here.');
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
