import { afterAll, beforeAll, expect, test } from 'vitest';
import { answerOf } from '../../loopback/loopbackServer';
import { type OpenAiServer, startOpenAiServer } from '../../loopback/openaiServer';
import { expectAccessible } from './accessibility';
import { cheap, dear, pairSettings, usage } from './pair';
import { ReportPage } from './reportPage';
import { SidebarPage } from './sidebarPage';
import { useVsCode } from './vscode';

let server: OpenAiServer;

beforeAll(async () => {
  server = await startOpenAiServer(({ model }) => answerOf(`This is ${model}.`, usage));
});
afterAll(() => server.close());

const vscode = useVsCode(() => ({ machine: pairSettings(server) }));
const sidebar = () => new SidebarPage(vscode().workbench);
const report = () => new ReportPage(vscode().workbench);

/** Three requests, of which one strong: $2 + 2 × $0.20 spent of 3 × $2. */
async function expectThreeRequests(): Promise<void> {
  await expect.poll(() => report().saved.innerText()).toBe('+$3.60');
  expect(await report().figure('Requests')).toBe('3');
  expect(await report().figure('Strong share')).toBe('33\u00a0%');
  expect(await report().figure('Spent')).toBe('$2.40');
  expect(await report().figure('Always strong')).toBe('$6.00');
  expect(await report().figure('Always weak')).toBe('$0.60');
}

test('before the first request the report says where to begin', async () => {
  await sidebar().open();
  await sidebar().button('Savings report').click();
  await report().frame.getByText('Nothing has been routed yet').waitFor();
  await expectAccessible(report().frame, 'editor-background');
});

test('it shows what was saved, and follows while it is open', async () => {
  await sidebar().setStrongShare(0);
  await sidebar().askAndWait('First?');
  await expect.poll(() => report().saved.innerText()).toBe('+$1.80');
  await sidebar().askAndWait('Second?');
  await sidebar().setStrongShare(100);
  await sidebar().askAndWait('Third?');
  await expectThreeRequests();
});

test('it lists the latest decisions with their reasons, newest first', async () => {
  const rows = (await report().decisions.allInnerTexts()).map((row) => row.replaceAll(/\s+/g, ' '));
  expect(rows.map((row) => (row.includes(dear) ? dear : cheap))).toEqual([dear, cheap, cheap]);
  expect(rows[0]).toMatch(/strong ?gpt-dear 0\.\d{3} 0\.000 \$2\.00 \$0\.00 answered The strong model/);
  expect(rows[1]).toMatch(/weak ?gpt-cheap 0\.\d{3} 1\.000 \$0\.20 \+\$1\.80 answered The weak model/);
});

test('practice does not change it', async () => {
  const { workbench } = vscode();
  await workbench.run('Turnout: Try the Practice Pair');
  await sidebar().frame.getByText('Practice: scripted local answers').waitFor();
  await sidebar().askAndWait('Practice?');
  await expect.poll(() => report().decisions.count()).toBe(4);
  await expectThreeRequests();
});

test('it comes back after a reload', async () => {
  await vscode().workbench.reload();
  await expectThreeRequests();
  expect(await report().decisions.count()).toBe(4);
});

test("today's saving is in the hover of the status bar", async () => {
  expect(await (await vscode().workbench.hover()).innerText()).toContain('Saved today: $3.60');
});
