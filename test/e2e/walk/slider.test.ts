import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { SidebarPage } from './sidebarPage';
import { useVsCode } from './vscode';

const vscode = useVsCode(() => ({ user: { 'turnout.strongShare': 40 } }));
const statusBar = async () => (await vscode().workbench.slider.innerText()).replaceAll(/\s+/g, ' ');
const sidebar = () => new SidebarPage(vscode().workbench);

/** Both places must come to show the same share. */
async function expectShare(percent: number): Promise<void> {
  await expect.poll(statusBar).toMatch(new RegExp(`(^|\\D)${percent} ?% strong`));
  await expect.poll(() => sidebar().slider.inputValue()).toBe(String(percent));
}

test('the status bar shows the strong share as a meter and in percent', async () => {
  expect(await statusBar()).toMatch(/▁▃▅ 40 ?% strong/);
  await sidebar().open();
  await expectShare(40);
});

test('a stop in the hover sets it', async () => {
  const hover = await vscode().workbench.hover();
  await hover.getByRole('link', { name: /^80\s?%$/ }).click();
  await expectShare(80);
});

test('− and + in the hover move it', async () => {
  const hover = await vscode().workbench.hover();
  await hover.locator('a:has(.codicon-remove)').click();
  await expectShare(75);
  await (await vscode().workbench.hover()).locator('a:has(.codicon-add)').click();
  await expectShare(80);
});

test("the hover tells today's saving", async () => {
  expect(await (await vscode().workbench.hover()).innerText()).toContain('Saved today: $0.00');
});

test('keys move it', async () => {
  await vscode().workbench.press('Control+Alt+,');
  await expectShare(75);
  await vscode().workbench.press('Control+Alt+.');
  await expectShare(80);
});

test('the quick pick previews and Escape goes back', async () => {
  await vscode().workbench.slider.click();
  await vscode().workbench.quickInput.waitFor();
  await vscode().workbench.press('ArrowUp');
  await expectShare(60);
  await vscode().workbench.press('Escape');
  await expectShare(80);
});

test('the quick pick takes a typed percentage', async () => {
  const { workbench } = vscode();
  await workbench.slider.click();
  await workbench.quickInput.locator('input').fill('33');
  await workbench.quickInput.locator('input').press('Enter');
  await expectShare(33);
});

test('the range input in the sidebar moves it', async () => {
  await sidebar().slider.fill('90');
  await expectShare(90);
  await sidebar().slider.press('ArrowLeft');
  await expectShare(89);
});

test('it is kept across a reload', async () => {
  await expect.poll(() => readFileSync(vscode().settingsFile, 'utf8')).toContain('"turnout.strongShare": 89');
  await vscode().workbench.reload();
  await sidebar().open();
  await expectShare(89);
});
