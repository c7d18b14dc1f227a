import type { Side } from '../../routing/chat';
import { type Wording, worded, wordingOf } from '../../routing/errors';
import type { Calibration } from '../../routing/slider/calibration';
import { blendCalibration, collapsedSide } from '../../routing/slider/ownCalibration';
import type { CalibratedRouter } from '../routers/calibratedRouter';
import { createOwnWinRates } from './ownWinRates';

/** A router's calibration, moved towards the user's own prompts as far as they tell. */
export interface OwnCalibration {
  readonly calibration: Calibration;
  /** Of the user's prompts, oldest first. */
  readonly winRates: readonly number[];
}

/** The calibrations of one host, which follow what all hosts of this user learn. */
export interface OwnCalibrations {
  /** As it stands; read from disk the first time. */
  of(router: CalibratedRouter): Promise<OwnCalibration>;
  /** As {@link OwnCalibrations.of} last was for the router of this name; undefined before. */
  known(router: string): OwnCalibration | undefined;
  /** Counts one more prompt of the user's, on disk and then here, a moment later. Never rejects. */
  learn(router: CalibratedRouter, winRate: number): void;
  /** Resolves once all that was learnt is on disk. */
  settle(): Promise<void>;
}

export interface OwnCalibrationsOptions {
  /** As of `ownWinRatesFolder`. */
  readonly folder: string;
  /** Told where win rates cannot be read or kept, and why. */
  readonly onTrouble: (trouble: Wording) => void;
  /** Told when something was learnt. */
  readonly onLearnt?: () => void;
  /** Told once a router: nearly all of the user's prompts go to one side wherever the slider stands. */
  readonly onCollapse: (router: string, side: Side) => void;
}

/** Answers go before learning: prompts that come at once are learnt from together, after this many milliseconds. */
const pauseMs = 200;

export function createOwnCalibrations({
  folder,
  onTrouble,
  onLearnt,
  onCollapse,
}: OwnCalibrationsOptions): OwnCalibrations {
  const byName = new Map<string, OwnCalibration & { readonly hash: string }>();
  const told = new Set<string>();
  /** By the hash of the router that scored them. */
  const unlearnt = new Map<string, { readonly router: CalibratedRouter; readonly winRates: number[] }>();
  let pause: NodeJS.Timeout | undefined;
  let learning = Promise.resolve();

  const take = (
    { router: { name }, hash, calibration }: CalibratedRouter,
    winRates: readonly number[],
  ): OwnCalibration => {
    const own = { calibration: blendCalibration(calibration, winRates), winRates, hash };
    byName.set(name, own);
    const side = told.has(name) ? undefined : collapsedSide(own.calibration, winRates);
    if (side !== undefined) {
      told.add(name);
      onCollapse(name, side);
    }
    return own;
  };

  const of = async (router: CalibratedRouter): Promise<OwnCalibration> => {
    const known = byName.get(router.router.name);
    // Another model or other weights under the same name are another router.
    if (known?.hash === router.hash) return known;
    try {
      return take(router, await createOwnWinRates(folder, router).read());
    } catch (error) {
      onTrouble(worded('{0} cannot be read: {1}', folder, wordingOf(error)));
      return take(router, []);
    }
  };

  const learnNow = async (router: CalibratedRouter, winRates: readonly number[]): Promise<void> => {
    const store = createOwnWinRates(folder, router);
    try {
      await store.append(...winRates);
      // Read back, since other hosts learn meanwhile and anything may have been erased.
      take(router, await store.read());
    } catch (error) {
      onTrouble(worded('{0} cannot be written: {1}', folder, wordingOf(error)));
      take(router, [...(byName.get(router.router.name)?.winRates ?? []), ...winRates]);
    }
    onLearnt?.();
  };

  const learnAll = (): Promise<void> => {
    clearTimeout(pause);
    pause = undefined;
    for (const { router, winRates } of unlearnt.values()) {
      learning = learning.then(() => learnNow(router, winRates));
    }
    unlearnt.clear();
    return learning;
  };

  return {
    of,
    known: (router) => byName.get(router),
    learn: (router, winRate) => {
      const waiting = unlearnt.get(router.hash) ?? { router, winRates: [] };
      waiting.winRates.push(winRate);
      unlearnt.set(router.hash, waiting);
      pause ??= setTimeout(learnAll, pauseMs);
    },
    settle: learnAll,
  };
}
