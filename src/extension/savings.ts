import * as vscode from 'vscode';
import type { LedgerReader } from '../node/ledger/ledgerReader';
import { localDay } from '../node/ledger/localDay';
import { savedOn } from '../routing/report/reporting';
import { paceOf } from '../routing/slider/stopForecast';
import { joinRuns } from './joinedRuns';
import type { ReportPanel } from './report/reportPanel';
import type { StatusBarSlider } from './slider/statusBar';
import type { StopForecasts } from './slider/stopForecasts';
import { describeError } from './wording';

/** All that shows what stands in the ledger. */
export interface SavingsDeps {
  readonly dataFolder: string;
  readonly reader: Pick<LedgerReader, 'tallies'>;
  readonly slider: Pick<StatusBarSlider, 'showSavedToday'>;
  readonly forecasts: StopForecasts;
  readonly showBudget: () => Promise<void>;
  readonly reportPanel: ReportPanel;
  readonly warn: (message: string) => void;
}

/** @returns reads the ledger again and brings all that shows it up to date; a ledger that cannot be read is said so */
export function createSavingsRefresh(deps: SavingsDeps): () => Promise<void> {
  const { dataFolder, reader, slider, forecasts, showBudget, reportPanel, warn } = deps;
  return joinRuns(async () => {
    try {
      const tallies = await reader.tallies();
      const today = localDay(new Date().toISOString());
      slider.showSavedToday(savedOn(today, tallies));
      await forecasts.follow(paceOf(tallies, today, Date.now()));
      await showBudget();
      await reportPanel.refresh();
    } catch (error) {
      warn(
        vscode.l10n.t(
          'The savings ledger in {0} cannot be read ({1}). Make sure that you may read that folder, and reload the window.',
          dataFolder,
          describeError(error),
        ),
      );
    }
  });
}
