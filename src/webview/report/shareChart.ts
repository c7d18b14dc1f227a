import type { ReportFormat } from '../../routing/report/reportFormat';
import type { ReportTable } from '../../routing/report/reportTables';
import type { ReportState } from '../reportProtocol';
import type { ChartSubject } from './chartCard';
import { commonOptions, nameAxis, valueAxis } from './chartOptions';

/** Which share of each day's requests the strong model got. */
export function shareSubject(
  table: ReportTable,
  { labels, report }: ReportState,
  { day, percent, count }: ReportFormat,
): ChartSubject<'bar'> {
  const days = report.days.filter(({ requests }) => requests > 0);
  const title = labels.headings['strong-share'];
  return {
    table,
    title,
    note: labels.explained['strong-share'],
    description: `${title}. ${labels.strongShare}: ${percent(report.strongShare)}`,
    configure: (ink) => {
      const common = commonOptions(ink, false);
      return {
        type: 'bar',
        data: {
          labels: days.map((row) => day(row.day)),
          datasets: [
            {
              label: labels.strongShare,
              data: days.map(({ strong, requests }) => strong / requests),
              backgroundColor: ink.spent,
              maxBarThickness: 24,
            },
          ],
        },
        options: {
          ...common,
          scales: { x: nameAxis(ink), y: { ...valueAxis(ink, percent), max: 1 } },
          plugins: {
            ...common.plugins,
            tooltip: {
              ...common.plugins.tooltip,
              callbacks: {
                label: ({ parsed, dataIndex }) =>
                  ` ${percent(parsed.y)} · ${labels.requests}: ${count(days[dataIndex]?.requests ?? 0)}`,
              },
            },
          },
        },
      };
    },
  };
}
