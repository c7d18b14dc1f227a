import { accumulateDays } from '../../routing/report/cumulativeDays';
import type { ReportFormat } from '../../routing/report/reportFormat';
import type { ReportTable } from '../../routing/report/reportTables';
import type { ReportState } from '../reportProtocol';
import type { ChartSubject } from './chartCard';
import { lineOf, moneyLines } from './chartOptions';

/** What was spent by the end of each day against what the strong model alone would have cost. */
export function spendingSubject(
  table: ReportTable,
  { labels, report }: ReportState,
  { day, money }: ReportFormat,
): ChartSubject<'line'> {
  const points = accumulateDays(report.days);
  const last = points.at(-1);
  const title = labels.headings.spending;
  return {
    table,
    title,
    note: labels.explained.spending,
    description:
      last === undefined
        ? title
        : `${title}. ${day(last.day)}: ${labels.spent} ${money(last.spent)}, ${labels.alwaysStrong} ${money(last.alwaysStrongCost)}`,
    configure: (ink) => {
      const spent = lineOf(
        labels.spent,
        ink.spent,
        points.map((point) => point.spent),
      );
      const strong = lineOf(
        labels.alwaysStrong,
        ink.baseline,
        points.map((point) => point.alwaysStrongCost),
      );
      return moneyLines(ink, money, {
        labels: points.map((point) => day(point.day)),
        datasets: [
          // The area between the two lines is the saving, but for what deciding took.
          { ...spent, fill: { target: 1, above: ink.lossArea, below: ink.gainArea } },
          { ...strong, borderDash: [5, 4] },
        ],
      });
    },
  };
}
