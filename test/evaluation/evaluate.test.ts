import { describe, expect, it } from 'vitest';
import { plainBaselines } from '../../src/evaluation/baselines/baselineList';
import { createKnnBaseline } from '../../src/evaluation/baselines/knn';
import { benchmarks } from '../../src/evaluation/benchmarks/benchmarkList';
import { locateData } from '../../src/evaluation/dataFolders';
import { type EvaluateOptions, evaluate } from '../../src/evaluation/evaluate';
import type { Embed, Router } from '../../src/routing/router';
import { addOutcomes, smallOutcomes } from './outcomeFiles';
import { type RoutellmTree, smallTree, writeRoutellmTree } from './routellmTree';

const gainers = ['Which bone?', 'A robe takes', 'Write a post.'];

const knowing: Router = {
  name: 'knowing',
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
    data: await locateData(await writeRoutellmTree(tree)),
    benchmarks: benchmarks.filter(({ group }) => group === 'paper'),
    routers: [knowing, constant],
    openBaselines: async () => plainBaselines,
    isTrainedOn: () => false,
    sample: undefined,
    grid: 'exact',
    onProgress: () => undefined,
    ...changes,
  };
}

async function measure(options: EvaluateOptions) {
  return (await evaluate(options)).benchmarks;
}

describe('on a small tree', () => {
  it('measures every router and random on every benchmark', async () => {
    const results = await measure(await optionsFor(smallTree));
    expect(
      results.map(({ name, n, excluded, strong, weak, routers }) => ({
        name,
        n,
        excluded,
        strong,
        weak,
        routers: routers.slice(0, 3).map(({ router, apgr }) => [router, apgr]),
      })),
    ).toEqual([
      {
        name: 'mmlu',
        n: 3,
        excluded: { trainedOn: 0, contaminated: 1, unscored: 0 },
        strong: 2 / 3,
        weak: 1 / 3,
        routers: [
          ['knowing', expect.closeTo(5 / 6, 12)],
          ['constant', 0.5],
          ['random', 0.5],
        ],
      },
      {
        name: 'gsm8k',
        n: 2,
        excluded: { trainedOn: 0, contaminated: 1, unscored: 0 },
        strong: 1,
        weak: 0.5,
        routers: [
          ['knowing', 0.75],
          ['constant', 0.5],
          ['random', 0.5],
        ],
      },
      {
        // Gains 2 and −0.5: PGR is 0, 4/3 and 1.
        name: 'mt-bench',
        n: 2,
        excluded: { trainedOn: 0, contaminated: 1, unscored: 0 },
        strong: 9,
        weak: 8.25,
        routers: [
          ['knowing', expect.closeTo((4 / 3 + 4 / 3 + 1) / 4, 12)],
          ['constant', 0.5],
          ['random', 0.5],
        ],
      },
    ]);
  });

  it('reports thresholds in per cent of calls, and exactly x for random', async () => {
    const [mmlu] = await measure(await optionsFor(smallTree));
    expect(mmlu?.routers[0]?.cpt50).toBeCloseTo(100 / 6, 10);
    expect(mmlu?.routers[0]?.cpt80).toBeCloseTo(80 / 3, 10);
    expect(mmlu?.routers[2]).toMatchObject({ router: 'random', apgr: 0.5, cpt50: 50, cpt80: 80 });
  });

  it('gives each APGR an interval', async () => {
    const results = await measure(await optionsFor(smallTree));
    expect(results.map(({ routers }) => routers.length)).toEqual([6, 6, 6]);
    for (const { routers } of results) {
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
    const [mmlu] = await measure(
      await optionsFor(smallTree, { routers: [listening], isTrainedOn: (prompt) => seen.has(prompt) }),
    );
    expect(mmlu?.excluded).toEqual({ trainedOn: 1, contaminated: 1, unscored: 0 });
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

describe('beside the routers', () => {
  it('every table carries the baselines, the oracle at the best there is', async () => {
    const results = await measure(await optionsFor(smallTree, { routers: [knowing] }));
    expect(results.map(({ routers }) => routers.map(({ router }) => router))).toEqual(
      Array(3).fill(['knowing', 'random', 'length', 'keywords', 'oracle']),
    );
    for (const { routers } of results) {
      const best = Math.max(...routers.map(({ apgr }) => apgr));
      expect(routers.at(-1)?.apgr).toBeCloseTo(best, 12);
    }
  });

  it('leads are measured over random and over length; nobody leads over itself', async () => {
    const [mmlu] = await measure(await optionsFor(smallTree));
    const lead = (name: string) => mmlu?.routers.find(({ router }) => router === name)?.lead;
    expect(lead('random')?.random).toEqual([0, 0]);
    expect(lead('length')?.length).toEqual([0, 0]);
    expect(lead('constant')?.random).toEqual([0, 0]);
    const [low, high] = lead('knowing')?.random ?? [];
    expect(low).toBeGreaterThanOrEqual(0);
    expect(high).toBeGreaterThan(0.3);
  });

  it('all that read embeddings see a prompt before the next one is embedded', async () => {
    const embedded: string[] = [];
    const embed: Embed = async (prompt) => {
      if (embedded.at(-1) !== prompt) embedded.push(prompt);
      return { values: new Float32Array([1, 0]), unknownShare: 0 };
    };
    const embedding = (name: string): Router => ({
      name,
      winRate: async (prompt) => ({ winRate: (await embed(prompt)).values[1] ?? 0, unknownShare: 0 }),
    });
    const training = [{ prompt: 'learned from', gain: 1 }];
    await measure(
      await optionsFor(smallTree, {
        routers: [embedding('one'), embedding('two')],
        openBaselines: async () => [
          ...plainBaselines,
          await createKnnBaseline({ training, embed, neighbours: 1, onProgress: () => undefined }),
        ],
      }),
    );
    expect(embedded).toHaveLength(1 + 7);
    expect(new Set(embedded).size).toBe(embedded.length);
  });
});

describe('a sample', () => {
  const many: RoutellmTree = {
    ...smallTree,
    gsm8k: Array.from({ length: 40 }, (_, index) => [`Sum number ${index}`, true, index % 4 !== 0] as const),
  };
  const gsm8k = benchmarks.filter(({ name }) => name === 'gsm8k');

  it('is of that size, the same for every router and every time, and says from how many', async () => {
    const asked: string[][] = [[], [], []];
    const listening = asked.map(
      (prompts, index): Router => ({
        name: `listening ${index}`,
        winRate: async (prompt) => {
          prompts.push(prompt);
          return { winRate: 0.5, unknownShare: 0 };
        },
      }),
    );
    const changes = { benchmarks: gsm8k, sample: 12 };
    const [result] = await measure(await optionsFor(many, { ...changes, routers: listening.slice(0, 2) }));
    await measure(await optionsFor(many, { ...changes, routers: listening.slice(2) }));
    expect(result).toMatchObject({ n: 12, available: 40 });
    expect(asked[0]).toHaveLength(12);
    expect(asked[1]).toEqual(asked[0]);
    expect(asked[2]).toEqual(asked[0]);
  });

  it('is everything where there is no more', async () => {
    const [result] = await measure(await optionsFor(many, { benchmarks: gsm8k, sample: 41 }));
    expect(result).toMatchObject({ n: 40, available: 40 });
  });
});

it('on RouteLLM’s grid, merged thresholds are noted by router; random stays as it is on average', async () => {
  const [mmlu] = await measure(await optionsFor(smallTree, { routers: [constant], grid: 'routellm' }));
  expect(mmlu?.routers[1]).toMatchObject({ router: 'random', apgr: 0.5, cpt50: 50, cpt80: 80 });
  expect(mmlu?.notes[0]).toBe(
    'constant: every prompt has one win rate, so there is no threshold between none and all.',
  );
  expect(mmlu?.notes.filter((note) => note.startsWith('random'))).toEqual([]);
});

describe('the code sets', () => {
  async function codeOptions(names: readonly string[]): Promise<EvaluateOptions> {
    const folder = await writeRoutellmTree(smallTree);
    await addOutcomes(folder, smallOutcomes);
    return optionsFor(smallTree, {
      data: await locateData(folder),
      benchmarks: benchmarks.filter(({ name }) => names.includes(name)),
    });
  }

  it('end with their mean, which counts each the same', async () => {
    const options = await codeOptions(['gsm8k', 'livecodebench', 'zeroeval-crux', 'intercode-sql']);
    const { benchmarks: results, codeMean } = await evaluate(options);
    expect(codeMean?.benchmarks).toEqual(['livecodebench', 'zeroeval-crux', 'intercode-sql']);
    // Length alone: the longer prompt gains in the first and third (APGR 0.75), the shorter in the second (0.25).
    expect(results.map(({ routers }) => routers.find(({ router }) => router === 'length')?.apgr)).toEqual([
      0.75, 0.75, 0.25, 0.75,
    ]);
    const length = codeMean?.routers.find(({ router }) => router === 'length');
    expect(length?.apgr).toBeCloseTo((0.75 + 0.25 + 0.75) / 3, 12);
    const [low = 1, high = 0] = length?.apgrInterval ?? [];
    expect(low).toBeLessThanOrEqual(length?.apgr ?? 0);
    expect(high).toBeGreaterThanOrEqual(length?.apgr ?? 1);
    expect(length?.lead.length).toEqual([0, 0]);
  });

  it('have no mean where one alone is measured', async () => {
    expect((await evaluate(await codeOptions(['intercode-sql']))).codeMean).toBeUndefined();
    expect((await evaluate(await codeOptions(['gsm8k', 'mmlu']))).codeMean).toBeUndefined();
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
