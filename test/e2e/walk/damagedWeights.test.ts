import { cpSync, globSync, mkdtempSync, rmSync, truncateSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, expect, inject, test } from 'vitest';
import { SidebarPage } from './sidebarPage';
import { useVsCode } from './vscode';

const folder = mkdtempSync(path.join(os.tmpdir(), 'turnout-damaged-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const vscode = useVsCode(() => {
  const extensions = path.join(folder, 'extensions');
  cpSync(inject('extensions'), extensions, { recursive: true });
  const [weights = 'no weights in the VSIX'] = globSync(
    path.join(extensions, 'turnout.*', 'models', 'mf.json'),
  );
  truncateSync(weights, 1);
  return { extensions };
});

test('damaged weights are named, and the lexical router decides', async () => {
  const { workbench } = vscode();
  const sidebar = new SidebarPage(workbench);
  await sidebar.open();
  const turn = await sidebar.askAndWait('Does it still work?');
  await workbench.notice(/lexical router[\s\S]*mf\.json/).waitFor();
  await turn.badge.click();
  await turn.element.getByText('(router lexical)').waitFor();
  expect(await turn.badge.innerText()).toMatch(/win rate 0\.\d+/);
});
