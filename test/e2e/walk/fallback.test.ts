import { cpSync, globSync, mkdtempSync, rmSync, truncateSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, inject, test } from 'vitest';
import { SidebarPage } from './sidebarPage';
import { useVsCode } from './vscode';

/** Ways in which the installed extension can lack what the default router needs, and what its user is told. */
const harms = [
  {
    harm: 'damaged weights',
    file: 'models/default.json',
    apply: (file: string) => truncateSync(file, 1),
    tells: /default\.json/,
  },
  { harm: 'a missing encoder', file: 'models/encoder.onnx', apply: rmSync, tells: /encoder\.onnx/ },
  {
    harm: 'no native code for this machine',
    file: 'dist/native/*/onnxruntime_binding.node',
    apply: rmSync,
    tells: /no native code/,
  },
];

describe.each(harms)('with $harm', ({ file, apply, tells }) => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'turnout-harmed-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const vscode = useVsCode(() => {
    const extensions = path.join(folder, 'extensions');
    cpSync(inject('extensions'), extensions, { recursive: true });
    const [found = `${file} is not in the VSIX`] = globSync(path.join(extensions, 'turnout.*', file));
    apply(found);
    return { extensions };
  });

  test('Turnout says so, and the lexical router decides', async () => {
    const { workbench } = vscode();
    const sidebar = new SidebarPage(workbench);
    await sidebar.open();
    const turn = await sidebar.askAndWait('Does it still work?');
    await workbench
      .notice(/lexical router/)
      .filter({ hasText: tells })
      .waitFor();
    await turn.badge.click();
    await turn.element.getByText('(router lexical)').waitFor();
    expect(await turn.badge.innerText()).toMatch(/win rate 0\.\d+/);
  });
});
