import { type Command, Option } from 'commander';
import type { Dispatcher, Limit } from '../node/dispatcher';
import type { Explainer } from '../node/explainer';
import { requireAsk } from '../routing/asking/ask';
import type { RoutedDecision } from '../routing/decision';
import { explanationLines } from './explanationLines';
import {
  addPairOption,
  addRouterOption,
  type OpenDispatcher,
  parseFraction,
  routerChoice,
  type SourceOptions,
} from './routerOption';

interface RouteOptions extends SourceOptions {
  readonly router?: string;
  readonly strongShare?: number;
  readonly threshold?: number;
  readonly json?: true;
  readonly explain?: true;
}

export interface RouteCommandDeps {
  readonly openDispatcher: OpenDispatcher;
  readonly openExplainer: (dispatcher: Dispatcher) => Explainer;
}

const defaultStrongShare = 0.5;

/** `turnout route "PROMPT"`: decides one prompt. */
export function addRouteCommand(program: Command, { openDispatcher, openExplainer }: RouteCommandDeps): void {
  addPairOption(
    addRouterOption(program.command('route').description('decide which model should answer a prompt')),
  )
    .argument('<prompt>', 'the prompt')
    .addOption(
      new Option(
        '--strong-share <share>',
        'share of prompts meant for the strong model, 0 to 1 (default: 0.5)',
      ).argParser(parseFraction),
    )
    .addOption(
      new Option('--threshold <threshold>', 'win rate from which the strong model answers, 0 to 1')
        .argParser(parseFraction)
        .conflicts('strongShare'),
    )
    .option('--json', 'print the decision as JSON')
    .option(
      '--explain',
      'also tell what the win rate rests on: the task, how often each model would do, and where it falls among others',
    )
    .action(async (prompt: string, options: RouteOptions) => {
      const dispatcher = openDispatcher(options);
      try {
        const ask = requireAsk(prompt);
        const decision = await dispatcher.decide(ask, routerChoice(options.router), limitOf(options));
        const explanation = options.explain && (await openExplainer(dispatcher).explain(ask, decision));
        if (options.json) {
          const { rank = null, assessment = null } = explanation ?? {};
          const told = explanation && { explanation: { rank, assessment } };
          process.stdout.write(`${JSON.stringify({ ...decision, ...told })}\n`);
        } else {
          const lines = explanation ? explanationLines(explanation) : [];
          process.stdout.write(describe(decision) + lines.map((line) => `${line}\n`).join(''));
        }
      } finally {
        await dispatcher.close();
      }
    });
}

function limitOf({ strongShare, threshold }: RouteOptions): Limit {
  return threshold === undefined
    ? { kind: 'strong-share', strongShare: strongShare ?? defaultStrongShare }
    : { kind: 'threshold', threshold };
}

function describe(decision: RoutedDecision): string {
  return `${decision.model}: ${reasonOf(decision)}\n${footerOf(decision)}\n`;
}

function reasonOf({ reason }: RoutedDecision): string {
  switch (reason.code) {
    case 'win-rate-reaches-threshold':
      return `win rate ${reason.winRate.toFixed(3)} reaches the threshold ${reason.threshold.toFixed(3)}`;
    case 'win-rate-below-threshold':
      return `win rate ${reason.winRate.toFixed(3)} is below the threshold ${reason.threshold.toFixed(3)}`;
    case 'shape-reaches-threshold':
      return `win rate ${reason.winRate.toFixed(3)} reaches the threshold ${reason.threshold.toFixed(3)}; ${unreadable(reason.unknownShare)}`;
    case 'shape-below-threshold':
      return `win rate ${reason.winRate.toFixed(3)} is below the threshold ${reason.threshold.toFixed(3)}; ${unreadable(reason.unknownShare)}`;
    case 'router-failed':
      return `no win rate (${reason.detail})`;
  }
}

function unreadable(unknownShare: number): string {
  return `${(unknownShare * 100).toFixed(0)} % of this text is in a script the router cannot read, so its shape decided`;
}

function footerOf({ router, strongShare, ms }: RoutedDecision): string {
  return `router ${router}, strong share ${(strongShare * 100).toFixed(0)} %, decided in ${ms.toFixed(0)} ms`;
}
