import path from 'node:path';
import { type Command, InvalidArgumentError, Option } from 'commander';
import type { Baseline } from '../evaluation/baseline';
import { plainBaselines } from '../evaluation/baselines/baselineList';
import { createKnnBaseline, readTrainingGains } from '../evaluation/baselines/knn';
import { randomBaseline } from '../evaluation/baselines/random';
import type { Grid } from '../evaluation/benchmarkResult';
import { benchmarks } from '../evaluation/benchmarks/benchmarkList';
import { locateData } from '../evaluation/dataFolders';
import { evaluate } from '../evaluation/evaluate';
import type { Split } from '../evaluation/outcomes';
import type { Dispatcher } from '../node/dispatcher';
import type { Manifest } from '../node/modelFiles';
import { hashPrompt } from '../node/promptHash';
import { defaultRouterName, requireRouterName, routerNames } from '../node/routers/routerList';
import { TurnoutError } from '../routing/errors';
import type { Router } from '../routing/router';
import { tabulate } from './evaluationTable';
import { printLearningFigures } from './learningFigures';
import { addSourceOptions, type OpenDispatcher, type SourceOptions } from './routerOption';
import type { StudyCommandOptions } from './studyCommand';

export interface EvaluateDeps {
  readonly openDispatcher: OpenDispatcher;
  readonly openManifest: () => Promise<Manifest>;
  readonly runStudy: (options: StudyCommandOptions) => Promise<void>;
  readonly runSlider: (
    options: SourceOptions & MeasuringOptions,
    routers: readonly string[],
  ) => Promise<void>;
  readonly runCurves: (options: SourceOptions & CurvesOptions, routers: readonly string[]) => Promise<void>;
  readonly write: (text: string) => void;
  /** Shows a line that the next one replaces; undefined where nobody is watching. */
  readonly showProgress: ((line: string) => void) | undefined;
}

export interface MeasuringOptions {
  readonly data: string;
  readonly json?: true;
}

export interface CurvesOptions extends MeasuringOptions {
  /** The file to write. */
  readonly curves: string;
  readonly sample?: number;
}

interface EvaluateOptions extends SourceOptions, MeasuringOptions {
  readonly benchmark?: readonly string[];
  readonly router?: readonly string[];
  readonly grid: Grid;
  readonly sample?: number;
  readonly knn: boolean;
  readonly slider?: true;
  readonly curves?: string;
  readonly study?: true;
  readonly learning?: true | Split;
  readonly users: number;
  readonly out: string;
}

const neighbours = 100;

/** `turnout evaluate`: measures routers on benchmarks without calling any model. */
export function addEvaluateCommand(program: Command, deps: EvaluateDeps): void {
  addSourceOptions(program.command('evaluate'))
    .description('measure routers on benchmarks, from the answers that pairs of models gave')
    .requiredOption(
      '--data <folder>',
      'a clone of lm-sys/RouteLLM, or a folder that holds one as RouteLLM and may hold outcomes/*.jsonl',
    )
    .addOption(
      new Option('--benchmark <names...>', 'benchmarks to measure on (default: all)').choices(
        benchmarks.map(({ name }) => name),
      ),
    )
    .option(
      '--router <names...>',
      `routers to measure: ${routerNames.join(', ')} (default: all that are bundled; baselines are always shown)`,
    )
    .addOption(
      new Option('--grid <grid>', "exact, or RouteLLM's own ten bins of win rates")
        .choices(['exact', 'routellm'])
        .default('exact'),
    )
    .addOption(
      new Option('--sample <rows>', 'measure on so many rows of each benchmark, always the same').argParser(
        parseCount,
      ),
    )
    .option('--no-knn', 'leave out the nearest-neighbour baseline, which first embeds every training prompt')
    .option('--json', 'print the results as JSON')
    .addOption(
      new Option(
        '--slider',
        'measure how far the share that the slider sends to the strong model lies from the one it shows',
      ).conflicts(['benchmark', 'sample', 'study', 'curves']),
    )
    .addOption(
      new Option(
        '--curves <file>',
        'write what each router recovers at each share, which the stops of the slider tell (models/qualityCurves.json)',
      ).conflicts(['benchmark', 'json']),
    )
    .addOption(
      new Option(
        '--study',
        "re-run the paper's evaluation with every router there is, or with those of --router, and write a page with tables and plots",
      ).conflicts(['benchmark', 'grid', 'sample', 'json']),
    )
    .addOption(
      new Option(
        '--learning [rows]',
        "what signals of simulated users are worth to them, on test rows; with train, on those that learning's settings were chosen by",
      )
        .choices(['test', 'train'])
        .conflicts(['study', 'benchmark', 'grid', 'sample', 'json']),
    )
    .addOption(
      new Option('--users <count>', 'simulated users of --learning').argParser(parseCount).default(8),
    )
    .option('--out <folder>', "where the study's page is written", path.join('docs', 'study'))
    .action(async (options: EvaluateOptions) => {
      if (options.study) return deps.runStudy(options);
      const routers = options.router && new Set(options.router.map(requireRouterName));
      const bundled = async () => Object.keys((await deps.openManifest()).routers);
      if (options.slider) return deps.runSlider(options, [...(routers ?? (await bundled()))]);
      if (options.curves !== undefined) {
        return deps.runCurves({ ...options, curves: options.curves }, [...(routers ?? (await bundled()))]);
      }
      const data = await locateData(options.data);
      if (options.learning !== undefined) return measureLearning(options, data.outcomes, deps);
      const chosen = benchmarks.filter(
        ({ name, group }) => options.benchmark?.includes(name) ?? (group === 'paper' || data.outcomes),
      );
      const manifest = await deps.openManifest();
      const names = routersToMeasure(routers ?? new Set(Object.keys(manifest.routers)));
      const dispatcher = deps.openDispatcher(options);
      try {
        const trainedOn = await trainedPromptHashes(names, dispatcher);
        const evaluation = await evaluate({
          data,
          benchmarks: chosen,
          routers: names.map((name) => withoutFallback(name, dispatcher)),
          openBaselines: () => openBaselines(options.knn ? data.outcomes : undefined, dispatcher, deps),
          isTrainedOn: (prompt) => trainedOn.has(hashPrompt(prompt)),
          sample: options.sample,
          grid: options.grid,
          onProgress: (benchmark, done, total) =>
            showShare(deps, `${benchmark.title}: ${done} of ${total} prompts scored`, done, total),
        }).finally(() => deps.showProgress?.(''));
        const notes = data.outcomes === undefined ? [withoutOutcomes(options.data)] : [];
        deps.write(
          options.json
            ? `${JSON.stringify({ ...evaluation, grid: options.grid, notes })}\n`
            : tabulate(evaluation, options.grid, notes),
        );
      } finally {
        await dispatcher.close();
      }
    });
}

async function measureLearning(
  options: EvaluateOptions,
  outcomesFolder: string | undefined,
  deps: EvaluateDeps,
): Promise<void> {
  if (outcomesFolder === undefined) {
    throw new TurnoutError('bad-input', `--learning needs the folder "outcomes" in ${options.data}.`);
  }
  const [router = defaultRouterName] = options.router ?? [];
  const split = options.learning === 'train' ? 'train' : 'test';
  const dispatcher = deps.openDispatcher(options);
  try {
    await printLearningFigures(
      { outcomesFolder, split, router, users: options.users },
      { ...deps, dispatcher },
    );
  } finally {
    await dispatcher.close();
  }
}

/** Random is a baseline: it is measured whether asked for or not. */
function routersToMeasure(names: ReadonlySet<string>): string[] {
  return routerNames.filter((name) => names.has(name) && name !== randomBaseline.name);
}

/** A prompt that one of the routers learned from is left out for all: they are compared on the same rows. */
async function trainedPromptHashes(
  names: readonly string[],
  dispatcher: Dispatcher,
): Promise<ReadonlySet<string>> {
  const hashes = new Set<string>();
  for (const name of names) {
    for (const hash of (await dispatcher.open(name)).trainedPromptHashes) hashes.add(hash);
  }
  return hashes;
}

/** A fallback would be measured under another router's name, so none may take over. */
function withoutFallback(name: string, dispatcher: Dispatcher): Router {
  return { name, winRate: (prompt) => dispatcher.winRate(prompt, { router: name, ifUnavailable: 'fail' }) };
}

async function openBaselines(
  outcomes: string | undefined,
  dispatcher: Dispatcher,
  deps: EvaluateDeps,
): Promise<readonly Baseline[]> {
  if (outcomes === undefined) return plainBaselines;
  const knn = await createKnnBaseline({
    training: await readTrainingGains(outcomes),
    embed: dispatcher.embed,
    neighbours,
    onProgress: (done, total) =>
      showShare(deps, `nearest neighbours: ${done} of ${total} training prompts embedded`, done, total),
  });
  return [...plainBaselines, knn];
}

function withoutOutcomes(dataFolder: string): string {
  const code = benchmarks.filter(({ group }) => group === 'code').map(({ title }) => title);
  return `${dataFolder} holds no folder "outcomes": ${code.join(', ')} and the baseline knn are left out.`;
}

function showShare({ showProgress }: EvaluateDeps, line: string, done: number, total: number): void {
  if (done % 10 === 0 || done === total) showProgress?.(line);
}

function parseCount(text: string): number {
  const count = Number(text);
  if (!Number.isInteger(count) || count < 1) {
    throw new InvalidArgumentError('It must be a whole number from 1.');
  }
  return count;
}
