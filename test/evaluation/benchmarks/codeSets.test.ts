import { expect, it } from 'vitest';
import { intercodeSql, livecodebench, zeroevalCrux } from '../../../src/evaluation/benchmarks/codeSets';
import { locateData } from '../../../src/evaluation/dataFolders';
import { addOutcomes, smallOutcomes } from '../outcomeFiles';
import { smallTree, writeRoutellmTree } from '../routellmTree';

it('reads each set’s own pair from its own file, test rows alone', async () => {
  const folder = await writeRoutellmTree(smallTree);
  await addOutcomes(folder, smallOutcomes);
  const data = await locateData(folder);
  expect(await livecodebench.read(data)).toEqual({
    rows: [
      { prompt: 'Sort the towers.', strongScore: 1, weakScore: 0 },
      { prompt: 'Add.', strongScore: 1, weakScore: 1 },
    ],
    contaminated: 0,
    unscored: 1,
  });
  expect((await zeroevalCrux.read(data)).rows).toEqual([
    { prompt: 'What does f(3) return?', strongScore: 1, weakScore: 0 },
    { prompt: 'What does the function g(4, 5) return?', strongScore: 0.5, weakScore: 0.5 },
  ]);
  expect((await intercodeSql.read(data)).rows.map(({ strongScore }) => strongScore)).toEqual([1, 0]);
});

it('names the file where there are no outcomes', async () => {
  const data = await locateData(await writeRoutellmTree(smallTree));
  await expect(livecodebench.read(data)).rejects.toThrow('outcomes/livecodebench.jsonl');
});
