import { hasPrices } from '../../routing/report/report';
import type { ReportFormat } from '../../routing/report/reportFormat';
import { nameRouter, type ReportTable, type ReportTableId } from '../../routing/report/reportTables';
import type { ReportState } from '../reportProtocol';
import { ChartCard, type ReportCard } from './chartCard';
import { groupSubject } from './groupChart';
import { shareSubject } from './shareChart';
import { spendingSubject } from './spendingChart';
import { whatIfSlider, whatIfSubject } from './whatIf';
import { routerChoice, winRateSubject } from './winRateChart';

/** What a person has chosen in the cards; undefined until then. */
export interface CardChoices {
  /** Where the slider of the last days stands, from 0 to 100. */
  whatIf: number | undefined;
  /** The router whose win rates are drawn, by its name and version. */
  router: string | undefined;
}

/**
 * The charts of a report, in their order; those without numbers are left out.
 *
 * @param choices kept up to date
 * @param redraw told that another router was chosen
 */
export function reportCards(
  tables: readonly ReportTable[],
  state: ReportState,
  format: ReportFormat,
  choices: CardChoices,
  redraw: () => void,
): ReportCard[] {
  const { report, labels } = state;
  const { winRates, slider } = report;
  const { showAsTable } = labels;
  const cards: ReportCard[] = [];
  const add = (id: ReportTableId, makeCard: (table: ReportTable) => ReportCard) => {
    const table = tables.find((one) => one.id === id);
    if (table !== undefined) cards.push(makeCard(table));
  };

  if (hasPrices(report)) {
    add('spending', (table) => new ChartCard(spendingSubject(table, state, format), showAsTable));
  }
  add('strong-share', (table) => new ChartCard(shareSubject(table, state, format), showAsTable));
  const histogram = winRates.find((one) => nameRouter(one) === choices.router) ?? winRates[0];
  if (histogram !== undefined) {
    const choose = (router: string) => {
      choices.router = router;
      redraw();
    };
    const choice = winRates.length > 1 ? [routerChoice(winRates, histogram, state, format, choose)] : [];
    add(
      'win-rates',
      (table) => new ChartCard(winRateSubject(table, histogram, state, format), showAsTable, ...choice),
    );
  }
  if (slider !== null) {
    const percent = choices.whatIf ?? Math.round((report.strongShare ?? 0.5) * 100);
    const moved = whatIfSlider(slider, state, format, percent, (at) => {
      choices.whatIf = at;
    });
    add('slider', (table) => new ChartCard(whatIfSubject(table, slider, state, format), showAsTable, moved));
  }
  for (const id of ['models', 'doors', 'languages'] as const) {
    add(id, (table) => new ChartCard(groupSubject(table, report[id], state, format), showAsTable));
  }
  return cards;
}
