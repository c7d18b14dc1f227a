import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { listOutcomeFiles, outcomeRows, readOutcomes } from '../../src/evaluation/outcomes';
import { temporaryFolder } from '../node/temporaryFolder';
import { addOutcomes, outcomeText, writeOutcomeFile } from './outcomeFiles';

const pair = { strong: 'big', weak: 'small', split: 'test' } as const;

describe('the rows of a pair', () => {
  const text = outcomeText([
    ['one', 'test', { big: 1, small: 0, other: 0.5 }],
    ['learn from me', 'train', { big: 0, small: 1 }],
    ['no small', 'test', { big: 1, other: 1 }],
    ['two', 'test', { small: 0.25, big: 0.75 }],
    ['neither', 'test', { other: 1 }],
  ]);

  it('are those of the split where both have a score; the others are counted', async () => {
    expect(await outcomeRows(await writeOutcomeFile(text), pair)).toEqual({
      rows: [
        { prompt: 'one', strongScore: 1, weakScore: 0 },
        { prompt: 'two', strongScore: 0.75, weakScore: 0.25 },
      ],
      unscored: 2,
    });
  });

  it('may be of any pair and split', async () => {
    const file = await writeOutcomeFile(text);
    const trained = await outcomeRows(file, { ...pair, split: 'train' });
    expect(trained.rows.map(({ prompt }) => prompt)).toEqual(['learn from me']);
    const others = await outcomeRows(file, { ...pair, weak: 'other' });
    expect(others.rows.map(({ prompt }) => prompt)).toEqual(['one', 'no small']);
  });

  it('never hold a model that the file does not know', async () => {
    const file = await writeOutcomeFile(text);
    await expect(outcomeRows(file, { ...pair, strong: 'bigger' })).rejects.toThrow(
      `${file}: none of its test rows has a score of "bigger".`,
    );
  });

  it('need a row with both models', async () => {
    const file = await writeOutcomeFile(
      outcomeText([
        ['a', 'test', { big: 1 }],
        ['b', 'test', { small: 1 }],
      ]),
    );
    await expect(outcomeRows(file, pair)).rejects.toThrow(
      `${file}: none of its test rows has scores of both`,
    );
  });

  it('need a row of the split', async () => {
    const file = await writeOutcomeFile(outcomeText([['a', 'train', { big: 1, small: 0 }]]));
    await expect(outcomeRows(file, pair)).rejects.toThrow(`${file} has no row whose split is "test".`);
  });
});

describe('refused, naming file and line,', () => {
  const good = outcomeText([['fine', 'test', { big: 1, small: 0 }]]);

  it.each([
    { what: 'text that is not JSON', line: '{"prompt": ', named: 'the file should be JSON lines' },
    { what: 'NaN', line: '{"prompt": "a", "split": "test", "scores": {"big": NaN}}', named: 'JSON lines' },
    { what: 'a list', line: '[1]', named: 'the file should be JSON lines' },
    { what: 'no prompt', line: '{"split": "test", "scores": {"big": 1}}', named: 'JSON lines' },
    {
      what: 'a blank prompt',
      line: '{"prompt": " ", "split": "test", "scores": {"big": 1}}',
      named: 'empty',
    },
    { what: 'no split', line: '{"prompt": "a", "scores": {"big": 1}}', named: 'JSON lines' },
    { what: 'no scores', line: '{"prompt": "a", "split": "train"}', named: 'the row has no scores' },
    {
      what: 'null scores',
      line: '{"prompt": "a", "split": "test", "scores": null}',
      named: 'the row has no scores',
    },
    {
      what: 'empty scores',
      line: '{"prompt": "a", "split": "test", "scores": {}}',
      named: 'the row has no scores',
    },
    {
      what: 'a null score',
      line: '{"prompt": "a", "split": "test", "scores": {"big": 1, "small": null}}',
      named: 'the score of "small" should be a number from 0 to 1, not null',
    },
    {
      what: 'a mark out of ten',
      line: '{"prompt": "a", "split": "test", "scores": {"big": 7}}',
      named: 'the score of "big" should be a number from 0 to 1, not 7',
    },
    {
      what: 'a score in words',
      line: '{"prompt": "a", "split": "test", "scores": {"big": "1"}}',
      named: 'not "1"',
    },
  ])('is a row with $what', async ({ line, named }) => {
    const file = await writeOutcomeFile(`${good}\n${line}\n`);
    const error = await readOutcomes(file).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({
      code: 'bad-input',
      message: expect.stringContaining(`${file}, line 3:`),
    });
    expect(error).toMatchObject({ message: expect.stringContaining(named) });
  });

  it.each(['', '\n \n'])('is an empty file (%j)', async (text) => {
    const file = await writeOutcomeFile(text);
    await expect(readOutcomes(file)).rejects.toThrow(`${file} holds no rows`);
  });

  it('is a file that is not there', async () => {
    const file = path.join(temporaryFolder(), 'gone.jsonl');
    await expect(readOutcomes(file)).rejects.toThrow(`${file} cannot be read`);
  });
});

describe('the files of a folder', () => {
  it('come in the order of their names', async () => {
    const folder = temporaryFolder();
    await addOutcomes(folder, { b: [], a: [] });
    const outcomes = path.join(folder, 'outcomes');
    expect(await listOutcomeFiles(outcomes)).toEqual([
      path.join(outcomes, 'a.jsonl'),
      path.join(outcomes, 'b.jsonl'),
    ]);
  });

  it('must be some', async () => {
    const folder = temporaryFolder();
    await expect(listOutcomeFiles(folder)).rejects.toThrow(`${folder} holds no .jsonl file`);
    await expect(listOutcomeFiles(path.join(folder, 'no'))).rejects.toThrow('cannot be read');
  });
});
