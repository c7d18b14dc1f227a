import * as vscode from 'vscode';
import type { Calibration } from '../../routing/slider/calibration';
import type { StopForecast } from '../../routing/slider/stopForecast';
import { describeMoney, formatShare } from '../wording';

/** One stop of the slider in a line: what goes to the strong model, what it costs, what quality is kept. */
export function describeForecast(forecast: StopForecast): string {
  return [
    vscode.l10n.t('{0} of your prompts to strong', formatShare(forecast.strongShare)),
    typeof forecast.monthlyCost === 'number'
      ? vscode.l10n.t('about {0} a month', describeMoney(forecast.monthlyCost))
      : vscode.l10n.t('cost a month: {0}', describeMonthlyCost(forecast)),
    vscode.l10n.t('quality kept on benchmarks: {0}', describeQuality(forecast)),
  ].join(' · ');
}

export function describeMonthlyCost({ monthlyCost }: StopForecast): string {
  switch (monthlyCost) {
    case 'no-calls':
      return vscode.l10n.t('no calls yet');
    case 'unknown-price':
      return vscode.l10n.t('unknown price');
    default:
      return describeMoney(monthlyCost);
  }
}

/** "54 % (49 to 59)" */
export function describeQuality({ quality }: StopForecast): string {
  if (quality === undefined) return vscode.l10n.t('not tested');
  const [low, high] = [quality.low, quality.high].map((share) => Math.round(share * 100));
  return low === high
    ? formatShare(quality.pgr)
    : vscode.l10n.t('{0} ({1} to {2})', formatShare(quality.pgr), `${low}`, `${high}`);
}

/** Whose prompts the thresholds start from. */
export function describeOrigin({ ownSample, prompts }: Calibration): string {
  return ownSample && prompts !== undefined
    ? vscode.l10n.t('Thresholds start from {0} earlier prompts of yours, and follow what you ask.', prompts)
    : vscode.l10n.t('Thresholds start from a sample that comes with the router, and follow what you ask.');
}

/** What the three figures are, and above all what the last one is not. */
export function forecastExplained(): string {
  return vscode.l10n.t(
    'Expected, not measured: a month is 30 days at your pace of late. Quality kept is how much of the lead of one model over another this router kept on public benchmarks (95 % interval); it says nothing of your own answers.',
  );
}
