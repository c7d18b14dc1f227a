import { readFileSync } from 'node:fs';
import { appendFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { expect, it } from 'vitest';
import { addOutcomes, smallOutcomes } from '../evaluation/outcomeFiles';
import { smallTree, writeRoutellmTree } from '../evaluation/routellmTree';
import { runTurnout, shippedModels } from './turnoutProcess';

const shippedRouters = Object.keys(
  JSON.parse(readFileSync(path.join(shippedModels, 'manifest.json'), 'utf8')).routers,
);

const namesOf = (routers: readonly { readonly router: string }[]) => routers.map(({ router }) => router);

it('measures the shipped routers on files in RouteLLM’s layout', async () => {
  const clone = await writeRoutellmTree(smallTree);
  const { code, stdout, stderr } = await runTurnout(['evaluate', '--data', clone, '--json']);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  const { benchmarks } = JSON.parse(stdout);
  const excluded = { trainedOn: 0, contaminated: 1, unscored: 0 };
  expect(benchmarks).toMatchObject([
    { name: 'mmlu', n: 3, excluded, strong: 2 / 3, weak: 1 / 3 },
    { name: 'gsm8k', n: 2, excluded, strong: 1, weak: 0.5 },
    { name: 'mt-bench', n: 2, excluded, strong: 9, weak: 8.25 },
  ]);
  for (const { routers } of benchmarks) {
    expect(namesOf(routers).sort()).toEqual(
      [...shippedRouters, 'random', 'length', 'keywords', 'oracle'].sort(),
    );
  }
});

it('measures on outcome files too, beside the nearest neighbours', async () => {
  const folder = await writeRoutellmTree(smallTree);
  await addOutcomes(folder, smallOutcomes);
  const args = ['evaluate', '--data', folder, '--router', 'default', '--grid', 'routellm', '--sample', '2'];
  const { code, stdout, stderr } = await runTurnout([...args, '--json']);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  const { benchmarks, codeMean, grid } = JSON.parse(stdout);
  expect(grid).toBe('routellm');
  expect(benchmarks.map(({ name, n }: { name: string; n: number }) => [name, n])).toEqual([
    ['mmlu', 2],
    ['gsm8k', 2],
    ['mt-bench', 2],
    ['livecodebench', 2],
    ['zeroeval-crux', 2],
    ['intercode-sql', 2],
  ]);
  expect(namesOf(codeMean.routers)).toEqual(['default', 'random', 'length', 'keywords', 'oracle', 'knn']);
});

it('names file and line of an outcome row that cannot be scored, and prints nothing', async () => {
  const folder = await writeRoutellmTree(smallTree);
  await addOutcomes(folder, smallOutcomes);
  const file = path.join(folder, 'outcomes', 'intercode-sql.jsonl');
  await appendFile(file, '{"prompt": "a", "split": "test", "scores": {"gpt-4-0613": null}}\n');
  const { code, stdout, stderr } = await runTurnout(['evaluate', '--data', folder, '--router', 'lexical']);
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
  expect(stderr).toContain(`${file}, line 4: the score of "gpt-4-0613"`);
  expect(stderr).not.toMatch(/^ +at /m);
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
