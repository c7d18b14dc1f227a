import { createHash } from 'node:crypto';
import { fillLabel } from '../../routing/fillLabel';
import { createReportFormat, type ReportFormat } from '../../routing/report/reportFormat';
import { moneyOf, type ReportTable, reportTables } from '../../routing/report/reportTables';
import type { ChartPicture, ReportState } from '../../webview/reportProtocol';

/** A webview may not print, so the page does it itself once it is open in a browser. */
const script = "addEventListener('load', () => print());";

const style = `
body { max-width: 180mm; margin: 8mm auto; color: #222; background: #fff; font: 10pt/1.4 system-ui, sans-serif; }
h1 { font-size: 16pt; margin: 0; } h2 { font-size: 12pt; margin: 0 0 2mm; }
section { margin-top: 7mm; break-inside: avoid; } section.latest { break-inside: auto; }
p { margin: 1mm 0; color: #444; } .saved { font-size: 24pt; font-weight: 600; color: #222; }
img { display: block; max-width: 100%; max-height: 70mm; margin-bottom: 2mm; }
table { width: 100%; border-collapse: collapse; font-size: 8.5pt; } tr { break-inside: avoid; }
th, td { padding: 0.6mm 2mm 0.6mm 0; border-bottom: 0.2mm solid #ccc; text-align: left; vertical-align: baseline; font-weight: normal; }
thead th { color: #444; } .number { text-align: right; font-variant-numeric: tabular-nums; }
`;

/** The report as a page of its own that opens a browser's print dialog: light, complete, nothing from the network. */
export function printPage(state: ReportState, charts: readonly ChartPicture[]): string {
  const { labels, report, language, reasons } = state;
  const format = createReportFormat(language, labels);
  const tables = reportTables(report, labels, format, ({ id }) => reasons[id] ?? '');
  const policy = `default-src 'none'; img-src data:; style-src ${hashOf(style)}; script-src ${hashOf(script)}`;
  return `<!DOCTYPE html>
<html lang="${escapeHtml(language)}">
<head>
<meta charset="UTF-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<title>${escapeHtml(labels.title)}</title>
<style>${style}</style>
</head>
<body>
<h1>${escapeHtml(labels.title)}</h1>
<p>${escapeHtml(describeRange(state, format))}</p>
${overview(state, format)}
${tables.map((table) => section(table, labels.headings[table.id], pictureOf(table, charts))).join('\n')}
<script>${script}</script>
</body>
</html>
`;
}

/** "Nov 1, 2026 – Nov 24, 2026" */
function describeRange({ report: { range, recorded } }: ReportState, { fullDay }: ReportFormat): string {
  const [from, to] = [range.from ?? recorded?.from, range.to ?? recorded?.to];
  return [from, to].map((day) => (day === undefined ? '' : fullDay(day))).join(' – ');
}

function overview({ labels, report }: ReportState, format: ReportFormat): string {
  const { money, signedMoney, percent, count } = format;
  const { control, quality, interval } = report;
  const sum = (amount: number) => money(moneyOf(report, amount));
  const rows: (readonly [string, string])[] = [
    [labels.spent, sum(report.spent)],
    ...(control === null ? [] : [[labels.random, money(control.randomCost)] as const]),
    [labels.alwaysStrong, sum(report.alwaysStrongCost)],
    [labels.alwaysWeak, sum(report.alwaysWeakCost)],
    [labels.requests, count(report.requests)],
    [labels.strongShare, percent(report.strongShare)],
    [labels.unpriced, count(report.unpriced)],
    [labels.practiceCalls, count(report.practiceCalls)],
    [labels.skippedLines, count(report.skippedLines)],
  ];
  const sentences = [
    ...(interval === null
      ? []
      : [
          fillLabel(labels.interval, signedMoney(interval.low), signedMoney(interval.high)),
          labels.intervalExplained,
        ]),
    ...(quality === null
      ? []
      : [
          `${labels.qualityKept}: ${percent(quality.pgr)}. ${fillLabel(labels.qualityExplained, quality.router, percent(quality.strongShare), percent(quality.randomPgr))}`,
        ]),
  ];
  return `<section>
<h2>${escapeHtml(labels.saved)}</h2>
<p class="saved">${escapeHtml(signedMoney(moneyOf(report, report.saved)))}</p>
${sentences.map((sentence) => `<p>${escapeHtml(sentence)}</p>`).join('\n')}
<table><tbody>${rows.map(([name, value]) => `<tr><th scope="row">${escapeHtml(name)}</th><td class="number">${escapeHtml(value)}</td></tr>`).join('')}</tbody></table>
</section>`;
}

function pictureOf({ id }: ReportTable, charts: readonly ChartPicture[]): string {
  const chart = charts.find((one) => one.id === id);
  // The table below says the same.
  return chart === undefined ? '' : `<img alt="" src="data:image/png;base64,${chart.png}">`;
}

function section({ id, columns, rows }: ReportTable, title: string, picture: string): string {
  const kind = (index: number) => (columns[index]?.numeric ? ' class="number"' : '');
  const head = columns.map(({ label }, index) => `<th scope="col"${kind(index)}>${escapeHtml(label)}</th>`);
  const body = rows.map(
    (row) => `<tr>${row.map((cell, index) => `<td${kind(index)}>${escapeHtml(cell)}</td>`).join('')}</tr>`,
  );
  return `<section class="${id}"><h2>${escapeHtml(title)}</h2>${picture}
<table><thead><tr>${head.join('')}</tr></thead><tbody>${body.join('\n')}</tbody></table></section>`;
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

function hashOf(text: string): string {
  return `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
}
