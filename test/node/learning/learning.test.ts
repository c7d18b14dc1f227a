import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Feedback } from '../../../src/node/feedbackFile';
import { joinAnswers } from '../../../src/node/learning/joinAnswers';
import { learnFrom } from '../../../src/node/learning/learnFrom';
import { createLearning } from '../../../src/node/learning/learning';
import { pause, resume } from '../../../src/node/learning/pause';
import { createSignalFile, eraseSignals } from '../../../src/node/learning/signalFile';
import type { Decision } from '../../../src/routing/decision';
import type { Entry } from '../../../src/routing/ledger/ledger';
import { along } from '../../routing/learning/observations';
import { entryWith } from '../ledger/entries';
import { temporaryFolder } from '../temporaryFolder';

function open(folder = path.join(temporaryFolder(), 'learning')) {
  const troubles: unknown[] = [];
  const learning = createLearning({
    hearsSignals: true,
    folder,
    encoder: async () => 'encoder-1',
    onTrouble: (error) => troubles.push(error),
  });
  const ask = (prompt: string, embedding: Float32Array, winRate = 0.5) =>
    learning.personalise(
      { winRate, unknownShare: 0 },
      { prompt, router: 'default', embed: async () => ({ values: embedding, unknownShare: 0 }) },
    );
  return { folder, learning, ask, troubles };
}

/** Asks, lets the strong or the weak model answer and keeps what it said. */
async function keepAnswers({ learning, ask }: ReturnType<typeof open>, count: number, from = 0) {
  for (let i = from; i < from + count; i++) {
    const side = i % 2 === 0 ? 'strong' : 'weak';
    const prompt = `prompt ${i}`;
    await ask(prompt, along(side === 'strong' ? 0 : 4, (i % 37) / 100), 0.5 + 0.01 * ((i % 5) - 2));
    const entry = entryWith({ id: `entry-${i}` });
    learning.answered({ ...entry, decision: { ...entry.decision, model: side } }, prompt);
    expect(await learning.record({ kind: 'kept', entry: `entry-${i}` })).toBe('recorded');
  }
}

/** All that the files of a folder hold. */
const textIn = (folder: string) =>
  readdirSync(folder)
    .map((name) => readFileSync(path.join(folder, name), 'utf8'))
    .join('\n');

describe('learning', () => {
  test('without signals leaves every estimate exactly as it is', async () => {
    const { ask, troubles } = open();
    expect(await ask('anything', along(0), 0.123)).toEqual({ winRate: 0.123, unknownShare: 0 });
    expect(troubles).toEqual([]);
  });

  test('takes over once it has proved itself, and not before some tens of signals', async () => {
    const opened = open();
    await keepAnswers(opened, 38);
    expect(await opened.ask('one more', along(0))).toEqual({ winRate: 0.5, unknownShare: 0 });
    expect((await opened.learning.state('default')).trial).toBeUndefined();
    await keepAnswers(opened, 22, 38);
    const [wanted, unwanted] = [await opened.ask('like', along(0)), await opened.ask('unlike', along(4))];
    expect(wanted).toMatchObject({ personal: true });
    expect(wanted.winRate).toBeGreaterThan(0.5);
    expect(unwanted.winRate).toBeLessThan(0.5);
    expect(opened.troubles).toEqual([]);
  });

  test('where no signal can come embeds nothing before there is a head, and waits for that one', async () => {
    const first = open();
    let embedded = 0;
    const oneShot = createLearning({
      hearsSignals: false,
      folder: first.folder,
      encoder: async () => 'encoder-1',
      onTrouble: (error) => expect.unreachable(String(error)),
    });
    const ask = () =>
      oneShot.personalise(
        { winRate: 0.5, unknownShare: 0 },
        {
          prompt: 'like',
          router: 'default',
          embed: async () => {
            embedded++;
            return { values: along(0), unknownShare: 0 };
          },
        },
      );
    expect(await ask()).toEqual({ winRate: 0.5, unknownShare: 0 });
    expect(embedded).toBe(0);
    await keepAnswers(first, 60);
    expect(await ask()).toMatchObject({ personal: true });
    expect(embedded).toBe(1);
  });

  test('is shared by windows, and stops in all of them when it is paused or erased in one', async () => {
    const first = open();
    await keepAnswers(first, 60);
    const second = open(first.folder);
    // The first fit is not waited for by a prompt, but by whoever asks how it went.
    expect(await second.ask('like', along(0))).toEqual({ winRate: 0.5, unknownShare: 0 });
    expect((await second.learning.state('default')).trial?.passed).toBe(true);
    expect(await second.ask('like', along(0))).toMatchObject({ personal: true });

    await pause(first.folder);
    expect(await second.ask('like', along(0))).toEqual({ winRate: 0.5, unknownShare: 0 });
    expect(await first.learning.record({ kind: 'kept', entry: 'entry-3' })).toBe('paused');
    await resume(first.folder);
    expect(await second.ask('like', along(0))).toMatchObject({ personal: true });

    await eraseSignals(first.folder);
    expect(await second.ask('like', along(0))).toEqual({ winRate: 0.5, unknownShare: 0 });
    expect(readdirSync(first.folder)).toEqual([]);
  });

  test('knows nothing of answers it has not seen given, nor of practice', async () => {
    const { learning, ask } = open();
    expect(await learning.record({ kind: 'verdict', entry: 'from yesterday', helpful: true })).toBe(
      'unknown-entry',
    );
    await ask('practising', along(0));
    learning.answered(entryWith({ id: 'practice', kind: 'practice' }), 'practising');
    expect(await learning.record({ kind: 'verdict', entry: 'practice', helpful: true })).toBe(
      'unknown-entry',
    );
    await ask('asked', along(0));
    learning.answered(entryWith({ id: 'seen' }), 'asked');
    learning.forget();
    expect(await learning.record({ kind: 'retried', entry: 'seen' })).toBe('unknown-entry');
  });

  test('keeps the frozen win rate, the side that answered, and not a word', async () => {
    const opened = open();
    await keepAnswers(opened, 60);
    const asked = await opened.ask('A secret question about Rosebud', along(0), 0.5);
    expect(asked.winRate).not.toBe(0.5);
    opened.learning.answered(entryWith({ id: 'secret' }), 'A secret question about Rosebud');
    await opened.learning.record({ kind: 'verdict', entry: 'secret', helpful: false });
    const { signals } = await opened.learning.state('default');
    expect(signals.at(-1)).toMatchObject({
      entry: 'secret',
      router: 'default',
      winRate: 0.5,
      pair: { strong: 'dear', weak: 'cheap' },
      signal: { kind: 'verdict', side: 'weak', helpful: false },
    });
    const kept = textIn(opened.folder);
    expect(kept).toContain('"entry":"secret"');
    expect(kept).not.toContain('Rosebud');
  });

  test('a verdict taken back is as if it had never been given, in every window and on disk', async () => {
    const opened = open();
    await keepAnswers(opened, 60);
    const winRateIn = async ({ learning, ask }: ReturnType<typeof open>) => {
      await learning.state('default');
      return (await ask('like', along(0))).winRate;
    };
    const untouched = await winRateIn(open(opened.folder));
    expect(untouched).not.toBe(0.5);
    for (let i = 0; i < 12; i++) {
      await opened.ask(`rated ${i}`, along(0, 0.1));
      opened.learning.answered(entryWith({ id: `rated-${i}` }), `rated ${i}`);
      await opened.learning.record({ kind: 'verdict', entry: `rated-${i}`, helpful: true });
      await opened.learning.record({ kind: 'verdict', entry: `rated-${i}`, helpful: false });
    }
    const second = open(opened.folder);
    expect(await winRateIn(second)).not.toBe(untouched);

    await pause(opened.folder);
    // By another window, which never saw the answers given.
    for (let i = 0; i < 12; i++) await second.learning.withdraw(`rated-${i}`);
    await resume(opened.folder);
    for (const one of [opened, second]) {
      expect((await one.learning.state('default')).signals).toHaveLength(60);
      expect(await winRateIn(one)).toBe(untouched);
    }
    const kept = textIn(opened.folder);
    expect(kept).toContain('"entry":"entry-59"');
    expect(kept).not.toContain('rated');
  });

  test('does not apply what was learnt of one pair to another', async () => {
    const opened = open();
    await keepAnswers(opened, 60);
    const { pair } = entryWith();
    const other = { ...pair, weak: { ...pair.weak, model: 'another' } };
    opened.learning.answered(entryWith({ id: 'new pair', pair: other }), 'whatever');
    expect(await opened.ask('like', along(0))).toEqual({ winRate: 0.5, unknownShare: 0 });
  });

  test('leaves the estimate alone where the prompt cannot be embedded, and says so once there is something learnt', async () => {
    const opened = open();
    const { learning, troubles } = opened;
    const estimate = { winRate: 0.4, unknownShare: 0 };
    const embed = () => Promise.reject(new Error('no encoder'));
    const asked = { prompt: 'p', router: 'default', embed };
    expect(await learning.personalise(estimate, asked)).toBe(estimate);
    expect(troubles).toEqual([]);
    await keepAnswers(opened, 60);
    await learning.state('default');
    expect(await learning.personalise(estimate, asked)).toBe(estimate);
    expect(troubles).toEqual([new Error('no encoder')]);
  });

  test('of two verdicts on one answer uses the last', async () => {
    const opened = open();
    await keepAnswers(opened, 60);
    // Everyone changes their mind about everything: each prompt is now wanted of the other model.
    const { signals } = await opened.learning.state('default');
    const file = createSignalFile(opened.folder, 'encoder-1');
    for (const [i, signal] of signals.entries()) {
      await file.append({
        ...signal,
        time: `2027-01-01T00:00:${String(i).padStart(2, '0')}.000Z`,
        signal: { kind: 'kept', side: signal.signal.side === 'strong' ? 'weak' : 'strong' },
      });
    }
    const { learning, ask } = open(opened.folder);
    const { trial, signals: all } = await learning.state('default');
    expect([all.length, trial?.signals]).toEqual([120, 60]);
    expect((await ask('like', along(0))).winRate).toBeLessThan(0.5);
  });
});

test('an answer is joined to the prompt that was routed for it, and a retry to the answer before', async () => {
  const shown: unknown[] = [];
  const answered: [string, string][] = [];
  const written: Entry[] = [];
  const deps = joinAnswers(
    {
      route: async () => entryWith().decision as Decision,
      ledger: { append: async (entry) => void written.push(entry) },
    },
    {
      answered: (entry, prompt) => answered.push([entry.id, prompt]),
      record: async (signal) => {
        shown.push(signal);
        return 'recorded';
      },
    },
    () => expect.unreachable(),
  );
  await deps.route('Sort a list');
  await deps.ledger.append(entryWith({ id: 'one' }));
  expect(answered).toEqual([['one', 'Sort a list']]);
  expect(written).toHaveLength(1);
  expect(shown).toEqual([]);
  await deps.ledger.append(entryWith({ id: 'two', retryOf: 'one' }));
  expect(shown).toEqual([{ kind: 'retried', entry: 'one' }]);
});

test('feedback of every kind is kept and learnt from', async () => {
  const kept: Feedback[] = [];
  const learnt: unknown[] = [];
  const feedback = learnFrom(
    { append: async (line) => void kept.push(line) },
    {
      record: async (signal) => {
        learnt.push(signal);
        return 'recorded';
      },
      withdraw: async (entry) => void learnt.push({ withdrawn: entry }),
    },
  );
  const dated = { version: 1, time: '2026-11-24T09:30:00.000Z', entry: 'one' } as const;
  await feedback.append({ ...dated, helpful: false });
  await feedback.append({ ...dated, kind: 'edit', accepted: true });
  await feedback.append({ ...dated, kind: 'kept', over: 'two' });
  await feedback.append({ ...dated, kind: 'withdrawn' });
  expect(kept).toHaveLength(4);
  expect(learnt).toEqual([
    { kind: 'verdict', entry: 'one', helpful: false },
    { kind: 'edit', entry: 'one', accepted: true },
    { kind: 'kept', entry: 'one' },
    { withdrawn: 'one' },
  ]);
});
