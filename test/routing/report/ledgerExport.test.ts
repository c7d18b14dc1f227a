import { parse } from 'csv-parse/sync';
import { expect, test } from 'vitest';
import type { Entry } from '../../../src/routing/ledger/ledger';
import { csvOf, exportedCall, exportedReport, jsonOf } from '../../../src/routing/report/ledgerExport';
import { entryWith } from '../../node/ledger/entries';
import { fourRequests } from '../../webview/reports';
import { reportFrom, tallyOf } from '../ledger/tallies';

async function* streamed(entries: readonly Entry[]) {
  yield* entries;
}
async function gather(pieces: AsyncIterable<string>): Promise<string> {
  let whole = '';
  for await (const piece of pieces) whole += piece;
  return whole;
}

const { pair } = entryWith();
const report = fourRequests();
const unpriced = entryWith({
  id: 'odd',
  pair: { strong: { ...pair.strong, model: '=HYPERLINK("x"),1' }, weak: pair.weak },
  cost: null,
  outcome: { kind: 'failed', code: 'rate-limited' },
});

test('CSV holds every call, by a reader that keeps to the standard', async () => {
  const rows: Record<string, string>[] = parse(
    await gather(csvOf(report, streamed([entryWith(), unpriced]))),
    {
      columns: true,
    },
  );
  expect(rows).toHaveLength(2);
  expect(rows[0]).toMatchObject({
    id: 'entry-1',
    winRate: '0.25',
    cost: '0.001',
    alwaysStrongCost: '0.02',
    saving: String(0.02 - 0.001 - 5e-9),
    inputTokens: '100',
    routerVersion: '',
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

test('CSV is plain where nothing needs quotes, and a loss stays a number', async () => {
  const text = await gather(csvOf(report, streamed([entryWith({ cost: 0.03, languageId: 'rust' })])));
  const [names, values, ...rest] = text.split('\r\n');
  expect(rest).toEqual(['']);
  expect(names?.split(',').slice(0, 6)).toEqual([
    'id',
    'time',
    'door',
    'conversation',
    'languageId',
    'retryOf',
  ]);
  expect(values).toMatch(/^entry-1,2026-11-24T09:30:00\.000Z,sidebar,conversation-1,rust,,call,dear,cheap,/);
  expect(values).toContain(`,${0.02 - 0.03 - 5e-9},`);
});

test('JSON has a line for every call', async () => {
  const text = await gather(jsonOf(report, streamed([entryWith(), unpriced])));
  expect(text.trimEnd().split('\n')).toHaveLength(4);
});

test('the report’s latest calls have the form of all exported ones', () => {
  const { latest, saved } = exportedReport({ ...report, latest: [entryWith(), unpriced] });
  expect(latest).toEqual([exportedCall(entryWith(), report.basis), exportedCall(unpriced, report.basis)]);
  expect(saved).toBe(report.saved);
});

test('what a call repeats, and both of its comparisons, are exported with it', () => {
  expect(exportedCall(entryWith({ retryOf: 'first' }), report.basis)).toMatchObject({
    retryOf: 'first',
    languageId: null,
    alwaysWeakCost: 0.001,
    routingCost: expect.closeTo(5e-9, 15),
  });
});

test('JSON holds the report and every call', async () => {
  const json = JSON.parse(await gather(jsonOf(report, streamed([entryWith(), unpriced]))));
  expect(json.report).toMatchObject({ saved: 5, spent: 2.5, requests: 4 });
  expect(json.calls).toEqual([exportedCall(entryWith(), report.basis), exportedCall(unpriced, report.basis)]);
  expect(JSON.parse(await gather(jsonOf(report, streamed([])))).calls).toEqual([]);
});

test('of a reason only its code is exported: what a router said might quote the prompt', async () => {
  const decision = {
    ...entryWith().decision,
    reason: { code: 'router-failed', detail: 'secret words' },
  } as const;
  const entries = [entryWith({ decision })];
  expect(await gather(jsonOf({ ...report, latest: entries }, streamed(entries)))).not.toContain(
    'secret words',
  );
  expect(await gather(csvOf(report, streamed(entries)))).not.toContain('secret words');
});

test('what a call was priced and decided by is exported with it, and its comparison is the report’s', () => {
  const own = { ...entryWith().decision, model: 'strong', routerVersion: '23b8b563' } as const;
  const prices = { outputPrices: { strong: 10, weak: 2 }, priceTable: 'list 1' } as const;
  const usage = { ...entryWith().usage, outputTokens: 250, reasoningTokens: 40 };
  const strong = Array.from({ length: 10 }, () => entryWith({ decision: own, usage, ...prices }));
  const weak = entryWith(prices);
  const { basis } = reportFrom([tallyOf([...strong, weak])]);
  expect(exportedCall(strong[0] ?? weak, basis)).toMatchObject({
    routerVersion: '23b8b563',
    reasoningTokens: 40,
    strongOutputPrice: 10,
    weakOutputPrice: 2,
    priceTable: 'list 1',
  });
  // Ten answers of 250 tokens weigh half, the 50 that were given the other half: 100 more tokens at $10 a million.
  expect(exportedCall(weak, basis)).toMatchObject({
    sameTokensStrongCost: 0.02,
    alwaysStrongCost: expect.closeTo(0.021, 12),
    saving: expect.closeTo(0.021 - 0.001 - 5e-9, 12),
  });
});
