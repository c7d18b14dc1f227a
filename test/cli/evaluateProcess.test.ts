import { rm } from 'node:fs/promises';
import path from 'node:path';
import { expect, it } from 'vitest';
import { smallTree, writeRoutellmTree } from '../evaluation/routellmTree';
import { runTurnout } from './turnoutProcess';

it('measures the shipped routers on files in RouteLLM’s layout', async () => {
  const clone = await writeRoutellmTree(smallTree);
  const { code, stdout, stderr } = await runTurnout(['evaluate', '--data', clone, '--json']);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  const { benchmarks, ...rest } = JSON.parse(stdout);
  expect(rest).toEqual({});
  const interval = [expect.any(Number), expect.any(Number)];
  const measured = {
    apgr: expect.any(Number),
    apgrInterval: interval,
    cpt50: expect.any(Number),
    cpt80: expect.any(Number),
  };
  const routers = ['default', 'mf', 'lexical', 'random'].map((router) => ({ router, ...measured }));
  const excluded = { trainedOn: 0, contaminated: 1 };
  expect(benchmarks).toEqual([
    { name: 'mmlu', n: 3, excluded, strong: 2 / 3, weak: 1 / 3, routers },
    { name: 'gsm8k', n: 2, excluded, strong: 1, weak: 0.5, routers },
    { name: 'mt-bench', n: 2, excluded, strong: 9, weak: 8.25, routers },
  ]);
});

it('names the file that is missing', async () => {
  const clone = await writeRoutellmTree(smallTree);
  const file = path.join(clone, 'routellm', 'evals', 'gsm8k', 'gsm8k_responses.csv');
  await rm(file);
  const { code, stdout, stderr } = await runTurnout(['evaluate', '--data', clone, '--router', 'lexical']);
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
  expect(stderr).toContain(file);
});

it.each([
  { args: ['--data', '/nowhere/at/all'], named: '/nowhere/at/all' },
  { args: ['--data', '.', '--benchmark', 'arc'], named: "'arc'" },
  { args: ['--data', '.', '--router', 'mff'], named: '"mff"' },
  { args: ['--data', '.', '--jsno'], named: "'--jsno'" },
  { args: [], named: "'--data" },
])('refuses $args and names what is wrong', async ({ args, named }) => {
  const { code, stdout, stderr } = await runTurnout(['evaluate', ...args]);
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
  expect(stderr).toContain(named);
  expect(stderr).not.toMatch(/^ +at /m);
});
