import { type Command, Option } from 'commander';
import type { Benchmark } from '../evaluation/benchmark';
import { benchmarks } from '../evaluation/benchmarks/benchmarkList';
import { locateEvals } from '../evaluation/benchmarks/routellmFiles';
import { evaluate, randomRouterName } from '../evaluation/evaluate';
import type { Dispatcher } from '../node/dispatcher';
import type { Manifest } from '../node/modelFiles';
import { hashPrompt } from '../node/promptHash';
import { requireRouterName, routerNames } from '../node/routerList';
import type { Router } from '../routing/router';
import { tabulate } from './evaluationTable';

export interface EvaluateDeps {
  readonly openDispatcher: () => Dispatcher;
  readonly openManifest: () => Promise<Manifest>;
  readonly write: (text: string) => void;
  /** Shows a line that the next one replaces; undefined where nobody is watching. */
  readonly showProgress: ((line: string) => void) | undefined;
}

interface EvaluateOptions {
  readonly data: string;
  readonly benchmark?: readonly string[];
  readonly router?: readonly string[];
  readonly json?: true;
}

/** `turnout evaluate`: measures routers on RouteLLM's benchmarks without calling any model. */
export function addEvaluateCommand(program: Command, deps: EvaluateDeps): void {
  program
    .command('evaluate')
    .description("measure routers on RouteLLM's benchmarks, from the answers its pair of models gave")
    .requiredOption('--data <folder>', 'a clone of lm-sys/RouteLLM, or the folder that holds one as RouteLLM')
    .addOption(
      new Option('--benchmark <names...>', 'benchmarks to measure on (default: all)').choices(
        benchmarks.map(({ name }) => name),
      ),
    )
    .option(
      '--router <names...>',
      `routers to measure: ${routerNames.join(', ')} (default: all; ${randomRouterName} is always shown)`,
    )
    .option('--json', 'print the results as JSON')
    .action(async (options: EvaluateOptions) => {
      const routers = options.router && new Set(options.router.map(requireRouterName));
      const evals = await locateEvals(options.data);
      const manifest = await deps.openManifest();
      const trainedOn = new Set(manifest.trainedPromptHashes);
      const dispatcher = deps.openDispatcher();
      try {
        const results = await evaluate({
          evals,
          benchmarks: benchmarks.filter(({ name }) => options.benchmark?.includes(name) ?? true),
          routers: routersToMeasure(routers ?? new Set(Object.keys(manifest.routers)), dispatcher),
          isTrainedOn: (prompt) => trainedOn.has(hashPrompt(prompt)),
          onProgress: (benchmark, done, total) => showShare(deps, benchmark, done, total),
        }).finally(() => deps.showProgress?.(''));
        deps.write(options.json ? `${JSON.stringify({ benchmarks: results })}\n` : tabulate(results));
      } finally {
        await dispatcher.close();
      }
    });
}

/** A fallback would be measured under another router's name, so none may take over. */
function routersToMeasure(names: ReadonlySet<string>, dispatcher: Dispatcher): Router[] {
  return routerNames
    .filter((name) => names.has(name) && name !== randomRouterName)
    .map((name) => ({
      name,
      winRate: (prompt) => dispatcher.winRate(prompt, { router: name, ifUnavailable: 'fail' }),
    }));
}

function showShare({ showProgress }: EvaluateDeps, benchmark: Benchmark, done: number, total: number): void {
  if (done % 10 === 0 || done === total) {
    showProgress?.(`${benchmark.title}: ${done} of ${total} prompts scored`);
  }
}
