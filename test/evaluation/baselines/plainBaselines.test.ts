import { describe, expect, it } from 'vitest';
import { plainBaselines } from '../../../src/evaluation/baselines/baselineList';
import { keywordsBaseline } from '../../../src/evaluation/baselines/keywords';
import { lengthBaseline } from '../../../src/evaluation/baselines/length';
import { oracleBaseline } from '../../../src/evaluation/baselines/oracle';
import { randomBaseline } from '../../../src/evaluation/baselines/random';
import type { BenchmarkRow } from '../../../src/evaluation/benchmark';
import { averageGapRecovered, recoveryCurve } from '../../../src/evaluation/metrics';

function rowOf(prompt: string, strongScore = 0, weakScore = 0): BenchmarkRow {
  return { prompt, strongScore, weakScore };
}

/** The exact APGR of a baseline whose scores need no waiting. */
function apgrOf(score: (row: BenchmarkRow) => unknown, rows: readonly BenchmarkRow[]): number {
  return averageGapRecovered(recoveryCurve(rows.map((row) => ({ ...row, winRate: Number(score(row)) }))));
}

const rows = [rowOf('a', 1, 0), rowOf('prove it', 0, 1), rowOf('abc', 1, 1), rowOf('ab', 1, 0)];

it('random recovers half, whatever the rows', () => {
  expect(apgrOf(randomBaseline.score, rows)).toBe(0.5);
});

it('length sends the longest prompt first', () => {
  // Gains from the longest: −1, 0, 1, 1 of a total 1, so PGR is −1, −1, 0, 1.
  expect(apgrOf(lengthBaseline.score, rows)).toBeCloseTo(0.25 * (-0.5 - 1 - 0.5 + 0.5), 12);
});

it('the oracle sends the highest gain first, and nothing beats it', () => {
  // Gains 1, 1, 0, −1: PGR is 1, 2, 2, 1.
  const best = apgrOf(oracleBaseline.score, rows);
  expect(best).toBeCloseTo(0.25 * (0.5 + 1.5 + 2 + 1.5), 12);
  for (const { score } of plainBaselines) expect(apgrOf(score, rows)).toBeLessThanOrEqual(best);
});

describe('keywords', () => {
  it.each([
    ['What is 2 + 2?', 0],
    ['Prove this step by step.', 2],
    ['DEBUG and refactor my parser', 2],
    ['Analyse it, then analyze it again', 2],
    ['I improve my reproofs', 0],
    ['', 0],
  ])('counts in %j so many: %d', (prompt, count) => {
    expect(keywordsBaseline.score(rowOf(prompt))).toBe(count);
  });
});
