import { describe, expect, test } from 'vitest';
import { type AnsweringSettings, createAnswering } from '../../src/node/answering';
import type { Limit } from '../../src/node/dispatcher';
import { createLedgerFile } from '../../src/node/ledger/ledgerFile';
import { createLedgerReader } from '../../src/node/ledger/ledgerReader';
import { type Cut, decide } from '../../src/routing/decision';
import { entryWith } from './ledger/entries';
import { temporaryFolder } from './temporaryFolder';

/** A dispatcher whose threshold is one less the share. */
const dispatcher: AnsweringSettings['dispatcher'] = {
  decide: async (_, __, limit) => decide({ winRate: 0.4, unknownShare: 0 }, cutOf(limit), 1),
  cut: async (_, limit) => cutOf(limit),
};

function cutOf(limit: Limit): Cut {
  return limit.kind === 'strong-share'
    ? { router: 'mf', threshold: 1 - limit.strongShare, strongShare: limit.strongShare }
    : { router: 'mf', threshold: limit.threshold, strongShare: 1 - limit.threshold };
}

const settings: AnsweringSettings = {
  pair: undefined,
  costOf: () => undefined,
  dispatcher,
  choice: { router: 'mf', ifUnavailable: 'fall-back' },
  limit: { kind: 'strong-share', strongShare: 0.8 },
};

async function settingAfter(spent: number) {
  const dataFolder = temporaryFolder();
  const ledger = createLedgerFile(dataFolder);
  await ledger.append(entryWith({ time: new Date().toISOString(), cost: spent }));
  const problems: unknown[] = [];
  const onProblem = (error: unknown) => void problems.push(error);
  const dayOf = (time: string) => time.slice(0, 10);
  const reader = createLedgerReader({ folder: dataFolder, dayOf, zone: () => 'UTC' });
  return { answering: createAnswering({ dataFolder, ledger, reader, dayOf, onProblem }), problems };
}

describe('with a budget', () => {
  const budget = { amount: 10, period: 'month' } as const;

  test('of which enough is left the line is drawn where the slider says', async () => {
    const { answering } = await settingAfter(6);
    const { route, cut } = await answering.prepare({ ...settings, budget });
    expect(await cut()).toEqual({ router: 'mf', threshold: expect.closeTo(0.2, 9), strongShare: 0.8 });
    expect((await route('Why?')).model).toBe('strong');
  });

  test('that nears its end less goes to the strong model, and the decision says why', async () => {
    const { answering } = await settingAfter(8.5);
    const { route } = await answering.prepare({ ...settings, budget });
    expect(await route('Why?')).toMatchObject({
      model: 'weak',
      strongShare: expect.closeTo(0.4, 9),
      budget: { setShare: 0.8, spent: 8.5, amount: 10 },
    });
  });

  test('a threshold that was named stays', async () => {
    const { answering } = await settingAfter(20);
    const limit = { kind: 'threshold', threshold: 0.3 } as const;
    expect(await (await answering.prepare({ ...settings, limit, budget })).cut()).toEqual(cutOf(limit));
  });
});

test('conversations and failures are remembered from one prompt to the next', async () => {
  const { answering } = await settingAfter(0);
  const [first, second] = [await answering.prepare(settings), await answering.prepare(settings)];
  first.memory.keep('c', { side: 'strong' });
  expect(second.memory.recall('c').side).toBe('strong');
  expect(second.health).toBe(first.health);
});

test('drafts are judged only where that is asked for', async () => {
  const { answering } = await settingAfter(0);
  expect((await answering.prepare(settings)).drafts).toBeUndefined();
  expect((await answering.prepare({ ...settings, drafts: true })).drafts).toBeDefined();
});
