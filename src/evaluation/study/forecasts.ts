import path from 'node:path';
import { listOutcomeFiles, type Outcome, readOutcomes } from '../outcomes';
import { sampleRows } from '../sample';
import { figuresOf, type MeasuredBenchmark } from './measurement';
import { type Forecast, outcomeOf } from './reliability';
import type { StudyRouter } from './studyRouter';

/** Prompts of one source with what came of them when the two models answered. */
export interface ObservedSource {
  readonly source: string;
  readonly strong: string;
  readonly weak: string;
  readonly rows: readonly { readonly prompt: string; readonly outcome: number }[];
}

/**
 * The models whose contest a win rate forecasts, and where a source has none of them those that stand nearest to it, in
 * the order in which they are taken. The weights were trained for the tiers of the first of each list.
 */
const strongModels = ['gpt-4-1106-preview', 'gpt-4-turbo-2024-04-09', 'gpt-4-0613', 'gpt-4-0314'];
const weakModels = [
  'mixtral-8x7b-instruct-v0.1',
  'gpt-3.5-turbo-0125',
  'gpt-3.5-turbo-0613',
  'gpt-3.5-turbo',
  'claude-3-haiku-20240307',
];

export interface ObservedSources {
  readonly observed: readonly ObservedSource[];
  /** Sources with `test` rows but without such models. */
  readonly left: readonly string[];
}

/**
 * The `test` rows of each outcome file, as contests of the first two models that have a score on most of them.
 *
 * @throws TurnoutError `bad-input` naming the file, and the line of a malformed row
 */
export async function readObservedSources(outcomesFolder: string): Promise<ObservedSources> {
  const observed: ObservedSource[] = [];
  const left: string[] = [];
  for (const file of await listOutcomeFiles(outcomesFolder)) {
    const source = path.basename(file, '.jsonl');
    const outcomes = (await readOutcomes(file)).filter(({ split }) => split === 'test');
    if (outcomes.length === 0) continue;
    const strong = firstScored(strongModels, outcomes);
    const weak = firstScored(weakModels, outcomes);
    if (strong === undefined || weak === undefined) left.push(source);
    else observed.push({ source, strong, weak, rows: contestsOf(strong, weak, outcomes) });
  }
  return { observed, left };
}

function firstScored(models: readonly string[], outcomes: readonly Outcome[]): string | undefined {
  return models.find(
    (model) => 2 * outcomes.filter(({ scores }) => scores.has(model)).length > outcomes.length,
  );
}

function contestsOf(strong: string, weak: string, outcomes: readonly Outcome[]): ObservedSource['rows'] {
  return outcomes.flatMap(({ prompt, scores }) => {
    const [strongScore, weakScore] = [scores.get(strong), scores.get(weak)];
    return strongScore === undefined || weakScore === undefined
      ? []
      : [{ prompt, outcome: outcomeOf(strongScore, weakScore) }];
  });
}

/** A router's forecasts on a benchmark that was measured; undefined for a router that was not. */
export function benchmarkForecasts(
  measured: MeasuredBenchmark,
  { scorer }: StudyRouter,
): readonly Forecast[] | undefined {
  return figuresOf(measured, scorer.name)?.ranking.rows.map(({ winRate, strongScore, weakScore }) => ({
    winRate,
    outcome: outcomeOf(strongScore, weakScore),
  }));
}

/**
 * Every router's forecasts on a source, a slow router's on a sample of it. All forecast a prompt before the next one
 * comes, so that an encoder they share reads each once.
 */
export async function sourceForecasts(
  { rows }: ObservedSource,
  routers: readonly StudyRouter[],
): Promise<ReadonlyMap<string, readonly Forecast[]>> {
  const asked = routers.map(({ name, scorer, rowLimit = rows.length }) => ({
    name,
    scorer,
    sample: new Set(sampleRows(rows, rowLimit)),
    forecasts: [] as Forecast[],
  }));
  for (const row of rows) {
    for (const { scorer, sample, forecasts } of asked) {
      if (!sample.has(row)) continue;
      forecasts.push({ winRate: await scorer.score(row), outcome: row.outcome });
    }
  }
  return new Map(asked.map(({ name, forecasts }) => [name, forecasts]));
}
