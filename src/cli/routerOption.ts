import { type Command, InvalidArgumentError } from 'commander';
import type { Dispatcher, RouterChoice } from '../node/dispatcher';
import { proxiedFetch } from '../node/proxiedFetch';
import type { CausalEndpoint } from '../node/routers/causalEndpoint';
import { defaultRouterName, type NamedPair, routerNames } from '../node/routers/routerList';
import { TurnoutError } from '../routing/errors';

/** Where the user says that routers are to be had. */
export interface SourceOptions {
  readonly pack: readonly string[];
  readonly causalUrl?: string;
  readonly causalModel?: string;
  /** The strong model's name and the weak one's, whom the win rates are to be of. */
  readonly pair?: readonly string[];
}

export type OpenDispatcher = (options: SourceOptions) => Dispatcher;

/** Adds `--router NAME` and the options of {@link addSourceOptions} to a command. */
export function addRouterOption(command: Command): Command {
  return addSourceOptions(
    command.option(
      '--router <name>',
      `router that scores: ${routerNames.join(', ')} (default: ${defaultRouterName})`,
    ),
  );
}

/** Adds `--pack FOLDER`, as often as there are packs, and `--causal-url URL --causal-model NAME`. */
export function addSourceOptions(command: Command): Command {
  return command
    .option(
      '--pack <folder>',
      'folder of a router that does not come with Turnout; may be given several times',
      (folder: string, earlier: readonly string[]) => [...earlier, folder],
      [],
    )
    .option(
      '--causal-url <url>',
      'OpenAI-compatible endpoint with log-probabilities that is to be causal_llm; a key is read from TURNOUT_CAUSAL_KEY',
    )
    .option('--causal-model <name>', 'its model');
}

/** Adds `--pair STRONG WEAK`. */
export function addPairOption(command: Command): Command {
  return command.option(
    '--pair <strong weak...>',
    'names of the two models, by which the default router knows how able they are (default: the pair of the paper)',
  );
}

/** @throws TurnoutError `bad-input` unless two names are given */
export function namedPair([strong, weak, ...more]: readonly string[]): NamedPair {
  if (!strong || !weak || more.length > 0) {
    throw new TurnoutError('bad-input', 'Give --pair the names of two models: --pair STRONG WEAK.');
  }
  return { names: { strong, weak }, told: {} };
}

/**
 * @returns undefined where no endpoint is named
 * @throws TurnoutError `bad-input` when only one of URL and model is
 */
export function causalEndpointOf(
  { causalUrl: baseUrl, causalModel: model }: SourceOptions,
  environment: NodeJS.ProcessEnv,
): CausalEndpoint | undefined {
  if (baseUrl === undefined && model === undefined) return undefined;
  if (!baseUrl || !model) {
    throw new TurnoutError('bad-input', 'Name both, --causal-url and --causal-model.');
  }
  return { baseUrl, model, apiKey: environment.TURNOUT_CAUSAL_KEY, fetch: proxiedFetch(environment) };
}

/** A router asked for by name must be the one that scores; only the unnamed default may fall back. */
export function routerChoice(name: string | undefined): RouterChoice {
  return name === undefined
    ? { router: defaultRouterName, ifUnavailable: 'fall-back' }
    : { router: name, ifUnavailable: 'fail' };
}

/** Reads an option's value as a number from 0 to 1. */
export function parseFraction(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !(value >= 0 && value <= 1)) {
    throw new InvalidArgumentError('It must be a number from 0 to 1.');
  }
  return value;
}
