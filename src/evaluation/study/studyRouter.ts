import type { Router } from '../../routing/router';
import { type Calibration, thresholdForShare } from '../../routing/slider/calibration';
import { fingerprint, hashAll } from './fingerprint';
import { rememberScorer } from './rememberedScorer';
import { openScoreCache, type ScoreCache } from './scoreCache';
import { type Scorer, scoreByRouter } from './scorer';

/** On which parts of the preference data weights were trained; `all` is what Turnout ships. */
export const augmentations = ['base', 'golden', 'judge', 'labels', 'all'] as const;
export type Augmentation = (typeof augmentations)[number];

/** Weights that the study can measure. */
export interface OpenedRouter {
  readonly name: string;
  readonly augmentation: Augmentation;
  readonly router: Router;
  /** Changes with anything its win rates depend on. */
  readonly hash: string;
  /** Of the shipped weights alone: the others are never routed by. */
  readonly calibration: Calibration | undefined;
  /** A slow router is measured on so many rows of a benchmark, seeded. */
  readonly rowLimit: number | undefined;
}

/** A router as the study asks it. */
export interface StudyRouter extends OpenedRouter {
  readonly scorer: Scorer;
}

/** Whatever is opened here is written to disk by `close`. */
export interface ScoreMemory {
  rememberRouter(opened: OpenedRouter): Promise<StudyRouter>;
  /** @param key changes whenever the scores might */
  remember(name: string, key: string, open: () => Promise<Scorer>): Promise<Scorer>;
  close(): Promise<void>;
}

/** @param folder where scores are kept between runs */
export function createScoreMemory(folder: string): ScoreMemory {
  const caches: ScoreCache[] = [];
  const open = async (name: string, key: string) => {
    const cache = await openScoreCache(folder, `${name}-${key.slice(0, 16)}`);
    caches.push(cache);
    return cache;
  };
  return {
    rememberRouter: async (opened) => {
      const scorer = scoreByRouter(labelOf(opened), opened.router);
      const key = hashAll([opened.hash, await fingerprint((prompt) => scorer.score({ prompt }))]);
      const cache = await open(opened.name, key);
      return { ...opened, scorer: rememberScorer(scorer.name, cache, async () => scorer) };
    },
    remember: async (name, key, openScorer) => rememberScorer(name, await open(name, key), openScorer),
    close: async () => {
      for (const cache of caches) await cache.close();
    },
  };
}

/** What a router's scorer is called: the shipped weights by the router's name alone. */
export function labelOf({ name, augmentation }: Pick<OpenedRouter, 'name' | 'augmentation'>): string {
  return augmentation === 'all' ? name : `${name}, ${augmentationTitle(augmentation)}`;
}

export function augmentationTitle(augmentation: Augmentation): string {
  switch (augmentation) {
    case 'base':
      return 'base';
    case 'golden':
      return 'base + golden';
    case 'judge':
      return 'base + judge';
    case 'labels':
      return 'base + labels';
    case 'all':
      return 'all parts';
  }
}

/** The threshold of the 50 % stop, at which decisions are compared. */
export function halfThreshold({ calibration }: Pick<OpenedRouter, 'calibration'>): number | undefined {
  return calibration && thresholdForShare(calibration, 0.5);
}
