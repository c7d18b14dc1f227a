import type { Command } from 'commander';
import type { DateRange } from '../routing/days';
import { parseRange } from '../routing/report/dateRange';
import { exportedReport } from '../routing/report/ledgerExport';
import type { Report } from '../routing/report/report';
import { reportLines } from './reportLines';

export interface ReportCommandDeps {
  readonly readReport: (range: DateRange) => Promise<Report>;
  readonly write: (text: string) => void;
}

interface ReportOptions {
  readonly from?: string;
  readonly to?: string;
  readonly json?: true;
}

/** `turnout report`: what the ledger comes to, in the figures of the report panel. */
export function addReportCommand(program: Command, { readReport, write }: ReportCommandDeps): void {
  program
    .command('report')
    .description('what was spent and saved, from the ledger on this machine')
    .option('--from <day>', 'first day, such as 2026-03-01; the first on record where left out')
    .option('--to <day>', 'last day; today where left out')
    .option('--json', 'print it as JSON')
    .action(async ({ json, ...days }: ReportOptions) => {
      const report = await readReport(parseRange(days));
      write(json ? `${JSON.stringify(exportedReport(report))}\n` : `${reportLines(report).join('\n')}\n`);
    });
}
