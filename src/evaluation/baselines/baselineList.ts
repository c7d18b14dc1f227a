import type { Baseline } from '../baseline';
import { keywordsBaseline } from './keywords';
import { lengthBaseline } from './length';
import { oracleBaseline } from './oracle';
import { randomBaseline } from './random';

/** The baselines that need nothing but the rows; the nearest neighbours need training rows and the encoder too. */
export const plainBaselines: readonly Baseline[] = [
  randomBaseline,
  lengthBaseline,
  keywordsBaseline,
  oracleBaseline,
];
