import { writeFile } from 'node:fs/promises';
import { benchmarks } from '../evaluation/benchmarks/benchmarkList';
import { locateData } from '../evaluation/dataFolders';
import { prepareBenchmark } from '../evaluation/preparedBenchmark';
import { meanQualityCurve } from '../evaluation/qualityCurve';
import { type ScoredBenchmark, scoreBenchmark } from '../evaluation/scoredBenchmark';
import { createScoreMemory } from '../evaluation/study/studyRouter';
import { hashPrompt } from '../node/promptHash';
import { TurnoutError } from '../routing/errors';
import type { QualityCurves } from '../routing/slider/stopForecast';
import type { CurvesOptions } from './evaluateCommand';
import type { MeasuringDeps } from './sliderCommand';

/** `turnout evaluate --curves FILE`: what each router recovers at each share, as the slider's stops tell it. */
export async function runCurvesCommand(
  options: CurvesOptions,
  routers: readonly string[],
  { dispatcher, memoryFolder, write, showProgress }: MeasuringDeps,
): Promise<void> {
  const data = await locateData(options.data);
  if (data.outcomes === undefined) {
    throw new TurnoutError(
      'bad-input',
      `The curves are measured on the folder "outcomes" in ${options.data}.`,
    );
  }
  const memory = createScoreMemory(memoryFolder);
  const scored: ScoredBenchmark[] = [];
  const curves: Record<string, QualityCurves['routers'][string]> = {};
  try {
    const opened = await Promise.all(
      routers.map(async (name) => ({ name, ...(await dispatcher.open(name)) })),
    );
    const trainedOn = new Set(opened.flatMap(({ trainedPromptHashes }) => trainedPromptHashes));
    const isTrainedOn = (prompt: string) => trainedOn.has(hashPrompt(prompt));
    const scorers = [];
    for (const router of opened) {
      const remembered = await memory.rememberRouter({ ...router, augmentation: 'all', rowLimit: undefined });
      scorers.push(remembered.scorer);
    }
    for (const benchmark of benchmarks) {
      const prepared = await prepareBenchmark(benchmark, { data, isTrainedOn, sample: options.sample });
      const onProgress = (done: number, total: number) => {
        if (done % 10 === 0) showProgress?.(`${benchmark.title}: ${done} of ${total} prompts scored`);
      };
      scored.push(await scoreBenchmark(prepared, { routers: [], baselines: scorers, onProgress }));
    }
    for (const { name, hash } of opened) {
      showProgress?.(`${name}: resampling`);
      const rows = scored.map(({ rankings }) => rankings.find((one) => one.name === name)?.rows ?? []);
      curves[name] = {
        hash,
        points: meanQualityCurve(rows).map(({ strongShare, pgr, interval: [low, high] }) => ({
          strongShare,
          pgr: round(pgr),
          low: round(low),
          high: round(high),
        })),
      };
    }
  } finally {
    showProgress?.('');
    await memory.close();
  }
  const measuredOn = scored.map(({ benchmark: { title }, rows }) => ({ title, prompts: rows.length }));
  const file: QualityCurves = { benchmarks: measuredOn, routers: curves };
  await writeFile(options.curves, `${JSON.stringify(file, undefined, 1)}\n`);
  write(`${options.curves} written.\n`);
}

function round(value: number): number {
  return Number(value.toFixed(4));
}
