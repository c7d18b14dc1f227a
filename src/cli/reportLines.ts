import type { Report } from '../routing/report/report';
import { createReportFormat, type ReportFormat } from '../routing/report/reportFormat';
import { moneyOf, type ReportTable, type ReportTableId, reportTables } from '../routing/report/reportTables';
import { reportWords } from './reportWords';

const titles: Readonly<Record<ReportTableId, string>> = {
  spending: 'Spending, added up',
  'strong-share': 'Strong share by day',
  models: 'By model',
  doors: 'By door',
  languages: 'By language of the code',
  'win-rates': 'Win rates of your prompts',
  slider: 'Had the slider stood elsewhere (last 30 days of the range, decided anew)',
  latest: 'Latest decisions',
};

/** A report for people: the figures of the panel as text. */
export function reportLines(report: Report): string[] {
  const format = createReportFormat('en-US', reportWords);
  if (report.calls === 0 && report.latest.length === 0) return [emptyLine(report), ...notes(report, format)];
  const tables = reportTables(report, reportWords, format, ({ decision }) => decision.reason.code);
  return [
    ...overview(report, format),
    ...notes(report, format),
    ...tables.flatMap((table) => ['', titles[table.id], ...alignTable(table)]),
  ];
}

function emptyLine({ recorded }: Report): string {
  return recorded === null
    ? 'Nothing has been routed yet.'
    : `Nothing was routed in these days; there are calls from ${recorded.from} to ${recorded.to}.`;
}

function overview(report: Report, format: ReportFormat): string[] {
  const { range, recorded, control, quality, interval, basis } = report;
  const { money, signedMoney, percent, count } = format;
  const sum = (amount: number) => money(moneyOf(report, amount));
  const of = (low: number, high: number) => `${Math.round(low * 100)} to ${Math.round(high * 100)}`;
  const rows: string[][] = [
    ['saved', signedMoney(moneyOf(report, report.saved)), '= always strong − spent − deciding'],
    ...(interval === null
      ? []
      : [
          [
            '95 % interval',
            `${signedMoney(interval.low)} to ${signedMoney(interval.high)}`,
            "of how long the strong model's answers would have been; nothing else is in it",
          ],
        ]),
    ['spent', sum(report.spent), ''],
    ['deciding', money(report.routingCost), "this computer's time"],
    [
      'always strong',
      sum(report.alwaysStrongCost),
      `by its own tokens ${count(basis.own)}, by its expected length ${count(basis.expectedLength)}, by the same tokens ${count(basis.sameTokens)}`,
    ],
    ['always weak', sum(report.alwaysWeakCost), ''],
    ...(control === null
      ? []
      : [['random router', money(control.randomCost), 'at the same strong share, estimated']]),
    ['strong share', percent(report.strongShare), ''],
    ['requests', count(report.requests), ''],
    quality === null
      ? ['quality kept on benchmarks', 'not tested', '']
      : [
          'quality kept on benchmarks',
          `${percent(quality.pgr)} (${of(quality.low, quality.high)})`,
          `not measured on your answers: what router ${quality.router} kept of one model's lead at this share; a random router keeps ${percent(quality.randomPgr)}`,
        ],
  ];
  return [
    `${range.from ?? recorded?.from ?? ''} to ${range.to ?? recorded?.to ?? ''}`,
    '',
    ...align(rows, [1]),
  ];
}

/** What the sums leave out. */
function notes(report: Report, { count }: ReportFormat): string[] {
  const left: readonly (readonly [number, string])[] = [
    [report.unpriced, 'calls are left out of the money because a price is unknown'],
    [report.estimatedUsage, 'calls have tokens counted here, since the provider did not tell'],
    [report.practiceCalls, 'practice calls, which never count'],
    [report.skippedLines, 'damaged lines of the ledger were passed over'],
    [report.newerLines, 'lines of a later version of Turnout count nowhere'],
  ];
  const lines = left.filter(([number]) => number > 0).map(([number, what]) => `${count(number)} ${what}`);
  return lines.length === 0 ? [] : ['', ...lines];
}

function alignTable({ columns, rows }: ReportTable): string[] {
  const numeric = columns.flatMap((column, index) => (column.numeric ? [index] : []));
  return align([columns.map(({ label }) => label), ...rows], numeric);
}

/** Columns side by side; those of numbers end together. */
function align(rows: readonly (readonly string[])[], numeric: readonly number[]): string[] {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((row) => (row[column] ?? '').length)),
  );
  return rows.map((row) =>
    row
      .map((cell, column) =>
        numeric.includes(column) ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0),
      )
      .join('  ')
      .trimEnd(),
  );
}
