import path from 'node:path';
import { test } from 'vitest';
import { repository } from '../../../src/launch/layout.mjs';
import { monthLedger } from '../walk/monthLedger';
import { ReportPage } from '../walk/reportPage';
import { useVsCode } from '../walk/vscode';

const vscode = useVsCode(() => ({
  user: { 'workbench.colorTheme': 'Dark 2026' },
  ledger: monthLedger(),
}));

test('the report of a month, down to its smaller charts', async () => {
  const { page, workbench } = vscode();
  const report = new ReportPage(workbench);
  await workbench.run('View: Toggle Primary Side Bar Visibility');
  await page.setViewportSize({ width: 1180, height: 1300 });
  await workbench.run('Turnout: Open Savings Report');
  await report.saved.waitFor();
  const panel = await report.frame.locator('body').boundingBox();
  if (panel === null) throw new Error('The report shows nothing.');
  const last = await report.frame.getByRole('img', { name: /^Win rates/ }).boundingBox();
  const height = (last?.y ?? 0) + (last?.height ?? 0) - panel.y + 24;
  await page.screenshot({
    path: path.join(repository, 'media', 'report.png'),
    clip: { x: panel.x, y: panel.y, width: panel.width, height },
  });
});
