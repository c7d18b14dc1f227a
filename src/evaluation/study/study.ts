import type { Embed } from '../../routing/router';
import type { Baseline } from '../baseline';
import { plainBaselines } from '../baselines/baselineList';
import { createKnnBaseline, readTrainingGains } from '../baselines/knn';
import { lengthBaseline } from '../baselines/length';
import { oracleBaseline } from '../baselines/oracle';
import { randomBaseline } from '../baselines/random';
import type { Benchmark } from '../benchmark';
import { intercodeSql, livecodebench, zeroevalCrux } from '../benchmarks/codeSets';
import { gsm8k } from '../benchmarks/gsm8k';
import { mmlu } from '../benchmarks/mmlu';
import { mtBench } from '../benchmarks/mtBench';
import { findContained } from '../contamination';
import { sampleRows } from '../sample';
import { type EverydayPrompts, measureBalance } from './balance';
import { readCommercialRouters } from './commercialRouters';
import type { PairPrices } from './costs';
import { fingerprint, hashAll } from './fingerprint';
import { benchmarkForecasts, readObservedSources, sourceForecasts } from './forecasts';
import { type MeasuredBenchmark, type MeasureOptions, measureBenchmark } from './measurement';
import { findOtherPairs } from './otherPairs';
import { overheadOf, timeRouter } from './overhead';
import type { Section } from './page';
import { rememberEmbeddings } from './rememberedEmbeddings';
import { measureSteadiness } from './robustness';
import type { Scorer } from './scorer';
import { balanceTable } from './sections/balanceTable';
import { calibrationTable, type SourceForecasts } from './sections/calibrationTable';
import { callSharePlots } from './sections/callShare';
import { codeTable } from './sections/codeTable';
import { commercialTable } from './sections/commercialTable';
import { contaminationTable } from './sections/contaminationTable';
import { costTable } from './sections/costTable';
import { otherPairsTable } from './sections/otherPairsTable';
import { overheadTable, type RouterOverhead } from './sections/overheadTable';
import { paperTables } from './sections/paperTables';
import { robustnessTable } from './sections/robustnessTable';
import { type Nearness, similarityTable } from './sections/similarityTable';
import { summaryTable } from './sections/summaryTable';
import { halfThreshold, type ScoreMemory, type StudyRouter } from './studyRouter';
import { openNearness, readTrainingParts } from './trainingParts';

export interface StudyOptions {
  readonly data: MeasureOptions['data'] & { readonly outcomes: string };
  /** With all their augmentations, in the order of the tables. */
  readonly routers: readonly StudyRouter[];
  /** The router that the summary is about. */
  readonly mainRouter: string;
  readonly memory: ScoreMemory;
  readonly embed: Embed;
  readonly isTrainedOn: (prompt: string) => boolean;
  readonly everyday: EverydayPrompts;
  readonly prices: readonly PairPrices[];
  /** Names the machine that the overhead is measured on. */
  readonly machine: string;
  readonly onProgress: (line: string, done: number, total: number) => void;
}

/** The order of the paper's tables 1 to 3. */
const paperBenchmarks = [mtBench, mmlu, gsm8k];
const codeBenchmarks = [livecodebench, zeroevalCrux, intercodeSql];

/** Of each benchmark, to see whether a disturbance changes decisions. */
const disturbedPrompts = 500;
const timedPrompts = 300;
/** A slow router gets a tenth of its row limit where every prompt is scored many times or by the clock. */
const slowShare = 0.1;

/**
 * Re-runs the paper's evaluation with Turnout's routers.
 *
 * @returns the sections of its page; all but the one on overhead are the same for the same data and weights
 * @throws TurnoutError for files that are missing or malformed; whatever a router throws
 */
export async function runStudy(options: StudyOptions): Promise<readonly Section[]> {
  const { routers, mainRouter, everyday, prices, machine } = options;
  const embed = rememberEmbeddings(options.embed);
  const encoderHash = await fingerprint(async (prompt) => (await embed(prompt)).values);
  const shipped = routers.filter(({ augmentation }) => augmentation === 'all');
  const names = shipped.map(({ name }) => name);
  const baselines = [...plainBaselines, await openKnn(embed, encoderHash, options)];
  const baselineNames = baselines.map(({ name }) => name);
  const drawnBaselines = baselineNames.filter((name) => name !== oracleBaseline.name);
  const measure = (benchmark: Benchmark) => measureBenchmark(benchmark, { ...options, baselines });

  const paper: MeasuredBenchmark[] = [];
  for (const benchmark of paperBenchmarks) paper.push(await measure(benchmark));
  const code: MeasuredBenchmark[] = [];
  for (const benchmark of codeBenchmarks) code.push(await measure(benchmark));
  const all = [...paper, ...code];

  return [
    summaryTable(mainRouter, paper, code),
    ...paperTables(paper, names, baselineNames),
    codeTable(code, names, baselineNames),
    await tabulateOtherPairs(shipped, options),
    ...(await tabulateTraining(all, names, embed, encoderHash, options)),
    costTable(paper, names, prices),
    ...(await tabulateCommercial(paper, names, options)),
    callSharePlots(all, names, drawnBaselines),
    await tabulateCalibration(paper, shipped, options),
    await tabulateRobustness(all, shipped, options),
    await tabulateBalance(everyday, shipped, options),
    overheadTable(await timeRouters(everyday.chat, shipped, options), machine),
  ];
}

/** The nearest neighbours take minutes to embed, so they are remembered and opened only when needed. */
async function openKnn(
  embed: Embed,
  encoderHash: string,
  { data, memory, onProgress }: StudyOptions,
): Promise<Scorer> {
  const training = await readTrainingGains(data.outcomes);
  const key = hashAll([encoderHash, ...training.map(({ prompt, gain }) => `${gain} ${prompt}`)]);
  return memory.remember('knn', key, async () => {
    const baseline = await createKnnBaseline({
      training,
      embed,
      neighbours: 100,
      onProgress: (done, total) => onProgress('nearest neighbours: training prompts embedded', done, total),
    });
    return {
      name: baseline.name,
      score: async ({ prompt }) => baseline.score({ prompt, strongScore: 0, weakScore: 0 }),
    };
  });
}

async function tabulateOtherPairs(shipped: readonly StudyRouter[], options: StudyOptions): Promise<Section> {
  const baselines: readonly Baseline[] = [randomBaseline, lengthBaseline];
  const measured = [];
  for (const found of await findOtherPairs(options.data.outcomes)) {
    const one = await measureBenchmark(found.benchmark, { ...options, routers: shipped, baselines });
    measured.push({ found, one });
  }
  return otherPairsTable(
    measured,
    shipped.map(({ name }) => name),
    baselines.map(({ name }) => name),
  );
}

async function tabulateTraining(
  measured: readonly MeasuredBenchmark[],
  names: readonly string[],
  embed: Embed,
  encoderHash: string,
  { data, memory, mainRouter, onProgress }: StudyOptions,
): Promise<Section[]> {
  const parts = await readTrainingParts(data.outcomes);
  const training = [...parts.base, ...parts.golden, ...parts.judge];
  const scorers = await openNearness(parts, embed, encoderHash, memory);
  const checked = [];
  for (const one of measured) {
    const { rows } = one.whole.scored;
    const nearness: Record<keyof Nearness, number[]> = { base: [], golden: [], judge: [] };
    for (const [index, row] of rows.entries()) {
      nearness.base.push(await scorers.base.score(row));
      nearness.golden.push(await scorers.golden.score(row));
      nearness.judge.push(await scorers.judge.score(row));
      onProgress(`${one.benchmark.title}: nearest training prompts`, index + 1, rows.length);
    }
    const prompts = rows.map(({ prompt }) => prompt);
    checked.push({ one, nearness, contained: findContained(prompts, training) });
  }
  return [similarityTable(checked, names), contaminationTable(checked, mainRouter)];
}

async function tabulateCommercial(
  paper: readonly MeasuredBenchmark[],
  names: readonly string[],
  { data }: StudyOptions,
): Promise<Section[]> {
  const marked = paper.find(({ benchmark }) => benchmark === mtBench);
  if (marked === undefined) return [];
  const kept = new Set(marked.whole.scored.rows.map(({ prompt }) => prompt));
  return [commercialTable(await readCommercialRouters(data.evals, kept), marked, names)];
}

async function tabulateCalibration(
  paper: readonly MeasuredBenchmark[],
  shipped: readonly StudyRouter[],
  { data, onProgress }: StudyOptions,
): Promise<Section> {
  const sources: SourceForecasts[] = paper.map((one) => ({
    source: one.benchmark.title,
    pair: 'gpt-4-1106-preview / mixtral-8x7b',
    n: one.whole.result.n,
    byRouter: new Map(shipped.map((router) => [router.name, benchmarkForecasts(one, router)])),
  }));
  const { observed, left } = await readObservedSources(data.outcomes);
  for (const [index, source] of observed.entries()) {
    const byRouter = await sourceForecasts(source, shipped);
    const pair = `${source.strong} / ${source.weak}`;
    sources.push({ source: source.source, pair, n: source.rows.length, byRouter });
    onProgress('calibration: sources', index + 1, observed.length);
  }
  return calibrationTable(
    sources,
    left,
    shipped.map(({ name }) => name),
  );
}

async function tabulateRobustness(
  measured: readonly MeasuredBenchmark[],
  shipped: readonly StudyRouter[],
  { onProgress }: StudyOptions,
): Promise<Section> {
  const sets = measured.map(({ benchmark, whole }) => ({
    title: benchmark.title,
    prompts: whole.scored.rows.map(({ prompt }) => prompt),
  }));
  const deciders = shipped.flatMap((router) => {
    const threshold = halfThreshold(router);
    if (threshold === undefined) return [];
    const sampleSize = Math.min(disturbedPrompts, slowLimit(router));
    return [{ router: router.name, scorer: router.scorer, threshold, sampleSize }];
  });
  const steady = [];
  for (const sampleSize of new Set(deciders.map((decider) => decider.sampleSize))) {
    const alike = deciders.filter((decider) => decider.sampleSize === sampleSize);
    const counts = await measureSteadiness(alike, sets, sampleSize, (done, total) =>
      onProgress('disturbed prompts', done, total),
    );
    steady.push(...counts);
  }
  return robustnessTable(steady);
}

async function tabulateBalance(
  everyday: EverydayPrompts,
  shipped: readonly StudyRouter[],
  { onProgress }: StudyOptions,
): Promise<Section> {
  const balanced = [];
  for (const [index, router] of shipped.entries()) {
    const threshold = halfThreshold(router);
    if (threshold === undefined) continue;
    const balance = await measureBalance(router.scorer, threshold, everyday, router.rowLimit);
    balanced.push({ router: router.name, balance });
    onProgress('balance: routers', index + 1, shipped.length);
  }
  return balanceTable(balanced);
}

async function timeRouters(
  prompts: readonly string[],
  shipped: readonly StudyRouter[],
  { onProgress }: StudyOptions,
): Promise<RouterOverhead[]> {
  const overheads: RouterOverhead[] = [];
  for (const [index, { name, router, rowLimit }] of shipped.entries()) {
    const some = sampleRows(prompts, Math.min(timedPrompts, slowLimit({ rowLimit })));
    const { requests, seconds } = await timeRouter(router, some);
    overheads.push({ router: name, requests, ...overheadOf(requests, seconds) });
    onProgress('overhead: routers timed', index + 1, shipped.length);
  }
  return overheads;
}

function slowLimit({ rowLimit }: Pick<StudyRouter, 'rowLimit'>): number {
  return rowLimit === undefined ? Number.POSITIVE_INFINITY : Math.ceil(slowShare * rowLimit);
}
