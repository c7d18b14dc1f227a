import { TurnoutError } from '../routing/errors';
import type { Router } from '../routing/router';
import type { Baseline } from './baseline';
import type { RoutedRow } from './metrics';
import type { PreparedBenchmark } from './preparedBenchmark';

/** A benchmark with its rows as each router and each baseline scored them. */
export interface ScoredBenchmark extends PreparedBenchmark {
  /** The routers, then the baselines, each over the same rows in the same order. */
  readonly rankings: readonly Ranking[];
}

export interface Ranking {
  /** Of the router or the baseline. */
  readonly name: string;
  readonly rows: readonly RoutedRow[];
}

export interface ScoreOptions {
  readonly routers: readonly Router[];
  readonly baselines: readonly Baseline[];
  /** Told after each prompt that everyone has scored. */
  readonly onProgress: (done: number, total: number) => void;
}

/**
 * Has everyone score a prompt before the next one comes, so that an encoder which remembers its last prompt embeds each
 * once.
 *
 * @throws TurnoutError `router-failed` for a number that is no win rate; whatever a router or a baseline throws
 */
export async function scoreBenchmark(
  prepared: PreparedBenchmark,
  { routers, baselines, onProgress }: ScoreOptions,
): Promise<ScoredBenchmark> {
  const routed = routers.map((router) => ({ router, name: router.name, rows: [] as RoutedRow[] }));
  const compared = baselines.map((baseline) => ({ baseline, name: baseline.name, rows: [] as RoutedRow[] }));
  for (const [index, row] of prepared.rows.entries()) {
    for (const { router, rows } of routed) {
      rows.push({ ...row, winRate: await requireWinRate(router, row.prompt) });
    }
    for (const { baseline, rows } of compared) rows.push({ ...row, winRate: await baseline.score(row) });
    onProgress(index + 1, prepared.rows.length);
  }
  const rankings = [...routed, ...compared].map(({ name, rows }) => ({ name, rows }));
  return { ...prepared, rankings };
}

async function requireWinRate(router: Router, prompt: string): Promise<number> {
  const { winRate } = await router.winRate(prompt);
  if (winRate >= 0 && winRate < 1) return winRate;
  throw new TurnoutError('router-failed', `Router "${router.name}" gave ${winRate}, which is no win rate.`);
}
