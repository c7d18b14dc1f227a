import type { Scale } from 'chart.js';
import type { Totals } from '../../routing/report/report';
import type { ReportFormat } from '../../routing/report/reportFormat';
import type { ReportTable } from '../../routing/report/reportTables';
import type { ReportState } from '../reportProtocol';
import type { ChartSubject } from './chartCard';
import { commonOptions, nameAxis, valueAxis } from './chartOptions';

/** More groups than this are in the table alone. */
const mostGroups = 8;

/**
 * What was spent against always-strong, for each part of the calls.
 *
 * @param groups in the order of the table's rows
 */
export function groupSubject(
  table: ReportTable,
  groups: readonly Totals[],
  { labels }: ReportState,
  { money }: ReportFormat,
): ChartSubject<'bar'> {
  const drawn = groups.slice(0, mostGroups);
  const names = table.rows.slice(0, mostGroups).map(([name]) => name ?? '');
  const title = labels.headings[table.id];
  const amounts = (of: (group: Totals) => number) =>
    drawn.map((group) => (group.priced > 0 ? of(group) : null));
  return {
    table,
    title,
    description: `${title}. ${drawn
      .map((group, index) =>
        group.priced > 0
          ? `${names[index]}: ${labels.spent} ${money(group.spent)}, ${labels.alwaysStrong} ${money(group.alwaysStrongCost)}`
          : `${names[index]}: ${labels.unknown}`,
      )
      .join('; ')}`,
    configure: (ink) => {
      const common = commonOptions(ink, true);
      const bars = (label: string, colour: string, data: (number | null)[]) => ({
        label,
        data,
        backgroundColor: colour,
        pointStyle: 'rect' as const,
        maxBarThickness: 14,
      });
      return {
        type: 'bar',
        data: {
          labels: names,
          datasets: [
            bars(
              labels.spent,
              ink.spent,
              amounts(({ spent }) => spent),
            ),
            bars(
              labels.alwaysStrong,
              ink.baseline,
              amounts(({ alwaysStrongCost }) => alwaysStrongCost),
            ),
          ],
        },
        options: {
          ...common,
          indexAxis: 'y',
          scales: { x: valueAxis(ink, money), y: narrowNames(nameAxis(ink)) },
          plugins: {
            ...common.plugins,
            tooltip: {
              ...common.plugins.tooltip,
              callbacks: {
                title: ([item]) => names[item?.dataIndex ?? 0] ?? '',
                label: ({ dataset, parsed }) => ` ${dataset.label}: ${money(parsed.x)}`,
              },
            },
          },
        },
      };
    },
  };
}

/** In so many pixels of the width there is room for one letter of a name, and in the first few for none. */
const letterShare = 17;
const withoutLetters = 20;

/** Long names leave no room for their bars: they get no more than a part of the width, and lose their middle. */
function narrowNames(axis: ReturnType<typeof nameAxis>) {
  return {
    ...axis,
    ticks: {
      ...axis.ticks,
      callback(this: Scale, index: number | string): string {
        const most = Math.min(18, Math.floor((this.chart.width - withoutLetters) / letterShare));
        return shorten(this.getLabelForValue(Number(index)), most);
      },
    },
  };
}

function shorten(name: string, most: number): string {
  if (name.length <= most) return name;
  const start = Math.floor((most - 1) / 2);
  return `${name.slice(0, start)}…${name.slice(name.length - (most - 1 - start))}`;
}
