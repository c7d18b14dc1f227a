import { hasPrices } from '../../routing/report/report';
import type { ReportFormat } from '../../routing/report/reportFormat';
import type { ReportTable, ReportTableId } from '../../routing/report/reportTables';
import type { ReportState } from '../protocol';
import { ChartCard } from './chartCard';
import { groupSubject } from './groupChart';
import { shareSubject } from './shareChart';
import { spendingSubject } from './spendingChart';
import { whatIfSlider, whatIfSubject } from './whatIf';
import { winRateSubject } from './winRateChart';

/**
 * The charts of a report, in their order; those without numbers are left out.
 *
 * @param whatIf where the slider of the last one stands, from 0 to 100
 */
export function reportCards(
  tables: readonly ReportTable[],
  state: ReportState,
  format: ReportFormat,
  whatIf: number,
  onWhatIf: (percent: number) => void,
): ChartCard[] {
  const { labels, report } = state;
  const table = (id: ReportTableId) => tables.filter((one) => one.id === id);
  const [histogram] = report.winRates;
  const { slider } = report;
  const { showAsTable } = labels;
  const groups = [
    ['models', report.models],
    ['doors', report.doors],
    ['languages', report.languages],
  ] as const;
  return [
    ...(hasPrices(report)
      ? table('spending').map((one) => new ChartCard(spendingSubject(one, state, format), showAsTable))
      : []),
    ...table('strong-share').map((one) => new ChartCard(shareSubject(one, state, format), showAsTable)),
    ...(histogram === undefined
      ? []
      : table('win-rates').map(
          (one) => new ChartCard(winRateSubject(one, histogram, state, format), showAsTable),
        )),
    ...(slider === null
      ? []
      : table('slider').map(
          (one) =>
            new ChartCard(
              whatIfSubject(one, slider, state, format),
              showAsTable,
              whatIfSlider(slider, state, format, whatIf, onWhatIf),
            ),
        )),
    ...groups.flatMap(([id, parts]) =>
      table(id).map((one) => new ChartCard(groupSubject(one, parts, state, format), showAsTable)),
    ),
  ] as ChartCard[];
}
