import { readablePrompt } from '../routing/asking/readablePrompt';
import { type Cut, decide, decideWithoutWinRate, type RoutedDecision } from '../routing/decision';
import { TurnoutError, worded, wordingOf } from '../routing/errors';
import type { Embed, Estimate, Router } from '../routing/router';
import { type Calibration, shareForThreshold, thresholdForShare } from '../routing/slider/calibration';
import { createEncoder } from './encoder/encoder';
import type { Learning } from './learning/learning';
import { type ModelFiles, openModelFiles } from './modelFiles';
import type { CalibratedRouter, HashedRouter } from './routers/calibratedRouter';
import { type CausalEndpoint, evenCalibration } from './routers/causalEndpoint';
import { createPacks } from './routers/packs';
import {
  fallbackRouterName,
  type NamedPair,
  openAugmentedRouter,
  openRouter,
  requireRouterName,
} from './routers/routerList';
import type { OwnCalibrations } from './slider/ownCalibrations';
import { readSavedCalibration } from './slider/savedCalibration';

/** Which router to ask, and what to do where it cannot be loaded on this machine. */
export interface RouterChoice {
  readonly router: string;
  readonly ifUnavailable: 'fall-back' | 'fail';
}

/** Where the user drew the line: as a share of prompts or as a raw threshold, both in [0, 1]. */
export type Limit =
  | { readonly kind: 'strong-share'; readonly strongShare: number }
  | { readonly kind: 'threshold'; readonly threshold: number };

/** Scores and decides with the weights of models/ and of packs; everything is loaded with the first prompt. */
export interface Dispatcher {
  /**
   * The router itself, never a fallback; it works until {@link close}.
   *
   * @throws TurnoutError when it cannot be loaded
   */
  open(router: string): Promise<CalibratedRouter>;
  /** As {@link open}, for the weights that the manifest lists under an augmentation. */
  openAugmented(router: string, augmentation: string): Promise<HashedRouter>;
  /**
   * Scores one prompt.
   *
   * @throws TurnoutError when the router fails on it, or cannot be loaded and may not or cannot fall back
   */
  winRate(prompt: string, choice: RouterChoice): Promise<Estimate>;
  /**
   * Decides one prompt. A router that fails on it decides for strong.
   *
   * @throws TurnoutError `unknown-router`, or with `ifUnavailable: 'fail'` for anything that goes wrong
   */
  decide(prompt: string, choice: RouterChoice, limit: Limit): Promise<RoutedDecision>;
  /**
   * Where the line is drawn for this router or, where it may and must fall back, for that one.
   *
   * @throws TurnoutError as {@link decide}
   */
  cut(choice: RouterChoice, limit: Limit): Promise<Cut>;
  /** The sentence encoder that the routers of models/ share; it remembers the last prompt. */
  readonly embed: Embed;
  close(): Promise<void>;
}

export interface DispatcherOptions {
  readonly modelsFolder: string;
  /** Folders of the user's, each a pack. */
  readonly packFolders: readonly string[];
  /** The user's own model for the router causal_llm, which goes before its pack. */
  readonly causalEndpoint?: CausalEndpoint | undefined;
  /** Whom the win rates are of; absent: the pair of the paper. */
  readonly pair?: NamedPair | undefined;
  /** Where the user's own calibrations lie, which go before those that come with the weights; absent: none. */
  readonly calibrationFolder?: string;
  /** The built `encoderWorker.js`. */
  readonly workerFile: string;
  /** Told once, when the fallback router first takes over, why it had to. */
  readonly onFallback: (why: TurnoutError) => void;
  /** Corrects every win rate by what was learnt from the user's own signals; absent: none is corrected. */
  readonly personalise?: Learning['personalise'];
  /** Told once that shares were mapped to thresholds evenly, since nobody has calibrated this router. */
  readonly onUncalibrated?: (router: string) => void;
  /** What is known of the user's own prompts, which thresholds follow; absent: nothing. */
  readonly own?: OwnCalibrations;
  /** Whether the prompts that are decided here are the user's own, to be learnt from. */
  readonly learns?: boolean;
}

/** Of a router's hash, as many digits as tell its versions apart. */
const versionDigits = 16;

/** A router that takes longer on one prompt, its loading included, has failed on it. */
const patienceMs = 20_000;

export function createDispatcher(options: DispatcherOptions): Dispatcher {
  const { modelsFolder, causalEndpoint, calibrationFolder, workerFile, onFallback, onUncalibrated } = options;
  const { own, learns = false } = options;
  const encoder = createEncoder(workerFile, modelsFolder);
  const packs = createPacks(options);
  const opened = new Map<string, CalibratedRouter>();
  const opening = new Map<string, Promise<CalibratedRouter>>();
  let models: ModelFiles | undefined;
  let fellBack = false;
  let toldUncalibrated = false;
  // Asked again at once, of the other model or after a tool has run, a prompt is still one.
  let lastLearnt: string | undefined;

  const sources = async () => {
    models ??= await openModelFiles(modelsFolder);
    return {
      models,
      embed: encoder.embed,
      startEncoder: encoder.start,
      openPack: packs.open,
      causalEndpoint,
      pair: options.pair,
    };
  };

  /** Prompts that come at once wait for one reading of the weights; one that failed is tried again. */
  const open = async (name: string): Promise<CalibratedRouter> => {
    const known = opened.get(requireRouterName(name));
    if (known !== undefined) return known;
    const reading = opening.get(name) ?? read(name).finally(() => opening.delete(name));
    opening.set(name, reading);
    return reading;
  };

  const read = async (name: string): Promise<CalibratedRouter> => {
    const bundled = await openRouter(name, await sources());
    const saved = calibrationFolder && (await readSavedCalibration(calibrationFolder, bundled));
    const router = saved ? { ...bundled, calibration: { ...saved, ownSample: true as const } } : bundled;
    opened.set(name, router);
    return router;
  };

  const score = async (
    name: string,
    prompt: string,
  ): Promise<{ estimate: Estimate; router: CalibratedRouter }> => {
    const router = await open(name);
    const scored = estimateOf(router.router, prompt);
    const embed = () => encoder.embed(readablePrompt(prompt));
    const own = options.personalise?.(scored, { prompt, router: name, embed });
    return { estimate: await (own ?? scored), router };
  };

  const calibrationOf = async (router: CalibratedRouter): Promise<Calibration> =>
    own === undefined ? router.calibration : (await own.of(router)).calibration;

  /** Scores with the chosen router, or with the fallback where that one cannot be loaded. */
  const scoreWith = async (choice: RouterChoice, prompt: string) => {
    try {
      return await score(choice.router, prompt);
    } catch (error) {
      if (choice.ifUnavailable === 'fail' || choice.router === fallbackRouterName || !isUnavailable(error))
        throw error;
      const scored = await score(fallbackRouterName, prompt);
      if (!fellBack) onFallback(error);
      fellBack = true;
      return scored;
    }
  };

  return {
    open,
    openAugmented: async (router, augmentation) => openAugmentedRouter(router, augmentation, await sources()),
    winRate: async (prompt, choice) => (await scoreWith(choice, prompt)).estimate,
    decide: async (prompt, choice, limit) => {
      const started = performance.now();
      try {
        const { estimate, router } = await scoreWith(choice, prompt);
        const calibration = await calibrationOf(router);
        if (limit.kind === 'strong-share' && calibration === evenCalibration && !toldUncalibrated) {
          toldUncalibrated = true;
          onUncalibrated?.(router.router.name);
        }
        const decision = decide(estimate, cutOf(router, calibration, limit), performance.now() - started);
        if (learns && prompt !== lastLearnt) own?.learn(router, estimate.winRate);
        lastLearnt = prompt;
        return decision;
      } catch (error) {
        if (choice.ifUnavailable === 'fail' || !(error instanceof TurnoutError) || isUsersMistake(error))
          throw error;
        const router = opened.get(choice.router) ?? opened.get(fallbackRouterName);
        const cut =
          router === undefined
            ? uncalibratedCut(choice.router, limit)
            : cutOf(router, await calibrationOf(router), limit);
        return decideWithoutWinRate(wordingOf(error), cut, performance.now() - started);
      }
    },
    cut: async (choice, limit) => {
      const named = requireRouterName(choice.router);
      for (const name of [named, fallbackRouterName]) {
        try {
          const router = await open(name);
          return cutOf(router, await calibrationOf(router), limit);
        } catch (error) {
          if (choice.ifUnavailable === 'fail' || !isUnavailable(error)) throw error;
        }
      }
      return uncalibratedCut(named, limit);
    },
    embed: encoder.embed,
    close: async () => {
      await own?.settle();
      await Promise.all([encoder.close(), packs.close()]);
    },
  };
}

function cutOf({ router, hash }: HashedRouter, calibration: Calibration, limit: Limit): Cut {
  const drawn =
    limit.kind === 'strong-share'
      ? { threshold: thresholdForShare(calibration, limit.strongShare), strongShare: limit.strongShare }
      : { threshold: limit.threshold, strongShare: shareForThreshold(calibration, limit.threshold) };
  return { router: router.name, routerVersion: hash.slice(0, versionDigits), ...drawn };
}

/** Without any weights the decision is strong whatever the cut; its numbers only echo the user's. */
function uncalibratedCut(router: string, limit: Limit): Cut {
  return limit.kind === 'strong-share'
    ? { router, threshold: 1 - limit.strongShare, strongShare: limit.strongShare }
    : { router, threshold: limit.threshold, strongShare: 1 - limit.threshold };
}

/** Whether a router cannot be had on this machine, whatever the prompt. */
export function isUnavailable(error: unknown): error is TurnoutError {
  return (
    error instanceof TurnoutError &&
    (error.code === 'encoder-unavailable' ||
      error.code === 'weights-missing' ||
      error.code === 'weights-damaged')
  );
}

function isUsersMistake(error: TurnoutError): boolean {
  return error.code === 'unknown-router' || error.code === 'bad-input' || error.code === 'empty-prompt';
}

async function estimateOf(router: Router, prompt: string): Promise<Estimate> {
  const estimate = await withPatience(router.winRate(prompt), router.name);
  const { winRate } = estimate;
  if (winRate >= 0 && winRate < 1) return estimate;
  throw new TurnoutError(
    'router-failed',
    worded('Router "{0}" gave {1}, which is no win rate.', router.name, winRate),
  );
}

async function withPatience(estimate: Promise<Estimate>, router: string): Promise<Estimate> {
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () =>
        reject(
          new TurnoutError(
            'router-failed',
            worded('Router "{0}" gave no win rate within {1} s.', router, patienceMs / 1000),
          ),
        ),
      patienceMs,
    );
  });
  try {
    return await Promise.race([estimate, tooLate]);
  } finally {
    clearTimeout(timer);
  }
}
