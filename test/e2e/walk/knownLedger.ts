import type { Side } from '../../../src/routing/chat';
import type { Entry } from '../../../src/routing/ledger/ledger';
import { entryWith } from '../../node/ledger/entries';
import { cheap, dear } from './pair';

const day = 86_400_000;
/** At noon, so that it is that day in every time zone near the one that tests run in. */
const daysAgo = (days: number, minute = 0) => {
  const noon = new Date(Date.now() - days * day);
  noon.setHours(12, minute, 0, 0);
  return noon.toISOString();
};

/** The day so many days ago as a report's range names it. */
export const dayOf = (days: number) => daysAgo(days).slice(0, 'YYYY-MM-DD'.length);

interface Told {
  readonly days: number;
  readonly minute?: number;
  readonly side: Side;
  /** Spent, always strong, always weak: US dollars by the same tokens. */
  readonly money: readonly [cost: number | null, strong: number | null, weak: number | null];
  readonly winRate: number;
  readonly router?: string;
  /** What deciding took. */
  readonly ms?: number;
}

const base = entryWith();
function call(
  id: string,
  { days, minute = 0, side, money, winRate, router = 'default', ms = 0 }: Told,
  changes: Partial<Entry> = {},
): Entry {
  const [cost, alwaysStrongCost, alwaysWeakCost] = money;
  const reason =
    side === 'strong'
      ? ({ code: 'win-rate-reaches-threshold', winRate, threshold: 0.6 } as const)
      : ({ code: 'win-rate-below-threshold', winRate, threshold: 0.6 } as const);
  return {
    ...base,
    id,
    time: daysAgo(days, minute),
    pair: { strong: { ...base.pair.strong, model: dear }, weak: { ...base.pair.weak, model: cheap } },
    decision: { ...base.decision, model: side, winRate, threshold: 0.6, router, reason, ms },
    // What the strong model's whole answers take is known: 300 tokens.
    usage: { ...base.usage, outputTokens: side === 'strong' ? 300 : 40 },
    cost,
    alwaysStrongCost,
    alwaysWeakCost,
    ...changes,
  };
}

const python = { languageId: 'python' } as const;

/**
 * Nine calls of which each sum can be made in one's head. Of the last 30 days, in dollars:
 *
 * | call | spent | always strong | always weak |
 * |---|---|---|---|
 * | planned, strong, today | 0.40 | 0.40 | 0.04 |
 * | renamed, weak, today; deciding took 0.01 | 0.05 | 0.50 + 0.06 | 0.05 |
 * | unpriced, weak, by another router, 3 days ago | ? | ? | ? |
 * | again, strong, renamed once more, 5 days ago | 0.30 | 0 | 0 |
 * | stopped, weak, 10 days ago | 0.10 | 1.00 | 0.10 |
 * | refused, weak, took nothing, and answered, strong, 10 days ago | 0.60 | 0.60 | 0.06 |
 * | sum | 1.45 | 2.56 | 0.25 |
 *
 * The 0.06 are 300 − 40 more tokens at 0.001 each, of which three answers of the strong model's own weigh 3 / 13. 40 days
 * ago there is one more call of 2 dollars to the strong model.
 */
export const knownLedger: readonly Entry[] = [
  call('oldest', { days: 40, side: 'strong', money: [2, 2, 0.2], winRate: 0.9 }),
  call(
    'stopped',
    { days: 10, side: 'weak', money: [0.1, 1, 0.1], winRate: 0.35 },
    { door: 'server', outcome: { kind: 'cancelled' } },
  ),
  call(
    'refused',
    { days: 10, minute: 1, side: 'weak', money: [0, 0, 0], winRate: 0.7 },
    { door: 'server', outcome: { kind: 'fell-back', code: 'rate-limited' } },
  ),
  call(
    'answered',
    { days: 10, minute: 2, side: 'strong', money: [0.6, 0.6, 0.06], winRate: 0.7 },
    { door: 'server' },
  ),
  call(
    'again',
    { days: 5, side: 'strong', money: [0.3, 0, 0], winRate: 0.21 },
    { ...python, retryOf: 'renamed', usage: { ...base.usage, source: 'estimated' } },
  ),
  call('unpriced', { days: 3, side: 'weak', money: [null, null, null], winRate: 0.15, router: 'lexical' }),
  call('practised', { days: 1, side: 'weak', money: [1, 9, 1], winRate: 0.5 }, { kind: 'practice' }),
  call('planned', { days: 0, side: 'strong', money: [0.4, 0.4, 0.04], winRate: 0.82 }, python),
  call(
    'renamed',
    // Deciding takes 15 watts at $0.30 a kilowatt-hour: a cent.
    { days: 0, minute: 1, side: 'weak', money: [0.05, 0.5, 0.05], winRate: 0.21, ms: 8_000_000 },
    { ...python, outputPrices: { strong: 1000, weak: null } },
  ),
];
