import { parse } from 'csv-parse/sync';
import { expect, test } from 'vitest';
import type { Entry } from '../../../src/routing/ledger/ledger';
import { csvOf, exportedCall, jsonOf } from '../../../src/routing/report/ledgerExport';
import { entryWith } from '../../node/ledger/entries';
import { fourRequests } from '../../webview/reports';

async function* streamed(entries: readonly Entry[]) {
  yield* entries;
}
async function gather(pieces: AsyncIterable<string>): Promise<string> {
  let whole = '';
  for await (const piece of pieces) whole += piece;
  return whole;
}

const { pair } = entryWith();
const unpriced = entryWith({
  id: 'odd',
  pair: { strong: { ...pair.strong, model: '=HYPERLINK("x"),1' }, weak: pair.weak },
  cost: null,
  outcome: { kind: 'failed', code: 'rate-limited' },
});

test('CSV holds every call, by a reader that keeps to the standard', async () => {
  const rows: Record<string, string>[] = parse(await gather(csvOf(streamed([entryWith(), unpriced]))), {
    columns: true,
  });
  expect(rows).toHaveLength(2);
  expect(rows[0]).toMatchObject({
    id: 'entry-1',
    winRate: '0.25',
    cost: '0.001',
    alwaysStrongCost: '0.02',
    saving: '0.019',
    inputTokens: '100',
    outcome: 'ok',
    failure: '',
  });
  // An unknown price is empty and not 0, and what looks like a formula is none to a spreadsheet.
  expect(rows[1]).toMatchObject({
    cost: '',
    saving: '',
    failure: 'rate-limited',
    strongModel: `'=HYPERLINK("x"),1`,
  });
});

test('JSON holds the report and every call', async () => {
  const json = JSON.parse(await gather(jsonOf(fourRequests(), streamed([entryWith(), unpriced]))));
  expect(json.report).toMatchObject({ saved: 5, spent: 2.5, requests: 4 });
  expect(json.calls).toEqual([exportedCall(entryWith()), exportedCall(unpriced)]);
  expect(JSON.parse(await gather(jsonOf(fourRequests(), streamed([])))).calls).toEqual([]);
});

test('of a reason only its code is exported: what a router said might quote the prompt', async () => {
  const decision = {
    ...entryWith().decision,
    reason: { code: 'router-failed', detail: 'secret words' },
  } as const;
  const entries = [entryWith({ decision })];
  const report = { ...fourRequests(), latest: entries };
  expect(await gather(jsonOf(report, streamed(entries)))).not.toContain('secret words');
  expect(await gather(csvOf(streamed(entries)))).not.toContain('secret words');
});
