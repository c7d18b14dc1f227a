import { fillLabel } from '../../routing/fillLabel';
import type { WinRateHistogram } from '../../routing/report/report';
import type { ReportFormat } from '../../routing/report/reportFormat';
import { histogramBarsOf, nameRouter, type ReportTable } from '../../routing/report/reportTables';
import { element } from '../element';
import type { ReportState } from '../reportProtocol';
import type { ChartSubject } from './chartCard';
import { commonOptions, valueAxis, verticalMark } from './chartOptions';

/** How the win rates of the user's prompts lie, with the threshold drawn in. */
export function winRateSubject(
  table: ReportTable,
  histogram: WinRateHistogram,
  { labels }: ReportState,
  { count, rate }: ReportFormat,
): ChartSubject<'bar'> {
  const bars = histogramBarsOf(histogram);
  const { threshold, prompts } = histogram;
  const title = labels.headings['win-rates'];
  const explained = fillLabel(labels.explained['win-rates'] ?? '', nameRouter(histogram), count(prompts));
  const marked = threshold === null ? undefined : fillLabel(labels.thresholdAt, rate(threshold));
  return {
    table,
    title,
    note: explained,
    description: [title, explained, ...(marked === undefined ? [] : [marked])].join('. '),
    configure: (ink) => {
      const common = commonOptions(ink, false);
      return {
        type: 'bar',
        data: {
          labels: bars.map((_, bar) => rate(bar / bars.length)),
          datasets: [
            {
              label: labels.prompts,
              data: bars,
              backgroundColor: bars.map((_, bar) =>
                threshold !== null && (bar + 0.5) / bars.length >= threshold ? ink.spent : ink.baseline,
              ),
              categoryPercentage: 1,
              barPercentage: 0.9,
            },
          ],
        },
        options: {
          ...common,
          // Room above the bars for what the mark says.
          layout: { padding: { top: 20 } },
          scales: {
            x: { display: false },
            // Bars are names to a chart: their edges need an axis of their own.
            edges: {
              axis: 'x',
              type: 'linear',
              position: 'bottom',
              offset: false,
              min: 0,
              max: 1,
              grid: { display: false },
              ticks: {
                color: ink.text,
                maxRotation: 0,
                autoSkipPadding: 16,
                align: 'inner',
                stepSize: 0.2,
                callback: (edge) => rate(Number(edge)),
              },
            },
            y: { ...valueAxis(ink, count), ticks: { ...valueAxis(ink, count).ticks, precision: 0 } },
          },
        },
        plugins:
          threshold === null || marked === undefined
            ? []
            : [verticalMark('threshold', threshold, marked, ink)],
      };
    },
  };
}

/**
 * Chooses the router whose win rates are drawn.
 *
 * @param chosen among `histograms`
 * @param onChoose told its name
 */
export function routerChoice(
  histograms: readonly WinRateHistogram[],
  chosen: WinRateHistogram,
  { labels }: ReportState,
  { count }: ReportFormat,
  onChoose: (router: string) => void,
): HTMLElement {
  const select = element('select', { id: 'win-rates-router', class: 'select', 'aria-label': labels.router });
  for (const histogram of histograms) {
    const name = nameRouter(histogram);
    select.add(new Option(`${name} (${labels.prompts}: ${count(histogram.prompts)})`, name));
  }
  select.value = nameRouter(chosen);
  select.addEventListener('change', () => onChoose(select.value));
  return select;
}
