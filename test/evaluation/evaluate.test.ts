import { describe, expect, it } from 'vitest';
import { benchmarks } from '../../src/evaluation/benchmarks/benchmarkList';
import { locateEvals } from '../../src/evaluation/benchmarks/routellmFiles';
import { type EvaluateOptions, evaluate } from '../../src/evaluation/evaluate';
import type { Router } from '../../src/routing/router';
import { type RoutellmTree, smallTree, writeRoutellmTree } from './routellmTree';

const gainers = ['Which bone?', 'A robe takes', 'Write a post.'];

const oracle: Router = {
  name: 'oracle',
  winRate: async (prompt) => ({
    winRate: gainers.some((start) => prompt.startsWith(start)) ? 0.9 : 0.1,
    unknownShare: 0,
  }),
};
const constant: Router = { name: 'constant', winRate: async () => ({ winRate: 0.4, unknownShare: 0 }) };

async function optionsFor(
  tree: RoutellmTree,
  changes: Partial<EvaluateOptions> = {},
): Promise<EvaluateOptions> {
  return {
    evals: await locateEvals(await writeRoutellmTree(tree)),
    benchmarks,
    routers: [oracle, constant],
    isTrainedOn: () => false,
    onProgress: () => undefined,
    ...changes,
  };
}

describe('on a small tree', () => {
  it('measures every router and random on every benchmark', async () => {
    const results = await evaluate(await optionsFor(smallTree));
    expect(
      results.map(({ name, n, excluded, strong, weak, routers }) => ({
        name,
        n,
        excluded,
        strong,
        weak,
        routers: routers.map(({ router, apgr }) => [router, apgr]),
      })),
    ).toEqual([
      {
        name: 'mmlu',
        n: 3,
        excluded: { trainedOn: 0, contaminated: 1 },
        strong: 2 / 3,
        weak: 1 / 3,
        routers: [
          ['oracle', expect.closeTo(5 / 6, 12)],
          ['constant', 0.5],
          ['random', 0.5],
        ],
      },
      {
        name: 'gsm8k',
        n: 2,
        excluded: { trainedOn: 0, contaminated: 1 },
        strong: 1,
        weak: 0.5,
        routers: [
          ['oracle', 0.75],
          ['constant', 0.5],
          ['random', 0.5],
        ],
      },
      {
        // Gains 2 and −0.5: PGR is 0, 4/3 and 1.
        name: 'mt-bench',
        n: 2,
        excluded: { trainedOn: 0, contaminated: 1 },
        strong: 9,
        weak: 8.25,
        routers: [
          ['oracle', expect.closeTo((4 / 3 + 4 / 3 + 1) / 4, 12)],
          ['constant', 0.5],
          ['random', 0.5],
        ],
      },
    ]);
  });

  it('reports thresholds in per cent of calls, and exactly x for random', async () => {
    const [mmlu] = await evaluate(await optionsFor(smallTree));
    expect(mmlu?.routers[0]?.cpt50).toBeCloseTo(100 / 6, 10);
    expect(mmlu?.routers[0]?.cpt80).toBeCloseTo(80 / 3, 10);
    expect(mmlu?.routers.at(-1)).toMatchObject({ router: 'random', apgr: 0.5, cpt50: 50, cpt80: 80 });
  });

  it('gives each APGR an interval', async () => {
    for (const { routers } of await evaluate(await optionsFor(smallTree))) {
      for (const { apgr, apgrInterval } of routers) {
        expect(apgrInterval[0]).toBeLessThanOrEqual(apgr + 1e-12);
        expect(apgrInterval[1]).toBeGreaterThanOrEqual(apgr - 1e-12);
      }
    }
  });

  it('leaves out prompts that were trained on, and counts them apart from the contaminated ones', async () => {
    const seen = new Set(['Which muscle?\nA. heart\nAnswer:', 'Seen in training\nAnswer:']);
    const asked: string[] = [];
    const listening: Router = {
      name: 'listening',
      winRate: async (prompt) => ({ winRate: asked.push(prompt) / 1000, unknownShare: 0 }),
    };
    const [mmlu] = await evaluate(
      await optionsFor(smallTree, { routers: [listening], isTrainedOn: (prompt) => seen.has(prompt) }),
    );
    expect(mmlu?.excluded).toEqual({ trainedOn: 1, contaminated: 1 });
    expect(mmlu?.n).toBe(2);
    expect(asked.filter((prompt) => seen.has(prompt))).toEqual([]);
  });

  it('tells how far it is', async () => {
    const told: unknown[] = [];
    const onProgress: EvaluateOptions['onProgress'] = ({ name }, done, total) =>
      told.push([name, done, total]);
    await evaluate(await optionsFor(smallTree, { benchmarks: benchmarks.slice(1, 2), onProgress }));
    expect(told).toEqual([
      ['gsm8k', 1, 2],
      ['gsm8k', 2, 2],
    ]);
  });
});

describe('refuses, before any prompt is scored,', () => {
  const untouched: Router = {
    name: 'untouched',
    winRate: () => Promise.reject(new Error('a prompt was scored')),
  };

  it('a benchmark of which nothing is left', async () => {
    const options = await optionsFor(smallTree, { routers: [untouched], isTrainedOn: () => true });
    await expect(evaluate(options)).rejects.toThrow('No prompt of MMLU is left');
  });

  it('a benchmark without a gap to recover', async () => {
    const level: RoutellmTree = { ...smallTree, gsm8k: [['How many?', true, true]] };
    const options = await optionsFor(level, { routers: [untouched] });
    await expect(evaluate(options)).rejects.toThrow(
      'On GSM8K (1 prompts) the strong model scores 1 and the weak one 1: there is no gap to recover.',
    );
  });
});

describe('a router that fails', () => {
  it('ends the evaluation with its own error', async () => {
    const broken: Router = { name: 'broken', winRate: () => Promise.reject(new Error('no weights')) };
    await expect(evaluate(await optionsFor(smallTree, { routers: [broken] }))).rejects.toThrow('no weights');
  });

  it.each([Number.NaN, 1, -0.1, Number.POSITIVE_INFINITY])(
    'may not give %d as a win rate',
    async (winRate) => {
      const odd: Router = { name: 'odd', winRate: async () => ({ winRate, unknownShare: 0 }) };
      await expect(evaluate(await optionsFor(smallTree, { routers: [odd] }))).rejects.toThrow(
        `Router "odd" gave ${winRate}, which is no win rate.`,
      );
    },
  );
});
