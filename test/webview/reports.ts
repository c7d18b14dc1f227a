import type { Door } from '../../src/routing/ledger/ledger';
import type { Report, Totals } from '../../src/routing/report/report';
import type { ReportState } from '../../src/webview/reportProtocol';
import { entryWith } from '../node/ledger/entries';
import { reportLabels } from './reportLabels';

const strong = { provider: 'openai', baseUrl: 'https://api.example/v1', model: 'dear' } as const;
const weak = { provider: 'openai', baseUrl: 'https://api.example/v1', model: 'cheap' } as const;

/** Sums with nothing in them but what a test is about. */
export function totalsWith(changes: Partial<Totals> = {}): Totals {
  return {
    requests: 0,
    strong: 0,
    calls: changes.requests ?? 0,
    priced: changes.requests ?? 0,
    unpriced: 0,
    spent: 0,
    alwaysStrongCost: 0,
    alwaysWeakCost: 0,
    routingCost: 0,
    routingMs: 0,
    saved: 0,
    inputTokens: 0,
    cachedInputTokens: 0,
    outputTokens: 0,
    reasoningTokens: 0,
    outcomes: { ok: 0, cancelled: 0, failed: 0, 'fell-back': 0, replaced: 0 },
    retries: 0,
    estimatedUsage: 0,
    ...changes,
  };
}

const nothing: Report = {
  ...totalsWith(),
  range: {},
  recorded: null,
  strongShare: null,
  practiceCalls: 0,
  interval: null,
  basis: { own: 0, expectedLength: 0, sameTokens: 0, lengths: [] },
  control: null,
  quality: null,
  days: [],
  models: [],
  doors: [],
  languages: [],
  winRates: [],
  slider: null,
  latest: [],
  skippedLines: 0,
  newerLines: 0,
};

/** A report of an empty ledger, of which a test changes what it is about. */
export function reportWith(changes: Partial<Report> = {}): Report {
  return { ...nothing, ...changes };
}

/**
 * Four requests on two days, one strong. Always strong 8, spent 2.5 and deciding 0.5: 5 saved. The day before they began
 * to add up is 31 October.
 */
export function fourRequests(): Report {
  const first = totalsWith({
    requests: 3,
    strong: 1,
    spent: 2,
    alwaysStrongCost: 6,
    alwaysWeakCost: 0.6,
    routingCost: 0.25,
    saved: 3.75,
  });
  const second = totalsWith({
    requests: 1,
    spent: 0.5,
    alwaysStrongCost: 2,
    alwaysWeakCost: 0.2,
    routingCost: 0.25,
    saved: 1.25,
  });
  const all = totalsWith({
    requests: 4,
    strong: 1,
    spent: 2.5,
    alwaysStrongCost: 8,
    alwaysWeakCost: 0.8,
    routingCost: 0.5,
    saved: 5,
  });
  const latest = [
    entryWith({ id: 'second', time: '2026-11-03T10:00:00.000Z' }),
    entryWith({ id: 'first', time: '2026-11-01T10:00:00.000Z' }),
  ];
  return reportWith({
    ...all,
    range: { from: '2026-10-26', to: '2026-11-24' },
    recorded: { from: '2026-11-01', to: '2026-11-03' },
    strongShare: 0.25,
    interval: { low: 4, high: 6.5 },
    basis: { own: 1, expectedLength: 2, sameTokens: 1, lengths: [] },
    control: { strongShare: 0.25, randomCost: 2.6, randomSaved: 5.4 },
    quality: {
      router: 'default',
      strongShare: 0.25,
      pgr: 0.33,
      low: 0.27,
      high: 0.4,
      randomPgr: 0.25,
      requests: 4,
    },
    days: [
      { day: '2026-11-01', ...first },
      { day: '2026-11-03', ...second },
    ],
    models: [
      { ref: weak, ...totalsWith({ requests: 3, spent: 0.5, alwaysStrongCost: 6, saved: 5.25 }) },
      { ref: strong, ...totalsWith({ requests: 1, strong: 1, spent: 2, alwaysStrongCost: 2, saved: -0.25 }) },
    ],
    doors: [{ door: 'sidebar' satisfies Door, ...all }],
    languages: [{ languageId: null, ...all }],
    winRates: [
      {
        router: 'default',
        version: '23b8b563',
        prompts: 4,
        bins: Array.from({ length: 100 }, (_, bin) => (bin === 20 || bin === 24 ? 1 : bin === 60 ? 2 : 0)),
        threshold: 0.5,
      },
    ],
    slider: {
      from: '2026-10-26',
      to: '2026-11-24',
      // Two prompts of win rate 0.2 and two of 0.6; strong costs 2 and weak 0.2 each; 0.1 is spent whatever it says.
      redecision: {
        bins: [
          { from: 0.2, prompts: 2, strongCost: 4, weakCost: 0.4 },
          { from: 0.6, prompts: 2, strongCost: 4, weakCost: 0.4 },
        ],
        fixedSpent: 0.1,
        fixedCalls: 1,
        spent: 2.5,
      },
      stops: [
        { strongShare: 0, spent: 0.9 },
        { strongShare: 0.5, spent: 4.5 },
        { strongShare: 1, spent: 8.1 },
      ],
    },
    latest,
  });
}

export function stateWith(report: Report): ReportState {
  return {
    labels: reportLabels,
    language: 'en',
    choice: { kind: 'last-30-days' },
    report,
    reasons: { second: 'Why the second.', first: 'Why the first.' },
  };
}
