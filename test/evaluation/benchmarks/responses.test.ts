import { mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { gsm8k } from '../../../src/evaluation/benchmarks/gsm8k';
import { mmlu } from '../../../src/evaluation/benchmarks/mmlu';
import { type DataFolders, locateData } from '../../../src/evaluation/dataFolders';
import { smallTree, strong, weak, writeRoutellmTree } from '../routellmTree';

async function writeData(): Promise<DataFolders> {
  return locateData(await writeRoutellmTree(smallTree));
}

describe('MMLU', () => {
  it('reads every subject and leaves out what RouteLLM leaves out', async () => {
    expect(await mmlu.read(await writeData())).toEqual({
      rows: [
        { prompt: 'Which bone?\nA. femur\nB. "funny", that is\nAnswer:', strongScore: 1, weakScore: 0 },
        { prompt: 'Which muscle?\nA. heart\nAnswer:', strongScore: 1, weakScore: 1 },
        { prompt: 'Which virus, if any, is alive?\nAnswer:', strongScore: 0, weakScore: 0 },
      ],
      contaminated: 1,
      unscored: 0,
    });
  });

  it('names the folder that is missing', async () => {
    const data = await writeData();
    const responses = path.join(data.evals, 'mmlu', 'responses');
    await rm(responses, { recursive: true });
    await expect(mmlu.read(data)).rejects.toThrow(`${responses} cannot be read`);
    await mkdir(responses);
    await expect(mmlu.read(data)).rejects.toThrow(`${responses} holds no CSV file`);
  });

  it('never reports figures without the list of contaminated prompts', async () => {
    const data = await writeData();
    const list = path.join(data.evals, 'mmlu', 'contaminated_prompts.jsonl');
    await rm(list);
    await expect(mmlu.read(data)).rejects.toThrow(`${list} cannot be read`);
    await writeFile(list, '{"eval_prompt": "fine"}\n\n{"prompt": "wrong key"}\n');
    await expect(mmlu.read(data)).rejects.toThrow(
      `${list}, line 3: the file should be RouteLLM's JSON lines`,
    );
  });
});

describe('GSM8K', () => {
  it('counts only the contaminated prompts that are there', async () => {
    const { rows, contaminated } = await gsm8k.read(await writeData());
    expect(rows.map(({ prompt }) => prompt)).toEqual([
      'Janet’s ducks lay 16 eggs. How many?',
      'A robe takes 2 bolts, and half that. How many?',
    ]);
    expect(contaminated).toBe(1);
  });

  it.each([
    {
      what: 'a missing column',
      csv: `prompt,${weak}\nHow many?,True\n`,
      message: `row 1 has no column "${strong}"`,
    },
    {
      what: 'an answer that is neither right nor wrong',
      csv: `prompt,${weak},${strong}\nHow many?,True,True\nHow much?,,True\n`,
      message: `row 2: "${weak}" should be True or False, not ""`,
    },
    {
      what: 'a row that is cut off',
      csv: `prompt,${weak},${strong}\nHow many?,True\n`,
      message: 'cannot be read',
    },
    {
      what: 'a quote without its end',
      csv: `prompt,${weak},${strong}\n"How many?,True,True\n`,
      message: 'cannot be read',
    },
  ])('names the file and $what', async ({ csv, message }) => {
    const data = await writeData();
    const file = path.join(data.evals, 'gsm8k', 'gsm8k_responses.csv');
    await writeFile(file, csv);
    await expect(gsm8k.read(data)).rejects.toThrow(file);
    await expect(gsm8k.read(data)).rejects.toThrow(message);
  });

  it('reads a file with Windows line ends and a byte order mark', async () => {
    const data = await writeData();
    const file = path.join(data.evals, 'gsm8k', 'gsm8k_responses.csv');
    await writeFile(file, `\uFEFFprompt,${weak},${strong}\r\nHow many?,False,True\r\n\r\n`);
    expect((await gsm8k.read(data)).rows).toEqual([{ prompt: 'How many?', strongScore: 1, weakScore: 0 }]);
  });
});
