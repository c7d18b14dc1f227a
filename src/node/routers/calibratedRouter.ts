import type { Router } from '../../routing/router';
import type { Calibration } from '../../routing/slider/calibration';

/** A router, and what tells it from another of its name. */
export interface HashedRouter {
  readonly router: Router;
  /** Hex digits that change with anything its win rates depend on: weights, encoder, tokenizer, cut of the text. */
  readonly hash: string;
}

/** A router and the map between its win rates and the slider. */
export interface CalibratedRouter extends HashedRouter {
  readonly calibration: Calibration;
  /** As in the manifest its weights are listed in: what it must not be measured on. */
  readonly trainedPromptHashes: readonly string[];
}
