import path from 'node:path';
import { expect, it } from 'vitest';
import { findOtherPairs } from '../../../src/evaluation/study/otherPairs';
import { temporaryFolder } from '../../node/temporaryFolder';
import { addOutcomes, type OutcomeLine } from '../outcomeFiles';

const opus = 'claude-3-opus-20240229';
const llama = 'llama-3-8b-instruct';
const sonnet = 'claude-3-sonnet-20240229';

/** So many rows, the strong model alone right on the first `gains` of them. */
function contests(count: number, gains: number, [strong, weak]: readonly [string, string]): OutcomeLine[] {
  return Array.from({ length: count }, (_, index) => [
    `${weak} ${index}`,
    'test',
    { [strong]: 1, [weak]: index < gains ? 0 : 1 },
  ]);
}

it('takes the files with enough rows of both models and a clear gap, in the order of the pairs', async () => {
  const data = temporaryFolder();
  await addOutcomes(data, {
    crux: contests(100, 10, [opus, llama]),
    maths: [...contests(100, 30, [opus, sonnet]), ...contests(120, 40, [opus, llama])],
    'few-rows': contests(99, 40, [opus, llama]),
    'no-gap': contests(200, 19, [opus, llama]),
    training: contests(100, 50, [opus, llama]).map(
      ([prompt, , scores]) => [prompt, 'train', scores] as const,
    ),
  });
  const found = await findOtherPairs(path.join(data, 'outcomes'));
  expect(found.map(({ pair, source }) => [pair.title, source])).toEqual([
    ['Claude 3 Opus / Llama 3 8B', 'crux'],
    ['Claude 3 Opus / Llama 3 8B', 'maths'],
    ['Claude 3 Opus / Claude 3 Sonnet', 'maths'],
  ]);
});

it('each is a benchmark of that pair alone', async () => {
  const data = temporaryFolder();
  await addOutcomes(data, {
    maths: [...contests(100, 30, [opus, sonnet]), ...contests(120, 40, [opus, llama])],
  });
  const outcomes = path.join(data, 'outcomes');
  const [first] = await findOtherPairs(outcomes);
  const { rows, unscored } = (await first?.benchmark.read({ evals: data, outcomes })) ?? {};
  expect({ rows: rows?.length, unscored }).toEqual({ rows: 120, unscored: 100 });
  expect(rows?.every(({ prompt }) => prompt.startsWith(llama))).toBe(true);
});
