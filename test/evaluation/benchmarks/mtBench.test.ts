import { readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, it } from 'vitest';
import { mtBench } from '../../../src/evaluation/benchmarks/mtBench';
import { type DataFolders, locateData } from '../../../src/evaluation/dataFolders';
import { smallTree, strong, weak, writeRoutellmTree } from '../routellmTree';

async function writeData(): Promise<DataFolders> {
  return locateData(await writeRoutellmTree(smallTree));
}

it('routes on the first turn and scores the mean mark of both', async () => {
  expect(await mtBench.read(await writeData())).toEqual({
    rows: [
      { prompt: 'Write a post.', strongScore: 9.5, weakScore: 7.5 },
      { prompt: 'Add two numbers.', strongScore: 8.5, weakScore: 9 },
    ],
    contaminated: 1,
    unscored: 0,
  });
});

it('needs the marks of both turns for both models', async () => {
  const data = await writeData();
  const file = path.join(data.evals, 'mt_bench', 'judgements.jsonl');
  const kept = (await readFile(file, 'utf8'))
    .split('\n')
    .filter(
      (line) => !(line.includes('"question_id":83') && line.includes(weak) && line.includes('"turn":2')),
    );
  await writeFile(file, kept.join('\n'));
  await expect(mtBench.read(data)).rejects.toThrow(
    `${file} should mark both turns of question 83 for ${weak}`,
  );
});

it.each([
  { file: 'question.jsonl', line: '{"question_id": 81, "turns": ["only one"]}' },
  { file: 'question.jsonl', line: '{"question_id": 81, "turns": "none"}' },
  { file: 'question.jsonl', line: 'not JSON' },
  { file: 'judgements.jsonl', line: `{"question_id": 81, "model": "${strong}", "turn": 1, "score": "9"}` },
  { file: 'judgements.jsonl', line: 'null' },
])('names $file and the line that is $line', async ({ file, line }) => {
  const data = await writeData();
  const broken = path.join(data.evals, 'mt_bench', file);
  await writeFile(broken, `\n${line}\n`);
  await expect(mtBench.read(data)).rejects.toThrow(
    `${broken}, line 2: the file should be RouteLLM's JSON lines`,
  );
});

it('names a file that is missing', async () => {
  const data = await writeData();
  const file = path.join(data.evals, 'mt_bench', 'judgements.jsonl');
  await rm(file);
  await expect(mtBench.read(data)).rejects.toThrow(`${file} cannot be read`);
});
