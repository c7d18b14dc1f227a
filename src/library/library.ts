import path from 'node:path';
import { dataFolder } from '../node/dataFolder';
import { createDispatcher, type Limit, type RouterChoice } from '../node/dispatcher';
import type { CausalEndpoint } from '../node/routers/causalEndpoint';
import { defaultRouterName } from '../node/routers/routerList';
import { calibrationFolder } from '../node/slider/savedCalibration';
import { areMessages, askOf, type LooseMessage, requireAsk } from '../routing/asking/ask';
import type { RoutedDecision as Decision } from '../routing/decision';
import { TurnoutError, type TurnoutErrorCode } from '../routing/errors';
import type { RoutedReason as Reason } from '../routing/reason';

export type { Decision, LooseMessage, Reason, TurnoutErrorCode };
export { TurnoutError };

/** A prompt, or a conversation in OpenAI's or Anthropic's format, of which the last thing a person asked is read. */
export type Prompt = string | readonly LooseMessage[];

/** Where the line is drawn: by the share of prompts meant for the strong model, or by the win rate it answers from. */
export type Line =
  /** In [0, 1]. */
  | { readonly strongShare?: number; readonly threshold?: undefined }
  /** In [0, 1]. */
  | { readonly threshold: number; readonly strongShare?: undefined };

export interface SourceOptions {
  /**
   * One of Turnout's routers by its name. A router that is named never gives way to another; the default one does where
   * this machine cannot run it.
   */
  readonly router?: string;
  /** Names of the two models, by which the default router knows how able they are; absent: the pair of the paper. */
  readonly pair?: { readonly strong: string; readonly weak: string };
  /** Folders of routers that do not come with Turnout. */
  readonly packs?: readonly string[];
  /** The model of your own that is to be `causal_llm`. */
  readonly causalLlm?: {
    readonly baseUrl: string;
    readonly model: string;
    readonly apiKey?: string | undefined;
  };
  /** Told once, when another router takes the default one's place, why it had to. */
  readonly onFallback?: (why: TurnoutError) => void;
}

export type RouterOptions = SourceOptions & Line;

/** Decides which of two models should answer, on this machine. */
export interface Router {
  /**
   * @param line another one than {@link createRouter} was given, for this prompt alone
   * @throws TurnoutError `empty-prompt` or `bad-input`; also when a router that was named fails on the prompt
   */
  decide(prompt: Prompt, line?: Line): Promise<Decision>;
  /**
   * The chance that the strong model's answer beats the weak one's, in [0, 1).
   *
   * @throws TurnoutError when there is nothing to read or the router fails on it
   */
  winRate(prompt: Prompt): Promise<number>;
  /** Stops the encoder's thread. A program may also end without. */
  close(): Promise<void>;
}

/**
 * Opens a router. It needs no key and no network, unless `causalLlm` lies elsewhere.
 *
 * @throws TurnoutError `unknown-router`, `bad-input` or `weights-*`, naming what is wrong
 */
export async function createRouter(options: RouterOptions = {}): Promise<Router> {
  const choice: RouterChoice =
    options.router === undefined
      ? { router: defaultRouterName, ifUnavailable: 'fall-back' }
      : { router: options.router, ifUnavailable: 'fail' };
  const usual = limitOf(options);
  const dispatcher = createDispatcher({
    modelsFolder: path.join(__dirname, '..', 'models'),
    packFolders: options.packs ?? [],
    causalEndpoint: endpointOf(options),
    pair: options.pair && { names: options.pair, told: {} },
    calibrationFolder: calibrationFolder(dataFolder(process.env)),
    workerFile: path.join(__dirname, 'encoderWorker.js'),
    onFallback: (why) => options.onFallback?.(why),
  });
  if (choice.ifUnavailable === 'fail') {
    try {
      await dispatcher.open(choice.router);
    } catch (error) {
      await dispatcher.close();
      throw error;
    }
  }
  return {
    decide: async (prompt, line) =>
      dispatcher.decide(readAsk(prompt), choice, line === undefined ? usual : limitOf(line)),
    winRate: async (prompt) => (await dispatcher.winRate(readAsk(prompt), choice)).winRate,
    close: () => dispatcher.close(),
  };
}

const usualStrongShare = 0.5;

function limitOf({ strongShare, threshold }: Line): Limit {
  if (threshold === undefined) {
    return {
      kind: 'strong-share',
      strongShare: requireFraction('strongShare', strongShare ?? usualStrongShare),
    };
  }
  if (strongShare === undefined) {
    return { kind: 'threshold', threshold: requireFraction('threshold', threshold) };
  }
  throw new TurnoutError('bad-input', 'Give one of strongShare and threshold, not both.');
}

/** Programs in plain JavaScript may pass anything. */
function requireFraction(name: string, value: unknown): number {
  if (typeof value === 'number' && value >= 0 && value <= 1) return value;
  throw new TurnoutError('bad-input', `${name} must be a number from 0 to 1, not ${String(value)}.`);
}

function readAsk(prompt: Prompt): string {
  if (typeof prompt === 'string') return requireAsk(prompt);
  if (areMessages(prompt)) return askOf(prompt);
  throw new TurnoutError('bad-input', 'A prompt is a string or a list of messages with role and content.');
}

function endpointOf({ causalLlm }: SourceOptions): CausalEndpoint | undefined {
  return causalLlm && { apiKey: undefined, ...causalLlm };
}
