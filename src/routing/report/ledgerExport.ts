import type { Entry } from '../ledger/ledger';
import { compareCall } from './comparedCall';
import type { ComparisonBasis, Report } from './report';

/** One call in plain values, as it is exported. There is no text of the user's in it. */
export type ExportedCall = ReturnType<typeof exportedCall>;

/**
 * Money in US dollars, null where a price is unknown; prices for a million tokens; times in milliseconds. The comparisons
 * are the report's, and add up to its totals over the calls that have a `saving`; those of `sameTokens` are what was
 * recorded: the price of as many tokens as the model that answered took.
 */
export function exportedCall(entry: Entry, basis: ComparisonBasis) {
  const { decision, pair, usage, outcome, outputPrices } = entry;
  const compared = compareCall(entry, basis);
  return {
    id: entry.id,
    time: entry.time,
    door: entry.door,
    conversation: entry.conversation,
    languageId: entry.languageId ?? null,
    retryOf: entry.retryOf ?? null,
    kind: entry.kind,
    strongModel: pair.strong.model,
    weakModel: pair.weak.model,
    router: decision.router,
    routerVersion: decision.routerVersion ?? null,
    side: decision.model,
    winRate: decision.winRate,
    threshold: decision.threshold,
    strongShare: decision.strongShare,
    reason: decision.reason.code,
    routingMs: decision.ms,
    inputTokens: usage.inputTokens,
    cachedInputTokens: usage.cachedInputTokens,
    outputTokens: usage.outputTokens,
    reasoningTokens: usage.reasoningTokens ?? null,
    tokensFrom: usage.source,
    cost: entry.cost,
    alwaysStrongCost: compared?.alwaysStrongCost ?? null,
    alwaysWeakCost: compared?.alwaysWeakCost ?? null,
    routingCost: compared?.routingCost ?? null,
    saving: compared?.saved ?? null,
    sameTokensStrongCost: entry.alwaysStrongCost,
    sameTokensWeakCost: entry.alwaysWeakCost,
    strongOutputPrice: outputPrices?.strong ?? null,
    weakOutputPrice: outputPrices?.weak ?? null,
    priceTable: entry.priceTable ?? null,
    outcome: outcome.kind,
    failure: 'code' in outcome ? outcome.code : null,
    ms: entry.ms,
  };
}

/** The calls as comma-separated values with a line of names, by RFC 4180. */
export async function* csvOf(
  { basis }: Pick<Report, 'basis'>,
  entries: AsyncIterable<Entry>,
): AsyncGenerator<string> {
  let named = false;
  for await (const entry of entries) {
    const call = exportedCall(entry, basis);
    if (!named) yield lineOf(Object.keys(call));
    named = true;
    yield lineOf(Object.values(call));
  }
}

/** A report and its calls as one JSON value, written as it goes since there may be a million of them. */
export async function* jsonOf(report: Report, entries: AsyncIterable<Entry>): AsyncGenerator<string> {
  yield `{"report":${JSON.stringify(exportedReport(report))},"calls":[`;
  let separator = '\n';
  for await (const entry of entries) {
    yield separator + JSON.stringify(exportedCall(entry, report.basis));
    separator = ',\n';
  }
  yield '\n]}\n';
}

/** The report's figures, its latest calls in the form of all exported ones. */
export function exportedReport({ latest, ...figures }: Report) {
  return { ...figures, latest: latest.map((entry) => exportedCall(entry, figures.basis)) };
}

function lineOf(cells: readonly (string | number | null)[]): string {
  return `${cells.map(cellOf).join(',')}\r\n`;
}

function cellOf(value: string | number | null): string {
  if (typeof value !== 'string') return value === null ? '' : String(value);
  // A spreadsheet would take it for a formula.
  const inert = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(inert) ? `"${inert.replaceAll('"', '""')}"` : inert;
}
