import { describe, expect, it } from 'vitest';
import { mmlu } from '../../../src/evaluation/benchmarks/mmlu';
import { type MeasuredBenchmark, measurementOf } from '../../../src/evaluation/study/measurement';
import { qualityPointsOf } from '../../../src/evaluation/study/sections/callShare';
import { costTable } from '../../../src/evaluation/study/sections/costTable';
import { paperTables } from '../../../src/evaluation/study/sections/paperTables';

const count = 300;
const gains = (index: number) => index % 3 === 0;
const rows = Array.from({ length: count }, (_, index) => ({
  prompt: `prompt ${index}`,
  strongScore: 1,
  weakScore: gains(index) ? 0 : 1,
}));

function rankingOf(name: string, winRateOf: (index: number) => number) {
  return { name, rows: rows.map((row, index) => ({ ...row, winRate: winRateOf(index) })) };
}

const scattered = (index: number) => ((index * 7919) % 307) / 307;

const measured: MeasuredBenchmark = {
  benchmark: mmlu,
  whole: measurementOf({
    benchmark: mmlu,
    rows,
    available: count,
    excluded: { trainedOn: 2, contaminated: 1, unscored: 0 },
    rankings: [
      rankingOf('mf, base', scattered),
      rankingOf('mf', (index) => 0.5 * scattered(index) + (gains(index) ? 0.4 : 0)),
      rankingOf('random', () => 0),
      rankingOf('length', scattered),
      rankingOf('oracle', (index) => Number(gains(index))),
    ],
  }),
  samples: [],
};

describe('a table of the paper', () => {
  const [section] = paperTables([measured], ['mf'], ['random', 'length', 'oracle']);
  const table = section?.blocks.find((block) => block.kind === 'table');
  const rowsOfTable = table?.kind === 'table' ? table.rows : [];
  const [missing, base, all] = rowsOfTable;

  it('says "beats" only where the paired interval lies above zero', () => {
    expect(all?.at(-1)).toBe('random and length');
    expect(base?.at(-1)).toBe('–');
  });

  it('gives one row of dashes for training data without weights', () => {
    expect(missing?.slice(0, 4)).toEqual(['mf', 'base + golden; base + judge; base + labels', '–', '–']);
  });

  it('gives the lift over base with its paired interval', () => {
    expect(base?.at(-2)).toBe('–');
    expect(all?.at(-2)).toMatch(/^0\.\d{3} to 0\.\d{3}$/);
  });

  it('names what was left out', () => {
    expect(section?.blocks[0]).toMatchObject({
      text: expect.stringContaining(
        'Left out: 2 prompts that weights were trained on, 1 that RouteLLM found',
      ),
    });
  });
});

it('the cost table divides random’s cost by the router’s', () => {
  const { blocks } = costTable([measured], ['oracle'], [{ title: 'at a tenth', strong: 10, weak: 1 }]);
  const table = blocks.find((block) => block.kind === 'table');
  const [oracle, paper] = table?.kind === 'table' ? table.rows : [];
  // The oracle recovers 50 % with a sixth of the calls: 3, and (5 + 0.5) ÷ (10/6 + 5/6); 80 %: 0.8 ÷ (0.8/3).
  expect(oracle).toEqual(['MMLU (n = 300)', 'oracle', '3.00', '3.00', '2.20', '2.41']);
  expect(paper?.slice(2)).toEqual(['1.41', '1.14', '–', '–']);
});

it('quality runs from the weak score to the strong one, past the kink of the oracle', () => {
  const points = qualityPointsOf(measured, 'oracle') ?? [];
  const at = (share: number) => points.find((point) => point.share === share)?.quality;
  expect(points).toHaveLength(101);
  expect(at(0)).toBeCloseTo(200 / 3, 10);
  expect(at(0.1)).toBeCloseTo(200 / 3 + 10, 10);
  expect(at(0.5)).toBeCloseTo(100, 10);
  expect(at(1)).toBeCloseTo(100, 10);
});
