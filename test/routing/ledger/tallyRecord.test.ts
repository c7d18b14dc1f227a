import { expect, test } from 'vitest';
import { numberOfPair } from '../../../src/routing/ledger/tally';
import { recordTally, restoreTally } from '../../../src/routing/ledger/tallyRecord';
import { entryWith } from '../../node/ledger/entries';
import { tallyOf } from './tallies';

const entries = [
  entryWith({ languageId: 'rust' }),
  entryWith({ door: 'server', decision: { ...entryWith().decision, model: 'strong', routerVersion: 'abc' } }),
  entryWith({ time: '2026-11-20T09:30:00.000Z', kind: 'practice' }),
];
const kept = () => JSON.parse(JSON.stringify(recordTally(tallyOf(entries))));

test('a tally opens as it was kept', () => {
  const opened = restoreTally(kept());
  const { cells, bins, lengths } = tallyOf(entries);
  expect(opened).toMatchObject({ cells, bins, lengths });
  expect(opened?.firstCall).toBe('2026-11-24T09:30:00.000Z');
});

test('the columns are named in the order of a row’s values', () => {
  const { columns, cells, bins } = recordTally(tallyOf(entries));
  const [cellColumns = '', binColumns = ''] = columns.split(' / ');
  expect(cellColumns).toMatch(/^calls requests strong /);
  expect(binColumns).toMatch(/^prompts moved /);
  expect(cells.map((row) => row.length - 6)).toEqual(cells.map(() => cellColumns.split(' ').length));
  expect(bins.map((row) => row.length - 5)).toEqual(bins.map(() => binColumns.split(' ').length));
  expect(cells.length * bins.length).toBeGreaterThan(0);
});

test('what has other columns is of no use', () => {
  expect(restoreTally({ ...kept(), columns: 'calls requests' })).toBeUndefined();
});

test('a row whose pair is not there is of no use', () => {
  const record = kept();
  expect(restoreTally({ ...record, pairs: [] })).toBeUndefined();
  expect(restoreTally({ ...record, cells: [], pairs: [] })).toBeUndefined();
  expect(restoreTally({ ...record, bins: [], pairs: [] })).toBeUndefined();
});

test('pairs differ by either model’s name or address, and by which is the strong one', () => {
  const tally = tallyOf([]);
  const { strong, weak } = entryWith().pair;
  const elsewhere = { ...strong, baseUrl: 'https://other.example/v1' };
  const pairs = [
    { strong, weak },
    { strong: weak, weak: strong },
    { strong: elsewhere, weak },
    { strong, weak: { ...weak, model: 'cheaper' } },
    { strong: { ...strong, model: 'dearer' }, weak },
    { strong, weak: { ...weak, baseUrl: elsewhere.baseUrl } },
  ];
  expect(pairs.map((pair) => numberOfPair(tally, pair))).toEqual([0, 1, 2, 3, 4, 5]);
  expect(pairs.map((pair) => numberOfPair(tally, structuredClone(pair)))).toEqual([0, 1, 2, 3, 4, 5]);
});
