import { readFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { parse } from 'csv-parse/sync';
import { expect, test } from 'vitest';
import type { ExportedCall } from '../../../src/routing/report/ledgerExport';
import type { Report } from '../../../src/routing/report/report';
import { dayOf, knownLedger } from './knownLedger';
import { cheap, dear } from './pair';
import { ReportPage, rowsOf } from './reportPage';
import { useVsCode } from './vscode';

const vscode = useVsCode(() => ({ ledger: knownLedger }));
const report = () => new ReportPage(vscode().workbench);

/** What the overview says, from the headline to the figures. */
async function overview() {
  const figure = (name: string) => report().figure(name);
  return {
    saved: await report().saved.innerText(),
    interval: await report().frame.locator('.interval').innerText(),
    spent: await figure('Spent'),
    random: await figure('Random router, same strong share'),
    alwaysStrong: await figure('Always strong'),
    alwaysWeak: await figure('Always weak'),
    requests: await figure('Requests'),
    strongShare: await figure('Strong share'),
  };
}

test('the last 30 days, with the interval and what it is made of', async () => {
  await vscode().workbench.run('Turnout: Open Savings Report');
  await report().saved.waitFor();
  // 1.96 × 0.001 × √(264² × 10 / 13 × (1 + 1 / 13)) to both sides.
  expect(await overview()).toEqual({
    saved: '+$1.10',
    interval: '95 % interval: +$0.63 to +$1.57',
    spent: '$1.45',
    random: '$1.64',
    alwaysStrong: '$2.56',
    alwaysWeak: '$0.25',
    requests: '6',
    strongShare: '50\u00a0%',
  });
  const said = await report().frame.locator('.overview').innerText();
  expect(said).toContain('$2.56 always strong − $1.45 spent − $0.0100 for deciding');
  expect(said).toContain('Not measured on your answers.');
  expect(said).toContain('because a price is unknown: 1');
  expect(said).toContain('Practice requests, which never count: 1');
});

test.each([
  ['7 days', '+$0.20', '$0.75', '4', '50\u00a0%'],
  ['All', '+$1.10', '$3.45', '7', '57\u00a0%'],
])('in the range “%s”', async (days, saved, spent, requests, strongShare) => {
  await report().choose(days);
  await expect.poll(() => report().figure('Spent')).toBe(spent);
  expect(await overview()).toMatchObject({ saved, requests, strongShare });
});

test('between two days of the person’s own choice', async () => {
  await report().choose('From – to');
  await report().frame.getByLabel('From', { exact: true }).fill(dayOf(11));
  await report().frame.getByLabel('To', { exact: true }).fill(dayOf(9));
  await report().frame.getByRole('button', { name: 'Show' }).click();
  await expect.poll(() => report().figure('Spent')).toBe('$0.70');
  expect(await overview()).toMatchObject({ saved: '+$0.90', requests: '2', strongShare: '50\u00a0%' });
  await report().choose('30 days');
  await expect.poll(() => report().saved.innerText()).toBe('+$1.10');
});

test('behind each chart stand its numbers', async () => {
  const share = (await report().table('Strong share over time')).map((row) => row.replace(/^[^|]*\| /, ''));
  expect(share).toEqual(['2 | 50\u00a0%', '1 | 100\u00a0%', '1 | 0\u00a0%', '2 | 50\u00a0%']);
  // Requests, calls, strong share, spent, always strong, saved, unpriced.
  expect(await report().table('By model')).toEqual([
    `${cheap} | 3 | 4 | 0\u00a0% | $0.15 | $1.56 | +$1.40 | 1`,
    `${dear} | 3 | 3 | 100\u00a0% | $1.30 | $1.00 | −$0.30 | 0`,
  ]);
  expect(await report().table('By door')).toEqual([
    'Sidebar chat | 4 | 4 | 50\u00a0% | $0.75 | $0.96 | +$0.20 | 1',
    'Local server | 2 | 3 | 50\u00a0% | $0.70 | $1.60 | +$0.90 | 0',
  ]);
  expect(await report().table('By language of the code')).toEqual([
    'no code | 3 | 4 | 33\u00a0% | $0.70 | $1.60 | +$0.90 | 1',
    'python | 3 | 3 | 67\u00a0% | $0.75 | $0.96 | +$0.20 | 0',
  ]);
  const spending = await report().table('Spending over time');
  expect(spending.at(-1)).toMatch(/\| \$1\.45 \| \$2\.56 \| \+\$1\.10$/);
});

test('the win rates with the threshold, of whichever router decided', async () => {
  const { frame } = report();
  const rows = (await report().table('Win rates of your prompts')).filter((row) => !row.endsWith('| 0 | 0'));
  expect(rows).toEqual([
    '0.150 – 0.200 | 0 | 1',
    '0.200 – 0.250 | 1 | 0',
    '0.350 – 0.400 | 1 | 0',
    '0.700 – 0.750 | 1 | 0',
    '0.800 – 0.850 | 1 | 0',
  ]);
  const chart = frame.getByRole('img', { name: /^Win rates of your prompts/ });
  expect(await chart.getAttribute('aria-label')).toMatch(/4 prompts by router default.*threshold 0\.600/);
  await frame.getByRole('combobox', { name: 'Router' }).selectOption('lexical');
  expect(await chart.getAttribute('aria-label')).toMatch(/1 prompts by router lexical/);
});

test('what the slider would have changed', async () => {
  const slider = report().frame.getByRole('slider', { name: 'Share of prompts' });
  const said = report().frame.locator('.what-if output');
  expect(await said.innerText()).toBe('At 50\u00a0% you would have spent $1.45, as you did.');
  await slider.fill('25');
  expect(await said.innerText()).toBe(
    'At 25\u00a0% you would have spent $0.91: $0.54 less than the $1.45 you did.',
  );
  await slider.fill('75');
  expect(await said.innerText()).toBe(
    'At 75\u00a0% you would have spent $2.35: $0.90 more than the $1.45 you did.',
  );
});

test('the latest decisions, whose savings add up to the headline', async () => {
  const cells = (await rowsOf(report().frame.getByRole('table', { name: 'Latest decisions' }))).map((row) =>
    row.split(' | '),
  );
  expect(
    cells.map(([, model, winRate, threshold, cost, saving, outcome]) => [
      model,
      winRate,
      threshold,
      cost,
      saving,
      outcome,
    ]),
  ).toEqual([
    [`weak ${cheap}`, '0.210', '0.600', '$0.0500', '+$0.50', 'answered'],
    [`strong ${dear}`, '0.820', '0.600', '$0.40', '$0.00', 'answered'],
    [`weak ${cheap} practice`, '0.500', '0.600', '–', '–', 'answered'],
    [`weak ${cheap}`, '0.150', '0.600', 'unknown', 'unknown', 'answered'],
    [`strong ${dear}`, '0.210', '0.600', '$0.30', '−$0.30', 'answered'],
    [`strong ${dear}`, '0.700', '0.600', '$0.60', '$0.00', 'answered'],
    [`weak ${cheap}`, '0.700', '0.600', '$0.00', '$0.00', 'failed, the other model answered'],
    [`weak ${cheap}`, '0.350', '0.600', '$0.10', '+$0.90', 'stopped'],
  ]);
  expect(cells[1]?.at(-1)).toContain('win rate 0.82 ≥ 0.60');
  const reason = report().frame.getByRole('button', { name: /0\.82/ });
  await reason.press('Enter');
  expect(await reason.getAttribute('aria-expanded')).toBe('true');
});

/** Saves through the dialog, at the place it proposes. @returns where that is */
async function save(button: string, name: string): Promise<string> {
  const { workbench, workspace } = vscode();
  await report().frame.getByRole('button', { name: button }).click();
  const input = workbench.quickInput.locator('input');
  await expect.poll(() => input.inputValue()).toContain(name);
  await input.press('Enter');
  await workbench.quickInput.waitFor({ state: 'hidden' });
  return path.join(workspace, name);
}

/** Reads a file once it is whole. */
async function readWhole<T>(file: string, parseText: (text: string) => T): Promise<T> {
  let value: T | undefined;
  await expect
    .poll(() => {
      value = parseText(readFileSync(file, 'utf8'));
      return value;
    })
    .toBeTruthy();
  return value as T;
}

const sumOf = (calls: readonly Record<string, unknown>[], name: keyof ExportedCall) =>
  calls.reduce((sum, call) => sum + Number(call[name] ?? 0), 0);

test('the CSV that is saved adds up to the headline', async () => {
  const file = await save('Export CSV', 'turnout-calls.csv');
  const calls = await readWhole(file, (text) => parse(text, { columns: true }) as Record<string, string>[]);
  expect(calls.map(({ id }) => id)).toEqual([
    'stopped',
    'refused',
    'answered',
    'again',
    'unpriced',
    'practised',
    'planned',
    'renamed',
  ]);
  const priced = calls.filter(({ saving }) => saving !== '');
  expect(sumOf(priced, 'saving')).toBeCloseTo(1.1, 9);
  expect(sumOf(priced, 'cost')).toBeCloseTo(1.45, 9);
  expect(sumOf(priced, 'alwaysStrongCost')).toBeCloseTo(2.56, 9);
  expect(sumOf(priced, 'alwaysWeakCost')).toBeCloseTo(0.25, 9);
  expect(calls.at(-1)).toMatchObject({ strongOutputPrice: '1000', sameTokensStrongCost: '0.5' });
});

test('so does the JSON, which has the report’s figures with it', async () => {
  const file = await save('Export JSON', 'turnout-calls.json');
  const saved = await readWhole(
    file,
    (text) => JSON.parse(text) as { report: Report; calls: ExportedCall[] },
  );
  expect(saved.report).toMatchObject({ requests: 6, calls: 7, unpriced: 1, practiceCalls: 1 });
  expect(saved.report.saved).toBeCloseTo(1.1, 9);
  expect(saved.calls).toHaveLength(8);
  expect(sumOf(saved.calls, 'saving')).toBeCloseTo(saved.report.saved, 9);
});

test('the page that is saved to print holds the figures and the charts, and prints', async () => {
  const file = await save('Print', 'turnout-report.html');
  await vscode().workbench.notice('It opens the print dialog').waitFor();
  const page = await vscode().page.context().newPage();
  let printed = false;
  await page.exposeFunction('notePrint', () => {
    printed = true;
  });
  await page.addInitScript('window.print = () => window.notePrint();');
  await page.goto(pathToFileURL(file).href);
  await expect.poll(() => printed).toBe(true);
  expect(await page.locator('.saved').innerText()).toBe('+$1.10');
  const widths = await page
    .locator('img')
    .evaluateAll((images) => images.map((image) => (image as HTMLImageElement).naturalWidth));
  expect(widths).toHaveLength(7);
  for (const width of widths) expect(width).toBeGreaterThan(100);
  await page.close();
});
