import { Command, CommanderError } from 'commander';
import { describe, expect, it } from 'vitest';
import { addEvaluateCommand } from '../../src/cli/evaluateCommand';
import type { Dispatcher, RouterChoice } from '../../src/node/dispatcher';
import type { Manifest } from '../../src/node/modelFiles';
import { hashPrompt } from '../../src/node/promptHash';
import type { Estimate } from '../../src/routing/router';
import { smallTree, writeRoutellmTree } from '../evaluation/routellmTree';
import { temporaryFolder } from '../node/temporaryFolder';

/** A dispatcher whose routers look at a prompt's length alone. */
class LengthDispatcher implements Dispatcher {
  readonly choices: RouterChoice[] = [];
  closed = 0;

  async winRate(prompt: string, choice: RouterChoice): Promise<Estimate> {
    this.choices.push(choice);
    return { winRate: 1 - 1 / (1 + prompt.length), unknownShare: 0 };
  }

  open(): never {
    throw new Error('evaluate asks for win rates alone');
  }

  openAugmented(): never {
    throw new Error('evaluate asks for win rates alone');
  }

  decide(): never {
    throw new Error('evaluate decides nothing');
  }

  async close(): Promise<void> {
    this.closed++;
  }
}

function manifestWith(trainedOn: readonly string[]): Manifest {
  return {
    encoder: { id: 'tiny', file: 'e', tokenizer: 't', dimensions: 2, headTokens: 8, tailTokens: 8 },
    files: {},
    routers: {
      mf: { file: 'mf.json' },
      lexical: { file: 'lexical.json' },
      default: { file: 'default.json' },
    },
    augmentations: {},
    calibration: 'calibration.json',
    trainedPromptHashes: trainedOn.map(hashPrompt),
  };
}

interface Run {
  readonly output: string;
  readonly progress: readonly string[];
  readonly dispatcher: LengthDispatcher;
}

async function runEvaluate(args: readonly string[], trainedOn: readonly string[] = []): Promise<Run> {
  const dispatcher = new LengthDispatcher();
  const progress: string[] = [];
  let output = '';
  const program = new Command('turnout').configureOutput({ writeErr: () => undefined }).exitOverride();
  addEvaluateCommand(program, {
    openDispatcher: () => dispatcher,
    openManifest: async () => manifestWith(trainedOn),
    write: (text) => {
      output += text;
    },
    showProgress: (line) => progress.push(line),
  });
  await program.parseAsync(['evaluate', ...args], { from: 'user' });
  return { output, progress, dispatcher };
}

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
    // The longer of the two prompts is the one that gains.
    expect(JSON.parse(output)).toEqual({
      benchmarks: [
        {
          name: 'gsm8k',
          n: 2,
          excluded: { trainedOn: 0, contaminated: 1 },
          strong: 1,
          weak: 0.5,
          routers: [
            { router: 'mf', apgr: 0.75, apgrInterval: interval, cpt50: 25, cpt80: 40 },
            { router: 'random', apgr: 0.5, apgrInterval: interval, cpt50: 50, cpt80: 80 },
          ],
        },
      ],
    });
  });

  it('leaves out what the manifest lists as trained on, however it is spaced and cased there', async () => {
    const clone = await writeRoutellmTree(smallTree);
    const { output } = await runEvaluate(
      ['--data', clone, '--benchmark', 'mmlu', '--json'],
      ['WHICH muscle?  a. heart answer: '],
    );
    expect(JSON.parse(output).benchmarks[0]).toMatchObject({
      n: 2,
      excluded: { trainedOn: 1, contaminated: 1 },
    });
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
      'random',
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
      'random',
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
    expect(output).toContain("left out: 0 trained on, 1 contaminated (RouteLLM's list)\n");
    expect(output).toContain('MT-Bench: 2 prompts; strong 9.00, weak 8.25\n');
    const rows = output.split('\n').filter((line) => line.startsWith('  '));
    expect(rows).toHaveLength(9);
    expect(new Set(rows.map((row) => row.length)).size).toBe(1);
    expect(rows[2]).toMatch(/^ {2}random {2}0\.500 {2}0\.\d{3} to 0\.\d{3} {4}50\.00 % {4}80\.00 %$/);
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
      openManifest: async () => manifestWith([]),
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
