import { Command, CommanderError } from 'commander';
import { describe, expect, it } from 'vitest';
import { addEvaluateCommand } from '../../src/cli/evaluateCommand';
import type { Dispatcher, RouterChoice } from '../../src/node/dispatcher';
import type { Manifest } from '../../src/node/modelFiles';
import { hashPrompt } from '../../src/node/promptHash';
import type { CalibratedRouter } from '../../src/node/routers/calibratedRouter';
import type { Embed, Estimate } from '../../src/routing/router';
import { addOutcomes, smallOutcomes } from '../evaluation/outcomeFiles';
import { smallTree, writeRoutellmTree } from '../evaluation/routellmTree';
import { temporaryFolder } from '../node/temporaryFolder';

/** Prompts that each router was trained on. */
type TrainedOn = Readonly<Record<string, readonly string[]>>;

/** A dispatcher whose routers and encoder look at a prompt's length alone. */
class LengthDispatcher implements Dispatcher {
  readonly choices: RouterChoice[] = [];
  closed = 0;

  constructor(private readonly trainedOn: TrainedOn = {}) {}

  async winRate(prompt: string, choice: RouterChoice): Promise<Estimate> {
    this.choices.push(choice);
    return { winRate: 1 - 1 / (1 + prompt.length), unknownShare: 0 };
  }

  async open(name: string): Promise<CalibratedRouter> {
    return {
      router: { name, winRate: () => Promise.reject(new Error('the dispatcher is asked')) },
      calibration: { quantiles: [0, 0.5] },
      hash: name,
      trainedPromptHashes: (this.trainedOn[name] ?? []).map(hashPrompt),
    };
  }

  embed: Embed = async (prompt) => {
    const angle = 1 / (1 + prompt.length);
    return { values: new Float32Array([Math.cos(angle), Math.sin(angle)]), unknownShare: 0 };
  };

  openAugmented(): never {
    throw new Error('evaluate measures what routers are routed by');
  }

  decide(): never {
    throw new Error('evaluate decides nothing');
  }

  cut(): never {
    throw new Error('evaluate draws no line');
  }

  async close(): Promise<void> {
    this.closed++;
  }
}

const manifest: Manifest = {
  encoder: { id: 'tiny', file: 'e', tokenizer: 't', dimensions: 2, headTokens: 8, tailTokens: 8 },
  files: {},
  routers: {
    mf: { file: 'mf.json' },
    lexical: { file: 'lexical.json' },
    default: { file: 'default.json' },
  },
  augmentations: {},
  calibration: 'calibration.json',
  tables: { levels: 'levels.json' },
  trainedPromptHashes: [],
};

interface Run {
  readonly output: string;
  readonly progress: readonly string[];
  readonly dispatcher: LengthDispatcher;
}

async function runEvaluate(args: readonly string[], trainedOn: TrainedOn = {}): Promise<Run> {
  const dispatcher = new LengthDispatcher(trainedOn);
  const progress: string[] = [];
  let output = '';
  const program = new Command('turnout').configureOutput({ writeErr: () => undefined }).exitOverride();
  addEvaluateCommand(program, {
    openDispatcher: () => dispatcher,
    openManifest: async () => manifest,
    runStudy: async () => undefined,
    runSlider: async () => undefined,
    runCurves: async () => undefined,
    write: (text) => {
      output += text;
    },
    showProgress: (line) => progress.push(line),
  });
  await program.parseAsync(['evaluate', ...args], { from: 'user' });
  return { output, progress, dispatcher };
}

const baselines = ['random', 'length', 'keywords', 'oracle'];

describe('--json', () => {
  it('prints exactly the documented keys', async () => {
    const clone = await writeRoutellmTree(smallTree);
    const { output } = await runEvaluate([
      '--data',
      clone,
      '--benchmark',
      'gsm8k',
      '--router',
      'mf',
      '--json',
    ]);
    expect(output.endsWith('}\n')).toBe(true);
    const interval = [expect.any(Number), expect.any(Number)];
    const lead = { random: interval, length: interval };
    const measured = (router: string, apgr: number, cpt50: number, cpt80: number) => ({
      router,
      apgr,
      apgrInterval: interval,
      cpt50,
      cpt80,
      lead,
    });
    // The longer of the two prompts is the one that gains.
    expect(JSON.parse(output)).toEqual({
      benchmarks: [
        {
          name: 'gsm8k',
          n: 2,
          available: 2,
          excluded: { trainedOn: 0, contaminated: 1, unscored: 0 },
          strong: 1,
          weak: 0.5,
          routers: [
            measured('mf', 0.75, 25, 40),
            measured('random', 0.5, 50, 80),
            measured('length', 0.75, 25, 40),
            measured('keywords', 0.5, 50, 80),
            measured('oracle', 0.75, 25, 40),
          ],
          notes: [],
        },
      ],
      grid: 'exact',
      notes: [expect.stringContaining(`${clone} holds no folder "outcomes"`)],
    });
  });

  it('leaves out what any router measured was trained on, however it is spaced and cased there', async () => {
    const clone = await writeRoutellmTree(smallTree);
    const trainedOn = {
      mf: ['WHICH muscle?  a. heart answer: '],
      lexical: ['which virus, if any, is alive? answer:'],
    };
    const excludedFor = async (...routers: string[]) => {
      const args = ['--data', clone, '--benchmark', 'mmlu', '--json', '--router', ...routers];
      return JSON.parse((await runEvaluate(args, trainedOn)).output).benchmarks[0].excluded.trainedOn;
    };
    expect(await excludedFor('mf')).toBe(1);
    expect(await excludedFor('mf', 'lexical')).toBe(2);
    expect(await excludedFor('random')).toBe(0);
  });

  it('tells the sample and the grid', async () => {
    const clone = await writeRoutellmTree(smallTree);
    const args = ['--data', clone, '--benchmark', 'mmlu', '--json'];
    const whole = JSON.parse((await runEvaluate([...args, '--sample', '3'])).output);
    expect(whole.benchmarks[0]).toMatchObject({ n: 3, available: 3 });
    const grid = JSON.parse((await runEvaluate([...args, '--grid', 'routellm'])).output);
    expect(grid).toMatchObject({ grid: 'routellm', benchmarks: [{ n: 3, notes: expect.any(Array) }] });
  });
});

describe('with outcomes', () => {
  async function dataFolder(): Promise<string> {
    const folder = await writeRoutellmTree(smallTree);
    await addOutcomes(folder, smallOutcomes);
    return folder;
  }

  it('the code sets and their mean are measured too, beside the nearest neighbours', async () => {
    const { output, progress } = await runEvaluate([
      '--data',
      await dataFolder(),
      '--router',
      'mf',
      '--json',
    ]);
    const { benchmarks, codeMean, notes } = JSON.parse(output);
    expect(benchmarks.map(({ name }: { name: string }) => name)).toEqual([
      'mmlu',
      'gsm8k',
      'mt-bench',
      'livecodebench',
      'zeroeval-crux',
      'intercode-sql',
    ]);
    expect(benchmarks[3].excluded.unscored).toBe(1);
    expect(codeMean.routers.map(({ router }: { router: string }) => router)).toEqual([
      'mf',
      'random',
      'length',
      'keywords',
      'oracle',
      'knn',
    ]);
    expect(notes).toEqual([]);
    expect(progress[0]).toBe('nearest neighbours: 3 of 3 training prompts embedded');
  });

  it('the nearest neighbours may be left out', async () => {
    const args = ['--data', await dataFolder(), '--router', 'mf', '--benchmark', 'intercode-sql', '--no-knn'];
    const { output } = await runEvaluate([...args, '--json']);
    const [{ routers }] = JSON.parse(output).benchmarks;
    expect(routers.map(({ router }: { router: string }) => router)).not.toContain('knn');
  });

  it('people read the mean as the last table', async () => {
    const { output } = await runEvaluate(['--data', await dataFolder(), '--router', 'mf']);
    expect(output).toContain('LiveCodeBench: 2 prompts; strong 100.00 %, weak 50.00 %\n');
    expect(output).toContain("left out: 0 trained on, 0 contaminated (RouteLLM's list), 1 without a score\n");
    const mean = output.indexOf('Mean of LiveCodeBench, ZeroEval CRUX, InterCode SQL\n');
    expect(mean).toBeGreaterThan(output.indexOf('InterCode SQL: 2 prompts'));
    expect(output.slice(mean)).toMatch(/^ {2}oracle +0\.750 {2}/m);
  });
});

describe('what is measured', () => {
  it('is every router in the manifest on every benchmark, and random', async () => {
    const clone = await writeRoutellmTree(smallTree);
    const { output } = await runEvaluate(['--data', clone, '--json']);
    const { benchmarks } = JSON.parse(output);
    expect(benchmarks.map((benchmark: { name: string }) => benchmark.name)).toEqual([
      'mmlu',
      'gsm8k',
      'mt-bench',
    ]);
    expect(benchmarks[0].routers.map((result: { router: string }) => result.router)).toEqual([
      'default',
      'mf',
      'lexical',
      ...baselines,
    ]);
  });

  it.each([
    { args: ['--router', 'mf', 'lexical'] },
    { args: ['--router', 'mf', '--router', 'lexical'] },
    { args: ['--router', 'lexical', '--router', 'mf', 'random', 'mf'] },
  ])('is chosen with $args', async ({ args }) => {
    const clone = await writeRoutellmTree(smallTree);
    const { output } = await runEvaluate(['--data', clone, '--benchmark', 'mt-bench', ...args, '--json']);
    const { benchmarks } = JSON.parse(output);
    expect(benchmarks.map((benchmark: { name: string }) => benchmark.name)).toEqual(['mt-bench']);
    expect(benchmarks[0].routers.map((result: { router: string }) => result.router)).toEqual([
      'mf',
      'lexical',
      ...baselines,
    ]);
  });

  it('is never a fallback under another name', async () => {
    const { dispatcher } = await runEvaluate(['--data', await writeRoutellmTree(smallTree)]);
    expect(new Set(dispatcher.choices.map((choice) => choice.ifUnavailable))).toEqual(new Set(['fail']));
  });
});

describe('for people', () => {
  it('prints an aligned table for each benchmark', async () => {
    const clone = await writeRoutellmTree(smallTree);
    const { output } = await runEvaluate(['--data', clone, '--router', 'mf']);
    expect(output).toContain('MMLU: 3 prompts; strong 66.67 %, weak 33.33 %\n');
    expect(output).toContain("left out: 0 trained on, 1 contaminated (RouteLLM's list), 0 without a score\n");
    expect(output).toContain('MT-Bench: 2 prompts; strong 9.00, weak 8.25\n');
    const rows = output.split('\n').filter((line) => line.startsWith('  '));
    expect(rows).toHaveLength(3 * 6);
    expect(rows[2]).toMatch(/^ {2}random +0\.500 {2}0\.\d{3} to 0\.\d{3} {4}50\.00 % {4}80\.00 % {2}–$/);
    const [width] = (rows[0] ?? '').split('beats');
    for (const row of rows.slice(0, 6)) expect(row.charAt((width ?? '').length)).toMatch(/\S/);
  });

  it('says what is skipped without outcomes, and refuses it when asked for by name', async () => {
    const clone = await writeRoutellmTree(smallTree);
    const { output } = await runEvaluate(['--data', clone, '--router', 'mf']);
    expect(output).toContain(
      `Note: ${clone} holds no folder "outcomes": LiveCodeBench, ZeroEval CRUX, InterCode SQL and the baseline knn are left out.\n`,
    );
    await expect(runEvaluate(['--data', clone, '--benchmark', 'livecodebench'])).rejects.toThrow(
      'outcomes/livecodebench.jsonl',
    );
  });

  it('says which rows a sample is of, and what the grid is', async () => {
    const gsm8k = Array.from({ length: 20 }, (_, index) => [`Sum ${index}`, true, index % 2 === 0] as const);
    const clone = await writeRoutellmTree({ ...smallTree, gsm8k });
    const args = ['--data', clone, '--benchmark', 'gsm8k', '--router', 'mf'];
    const { output } = await runEvaluate([...args, '--sample', '8', '--grid', 'routellm']);
    expect(output).toContain('a seeded sample of 8 of 20 prompts, the same for every router\n');
    expect(output).toContain("APGR and CPT on RouteLLM's own grid");
    expect(output).toMatch(/^mf: \d+ of 11 thresholds are tied with another and merged\.$/m);
  });

  it('says "beats" only where the paired interval allows it', async () => {
    // Only the long prompts gain, so length is as good as the oracle.
    const gsm8k = Array.from(
      { length: 60 },
      (_, index) => [`Sum ${'of many '.repeat(index % 30)}${index}`, true, index % 30 < 20] as const,
    );
    const clone = await writeRoutellmTree({ ...smallTree, gsm8k });
    const { output } = await runEvaluate(['--data', clone, '--benchmark', 'gsm8k', '--router', 'mf']);
    // mf orders by length here.
    expect(output).toMatch(/^ {2}mf .* random, above the paper's best$/m);
    expect(output).toMatch(/^ {2}length .* random, above the paper's best$/m);
    expect(output).toMatch(/^ {2}keywords .* –$/m);
  });

  it('shows progress to those who watch', async () => {
    const { progress } = await runEvaluate(['--data', await writeRoutellmTree(smallTree), '--json']);
    expect(progress).toEqual([
      'MMLU: 3 of 3 prompts scored',
      'GSM8K: 2 of 2 prompts scored',
      'MT-Bench: 2 of 2 prompts scored',
      '',
    ]);
  });
});

describe('an error', () => {
  it('names an unknown router before anything is read', async () => {
    await expect(runEvaluate(['--data', '/nowhere', '--router', 'mff'])).rejects.toThrow('"mff"');
  });

  it.each([
    { args: ['--data', '.', '--benchmark', 'arc'], named: "'arc' is invalid" },
    { args: ['--data', '.', '--seed', '1'], named: "'--seed'" },
    { args: ['--benchmark', 'mmlu'], named: "'--data <folder>'" },
    { args: ['--data', '.', '--grid', 'fine'], named: "'fine' is invalid" },
    { args: ['--data', '.', '--sample', '0'], named: "'0' is invalid" },
    { args: ['--data', '.', '--sample', '1.5'], named: "'1.5' is invalid" },
    { args: ['--data', '.', '--json', 'extra'], named: 'too many arguments' },
  ])('names $named', async ({ args, named }) => {
    const error: unknown = await runEvaluate(args).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(CommanderError);
    expect(error).toMatchObject({ exitCode: 1, message: expect.stringContaining(named) });
  });

  it('names a folder without benchmark files', async () => {
    const folder = temporaryFolder();
    await expect(runEvaluate(['--data', folder])).rejects.toThrow(`No benchmark files in ${folder}`);
  });

  it('still closes the dispatcher', async () => {
    const dispatcher = new LengthDispatcher();
    dispatcher.winRate = () => Promise.reject(new Error('no weights'));
    const program = new Command('turnout');
    addEvaluateCommand(program, {
      openDispatcher: () => dispatcher,
      openManifest: async () => manifest,
      runStudy: async () => undefined,
      runSlider: async () => undefined,
      runCurves: async () => undefined,
      write: () => undefined,
      showProgress: undefined,
    });
    const clone = await writeRoutellmTree(smallTree);
    await expect(program.parseAsync(['evaluate', '--data', clone], { from: 'user' })).rejects.toThrow(
      'no weights',
    );
    expect(dispatcher.closed).toBe(1);
  });
});
