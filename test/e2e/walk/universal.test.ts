import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import curves from '../../../models/qualityCurves.json';
import { testResults } from '../../../src/launch/layout.mjs';
import { extensionsOf, installVsix } from '../../../src/launch/vscodeServer.mjs';
import { answerOf } from '../../loopback/loopbackServer';
import { type OpenAiServer, startOpenAiServer } from '../../loopback/openaiServer';
import { readLedger } from './ledger';
import { pairSettings, usage } from './pair';
import { ReportPage } from './reportPage';
import { SidebarPage } from './sidebarPage';
import { screenshots, useVsCode } from './vscode';

/** Where the VSIX is installed that machines get for which there is no other. */
const folder = mkdtempSync(path.join(os.tmpdir(), 'turnout-universal-'));
let server: OpenAiServer;

beforeAll(async () => {
  server = await startOpenAiServer(answerOf('It does.', usage));
  await installVsix([path.join(testResults, 'turnout-universal.vsix')], folder, inject('vscode'));
});
afterAll(async () => {
  await server.close();
  rmSync(folder, { recursive: true, force: true });
});

const vscode = useVsCode(() => ({ machine: pairSettings(server), extensions: extensionsOf(folder) }));
const sidebar = () => new SidebarPage(vscode().workbench);

test('in the universal VSIX the lexical router decides, and Turnout says why', async () => {
  const { workbench, page, home } = vscode();
  await sidebar().open();
  const turn = await sidebar().askAndWait('Does it work without an encoder?');
  expect(await turn.answer.innerText()).toBe('It does.');
  expect(await turn.badge.innerText()).toMatch(/win rate 0\.\d+ [<≥] 0\.\d+/);
  await workbench.notice(/lexical router/).waitFor();
  // What the slider promises is the lexical router's, not that of the router in the settings.
  const half = curves.routers.lexical.points.find(({ strongShare }) => strongShare === 0.5);
  await expect
    .poll(() => sidebar().frame.locator('.share-forecast').innerText())
    .toMatch(new RegExp(`quality kept on benchmarks: ${Math.round((half?.pgr ?? 0) * 100)}\\s%`));
  // Nothing has been learnt that could go unused.
  expect(await workbench.notice(/learnt from you/).count()).toBe(0);
  await turn.badge.click();
  await turn.element.getByText('(router lexical)').waitFor();
  await turn.element.getByText(/Higher than \d+\s%/).waitFor();
  await page.screenshot({ path: path.join(screenshots, 'universal.png') });
  expect(await readLedger(home)).toMatchObject([
    { decision: { router: 'lexical' }, outcome: { kind: 'ok' } },
  ]);
});

test('the next prompt is decided without telling it again', async () => {
  const { workbench } = vscode();
  await workbench.run('Notifications: Clear All Notifications');
  const turn = await sidebar().askAndWait('Still?');
  expect(await turn.badge.innerText()).toMatch(/win rate 0\.\d+/);
  expect(await workbench.notice(/lexical router/).count()).toBe(0);
});

test('the slider moves the line, and the report opens', async () => {
  await sidebar().setStrongShare(100);
  const turn = await sidebar().askAndWait('And now?');
  expect(await turn.badge.innerText()).toContain('strong');
  await vscode().workbench.run('Turnout: Open Savings Report');
  const report = new ReportPage(vscode().workbench);
  await report.saved.waitFor();
});
