import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { createLedgerFile } from '../../../src/node/ledger/ledgerFile';
import { createLedgerReader } from '../../../src/node/ledger/ledgerReader';
import { createPriceList } from '../../../src/node/prices';
import type { Usage } from '../../../src/routing/chat';
import { answer } from '../../../src/routing/flow/answer';
import type { AnswerDeps, AnswerRequest } from '../../../src/routing/flow/answerRequest';
import { modelOf, partsOf, setting, text } from '../../routing/flow/answerSetting';
import { temporaryFolder } from '../temporaryFolder';

/** 30 fresh tokens, 10 cached ones, 6 said, of which 4 thought. */
const usage: Usage = {
  inputTokens: 40,
  cachedInputTokens: 10,
  outputTokens: 6,
  reasoningTokens: 4,
  source: 'measured',
};
const says = [text('Because.'), { type: 'usage', usage } as const];
const pair: AnswerDeps['pair'] = {
  kind: 'call',
  models: { strong: modelOf('strong', says), weak: modelOf('weak', says) },
};
const card = {
  strong: { input: 2, cachedInput: 1, output: 10 },
  weak: { input: 1, cachedInput: 0.5, output: 2 },
};

/** Prompts that are answered and put on disk, each at the prices of its time. */
function recording() {
  const folder = temporaryFolder();
  const ledger = createLedgerFile(folder);
  const reader = createLedgerReader({ folder, dayOf: (time) => time.slice(0, 10), zone: () => 'UTC' });
  return {
    record: async (
      prices: object,
      changes: Parameters<typeof setting>[0] = {},
      asked: Partial<AnswerRequest> = {},
    ) => {
      const { request, deps } = setting({
        pair,
        ledger,
        costOf: createPriceList({ overrides: prices }),
        ...changes,
      });
      await partsOf(answer({ ...request, ...asked }, deps));
    },
    lines: () => readFileSync(path.join(folder, 'ledger-2026-11.jsonl'), 'utf8').trim().split('\n'),
    report: () => reader.report({ today: '2026-11-24', curves: { benchmarks: [], routers: {} } }),
  };
}

test('a call is recorded in full, and none of its words', async () => {
  const { record, lines } = recording();
  const decided = await setting().deps.route('');
  const decision = { ...decided, routerVersion: '0123456789abcdef', ms: 12.5 };
  await record(
    card,
    { route: async () => decision },
    { door: 'code-assist', languageId: 'python', retryOf: 'entry-0' },
  );
  expect(lines().map((line) => JSON.parse(line))).toEqual([
    {
      version: 2,
      id: 'entry-1',
      time: '2026-11-24T09:30:01.000Z',
      door: 'code-assist',
      conversation: 'conversation-1',
      languageId: 'python',
      retryOf: 'entry-0',
      kind: 'call',
      pair: {
        strong: { provider: 'openai', baseUrl: 'https://api.example/v1', model: 'strong' },
        weak: { provider: 'openai', baseUrl: 'https://api.example/v1', model: 'weak' },
      },
      decision: {
        model: 'weak',
        winRate: 0.2,
        threshold: 0.5,
        strongShare: 0.4,
        router: 'default',
        routerVersion: '0123456789abcdef',
        reason: { code: 'win-rate-below-threshold', winRate: 0.2, threshold: 0.5 },
        ms: 12.5,
      },
      usage,
      // 30 × 1 + 10 × 0.5 + 6 × 2, a millionth of it; asked again, it stands for no comparison.
      cost: 0.000047,
      alwaysStrongCost: 0,
      alwaysWeakCost: 0,
      outputPrices: { strong: null, weak: null },
      priceTable: expect.stringMatching(/^genai-prices \d+\.\d+\.\d+$/),
      outcome: { kind: 'ok' },
      ms: 3000,
    },
  ]);
});

test('a price that changes counts from then on, and rewrites nothing', async () => {
  const { record, lines, report } = recording();
  await record(card);
  const [before] = lines();
  await record({ strong: { ...card.strong, output: 1 }, weak: { ...card.weak, output: 4 } });
  await record({ strong: card.strong, weak: { input: 20, output: 0 } });
  const [first, second, third] = lines();
  expect(first).toBe(before);
  const money = (line = '') => {
    const { cost, alwaysStrongCost, alwaysWeakCost, outputPrices } = JSON.parse(line);
    return { cost, alwaysStrongCost, alwaysWeakCost, outputPrices };
  };
  const near = (millionths: number) => expect.closeTo(millionths / 1e6, 12);
  const prices = (strong: number, weak: number) => ({
    strong: expect.closeTo(strong, 6),
    weak: expect.closeTo(weak, 6),
  });
  // Strong 60 + 10 + 60, weak 30 + 5 + 12.
  expect(money(first)).toEqual({
    cost: near(47),
    alwaysStrongCost: near(130),
    alwaysWeakCost: near(47),
    outputPrices: prices(10, 2),
  });
  // Strong 60 + 10 + 6, weak 30 + 5 + 24.
  expect(money(second)).toEqual({
    cost: near(59),
    alwaysStrongCost: near(76),
    alwaysWeakCost: near(59),
    outputPrices: prices(1, 4),
  });
  // Weak 40 × 20, cached at the price of all input since the card names no other: it cost more than it could save.
  expect(money(third)).toMatchObject({ cost: near(800), alwaysStrongCost: near(130) });
  // Three decisions of 3 ms: 15 watts at $0.30 a kilowatt-hour.
  const routing = (9 / 3_600_000) * 0.015 * 0.3;
  expect(await report()).toMatchObject({
    spent: near(906),
    alwaysStrongCost: near(336),
    alwaysWeakCost: near(906),
    saved: expect.closeTo((336 - 906) / 1e6 - routing, 12),
    reasoningTokens: 12,
    cachedInputTokens: 30,
  });
});

test('one provider has another price than the next, and an unknown price is left out and counted', async () => {
  const { record, report } = recording();
  await record({ 'api.example/strong': card.strong, 'api.example/weak': { input: 0, output: 5 } });
  await record({ strong: card.strong });
  // 6 × 5 of the first call; of the second nobody knows.
  expect(await report()).toMatchObject({
    calls: 2,
    priced: 1,
    unpriced: 1,
    spent: expect.closeTo(0.00003, 12),
    alwaysStrongCost: expect.closeTo(0.00013, 12),
  });
});

test('a clock that is put back during an answer makes it no shorter than nothing', async () => {
  const { record, lines, report } = recording();
  const noon = Date.parse('2026-11-24T12:00:00.000Z');
  let looks = 0;
  await record(card, { now: () => noon - 3_600_000 * looks++ });
  expect(lines().map((line) => JSON.parse(line))).toMatchObject([
    { time: '2026-11-24T12:00:00.000Z', ms: 0 },
  ]);
  expect(await report()).toMatchObject({ calls: 1, spent: expect.closeTo(0.000047, 12) });
});
