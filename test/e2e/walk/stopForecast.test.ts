import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { answerOf } from '../../loopback/loopbackServer';
import { type OpenAiServer, startOpenAiServer } from '../../loopback/openaiServer';
import { pairSettings, usage } from './pair';
import { SidebarPage } from './sidebarPage';
import { themes } from './themes';
import { screenshots, useVsCode } from './vscode';

let server: OpenAiServer;

beforeAll(async () => {
  server = await startOpenAiServer(answerOf('An answer.', usage));
});
afterAll(() => server.close());

/** Sixty prompts, as Claude exports them. */
const chatHistory = JSON.stringify([
  {
    uuid: 'x',
    name: 'Secrets',
    chat_messages: Array.from({ length: 60 }, (_, index) => ({
      sender: 'human',
      text: `What is the secret of number ${index}${', and why'.repeat(index)}?`,
    })),
  },
]);

const vscode = useVsCode(() => ({
  files: { 'conversations.json': chatHistory },
  user: { 'workbench.reduceMotion': 'on' },
  machine: pairSettings(server),
}));
const sidebar = () => new SidebarPage(vscode().workbench);
const forecast = () => sidebar().frame.locator('.share-forecast');

/** The row of a stop in the hover, cell by cell. */
async function rowOf(percent: number): Promise<string[]> {
  const hover = await vscode().workbench.hover();
  const row = hover.locator('tr').filter({ has: vscode().page.getByText(new RegExp(`^${percent}\\s%$`)) });
  return (await row.first().locator('td').allInnerTexts()).map((cell) => cell.replaceAll(/\s+/g, ' ').trim());
}

test('before the first call the stops tell shares and quality, and that no cost is known', async () => {
  await sidebar().open();
  const [stop, share, cost, quality] = await rowOf(20);
  expect([stop, share, cost]).toEqual(['20 %', '20 %', 'no calls yet']);
  expect(quality).toMatch(/^\d+ % \(\d+ to \d+\)$/);
  expect(await (await vscode().workbench.hover()).innerText()).toContain(
    'it says nothing of your own answers',
  );
});

test('a call makes the pace, and the hover what each stop costs a month', async () => {
  await sidebar().setStrongShare(0);
  await sidebar().askAndWait('First?');
  // One call a day: 30 a month at $0.20, or at $2.
  await expect.poll(async () => (await rowOf(0))[2]).toBe('$6.00');
  expect((await rowOf(100))[2]).toBe('$60.00');
  expect((await rowOf(0))[3]).toBe('0 %');
  expect((await rowOf(100))[3]).toBe('100 %');
});

test('the line under the slider follows the hand', async () => {
  await sidebar().slider.fill('100');
  expect(await forecast().innerText()).toMatch(
    /^100\s% of your prompts to strong · about \$60\.00 a month · quality kept on benchmarks: 100\s%$/,
  );
  await sidebar().slider.fill('0');
  expect(await forecast().innerText()).toMatch(/^0\s% of your prompts to strong · about \$6\.00 a month/);
});

test('the quick pick tells it of every stop', async () => {
  const { workbench } = vscode();
  await workbench.slider.click();
  await workbench.quickInput.getByText(/100\s% of your prompts to strong · about \$60\.00 a month/).waitFor();
  await workbench.press('Escape');
});

test.each(themes)('hover and slider are to be seen in a %s theme', async (name, theme) => {
  const { workbench, page } = vscode();
  await workbench.run('Preferences: Color Theme');
  await workbench.find(theme);
  await sidebar().setStrongShare(40);
  const hover = await workbench.hover();
  await hover.getByRole('columnheader', { name: 'quality kept on benchmarks' }).waitFor();
  await page.screenshot({ path: path.join(screenshots, `forecast-${name}.png`) });
});

test('a chat history moves the slider, and only numbers of it are kept', async () => {
  const { workbench, home } = vscode();
  await workbench.run('Turnout: Import Chat History for the Slider');
  // The dialog begins in the folder that is open.
  await workbench.pick(/conversations\.json/);
  await workbench.notice('Your slider now starts from 60 prompts of your chat history').waitFor();
  const kept = readFileSync(path.join(home, 'calibration', 'default.json'), 'utf8');
  expect(JSON.parse(kept)).toMatchObject({ default: { sample: { prompts: 60 } } });
  expect(kept).not.toContain('secret');
});
