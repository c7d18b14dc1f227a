import type { Embed, Router } from '../router';
import { fitStrengths, pairsOf } from './bradleyTerry';
import { type Platt, parsePlatt, winRateOf } from './platt';
import { type BankShape, openTrainingBank } from './trainingBank';
import { readWeights, type WeightsReader } from './weights';

/** What lies in the bank of comparisons, and what is done with it. */
export interface SwRankingWeights extends BankShape {
  readonly strongTiers: readonly number[];
  readonly weakTiers: readonly number[];
  /** γ: how much more a like prompt counts than an unlike one. */
  readonly gamma: number;
  readonly ridge: number;
  readonly platt: Platt;
}

/** An outcome's byte is the mean outcome of the stronger tier times this, … */
const wholeWin = 254;
/** … or this where the two tiers did not meet on the prompt. */
const notMet = 255;

/** @throws TurnoutError `weights-damaged`, naming what does not fit */
export function parseSwRankingWeights(json: unknown): SwRankingWeights {
  const weights = readWeights(json, 'swRanking.json');
  const [rows, dimensions, tiers] = weights.numbers('shape');
  if (rows === undefined || dimensions === undefined || tiers === undefined) {
    return weights.fail('"shape" must hold the rows, the dimensions and the tiers');
  }
  const gamma = weights.number('gamma');
  const ridge = weights.number('ridge');
  return {
    bank: weights.text('bank'),
    rows,
    dimensions,
    tiers,
    runs: parseRuns(weights, rows),
    strongTiers: weights.indices('strongTiers', tiers),
    weakTiers: weights.indices('weakTiers', tiers),
    gamma: gamma > 0 ? gamma : weights.fail('"gamma" must be positive'),
    ridge: ridge > 0 ? ridge : weights.fail('"ridge" must be positive'),
    platt: parsePlatt(weights),
  };
}

/** Rows lie by part of the training data; "used" names the parts that count. */
function parseRuns(weights: WeightsReader, rows: number): SwRankingWeights['runs'] {
  let end = 0;
  const parts = weights.list('parts').map((json, rank) => {
    const part = readWeights(json, `swRanking.json: part ${rank}`);
    const start = end;
    end += part.number('rows');
    return { name: part.text('name'), start, end };
  });
  if (end !== rows) return weights.fail(`its parts have ${end} rows, not ${rows}`);
  const used = weights.list('used').map((name) => {
    return (
      parts.find((part) => part.name === name) ?? weights.fail(`there is no part ${JSON.stringify(name)}`)
    );
  });
  return used.some(({ start, end }) => end > start) ? used : weights.fail('"used" names no rows');
}

/**
 * Similarity-weighted ranking (paper §4.2): each training prompt counts ω = γ^(1 + S), with S its cosine to the prompt
 * divided by the greatest cosine of any; the win rate is that of Bradley–Terry strengths fitted to the weighted
 * comparisons, calibrated. Twin of training/sw_ranking.py.
 *
 * @param bank what {@link SwRankingWeights.bank} holds
 * @throws TurnoutError `weights-damaged` when that is of another size than the weights say
 */
export function createSwRankingRouter(weights: SwRankingWeights, bank: Uint8Array, embed: Embed): Router {
  const score = createSwRankingScore(weights, bank);
  return {
    name: 'sw_ranking',
    winRate: async (prompt) => {
      const { values, unknownShare } = await embed(prompt);
      return { winRate: winRateOf(score(values), weights.platt), unknownShare };
    },
  };
}

/** ξ of the strong side minus ξ of the weak side as a function of the prompt's embedding. */
export function createSwRankingScore(
  weights: SwRankingWeights,
  bank: Uint8Array,
): (embedding: Float32Array) => number {
  const { rows, tiers, runs, gamma, ridge, strongTiers, weakTiers } = weights;
  const pairs = pairsOf(tiers).length;
  const { measure, outcomes: bytes } = openTrainingBank(weights, bank);
  const outcomes = meetingsOf(bytes, rows, pairs);
  const cosines = new Float64Array(rows);

  return (embedding) => {
    measure(embedding, cosines);
    let greatest = 0;
    for (const { start, end } of runs) {
      for (let row = start; row < end; row++) greatest = Math.max(greatest, cosines[row] as number);
    }
    const games = { met: new Float64Array(pairs), won: new Float64Array(pairs) };
    for (const { start, end } of runs) {
      for (let row = start; row < end; row++) {
        // A prompt that is like none at all makes no difference between them.
        const omega = gamma ** (1 + (greatest > 0 ? (cosines[row] as number) / greatest : 0));
        outcomes.addTo(games, row, omega);
      }
    }
    const strengths = fitStrengths(games, tiers, ridge);
    return meanOf(strengths, strongTiers) - meanOf(strengths, weakTiers);
  };
}

/** The outcomes without the pairs of tiers that did not meet, which are most. */
function meetingsOf(bytes: Uint8Array, rows: number, pairs: number) {
  const pairOf: number[] = [];
  const outcomeOf: number[] = [];
  const first = new Uint32Array(rows + 1);
  for (let row = 0; row < rows; row++) {
    for (let pair = 0; pair < pairs; pair++) {
      const byte = bytes[row * pairs + pair] as number;
      if (byte === notMet) continue;
      pairOf.push(pair);
      outcomeOf.push(byte / wholeWin);
    }
    first[row + 1] = pairOf.length;
  }
  const packedPairs = Uint16Array.from(pairOf);
  const packedOutcomes = Float64Array.from(outcomeOf);
  return {
    addTo: ({ met, won }: { met: Float64Array; won: Float64Array }, row: number, omega: number) => {
      const end = first[row + 1] as number;
      for (let i = first[row] as number; i < end; i++) {
        const pair = packedPairs[i] as number;
        met[pair] = (met[pair] as number) + omega;
        won[pair] = (won[pair] as number) + omega * (packedOutcomes[i] as number);
      }
    },
  };
}

function meanOf(strengths: Float64Array, tiers: readonly number[]): number {
  return tiers.reduce((sum, tier) => sum + (strengths[tier] ?? 0), 0) / tiers.length;
}
