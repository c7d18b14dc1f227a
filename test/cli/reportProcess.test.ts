import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Entry } from '../../src/routing/ledger/ledger';
import { entryWith } from '../node/ledger/entries';
import { temporaryFolder } from '../node/temporaryFolder';
import { runTurnout } from './turnoutProcess';

/** A data folder whose ledger holds these calls of November 2026. */
function recorded(entries: readonly Entry[]): string {
  const home = temporaryFolder();
  mkdirSync(home, { recursive: true });
  writeFileSync(
    path.join(home, 'ledger-2026-11.jsonl'),
    entries.map((entry) => `${JSON.stringify(entry)}\n`).join(''),
  );
  return home;
}

const strongDecision = { ...entryWith().decision, model: 'strong' } as const;
const free = { ms: 0 };
/** At noon, so that they are of that day in most time zones. */
const calls = [
  entryWith({
    id: 'a',
    time: '2026-11-02T12:00:00.000Z',
    decision: { ...strongDecision, ...free },
    cost: 2,
    alwaysStrongCost: 2,
    alwaysWeakCost: 0.25,
  }),
  entryWith({
    id: 'b',
    time: '2026-11-03T12:00:00.000Z',
    decision: { ...entryWith().decision, ...free },
    cost: 0.25,
    alwaysStrongCost: 2,
    alwaysWeakCost: 0.25,
    outcome: { kind: 'cancelled' },
  }),
  entryWith({
    id: 'c',
    time: '2026-11-03T13:00:00.000Z',
    decision: { ...entryWith().decision, ...free },
    cost: null,
    alwaysStrongCost: null,
    alwaysWeakCost: null,
  }),
  entryWith({ id: 'd', time: '2026-11-03T14:00:00.000Z', kind: 'practice' }),
];

const report = (home: string, ...args: string[]) =>
  runTurnout(['report', ...args], { home, env: { TZ: 'UTC' } });

describe('turnout report', () => {
  test('prints what was saved and what is left out, aligned and without colour', async () => {
    const home = recorded(calls);
    appendFileSync(path.join(home, 'ledger-2026-11.jsonl'), '{"torn\n');
    const { code, stdout } = await report(home);
    expect(code).toBe(0);
    expect(stdout).not.toContain('\u001B');
    expect(stdout).toMatch(/^saved +\+\$1\.75 /m);
    expect(stdout).toMatch(/^spent +\$2\.25$/m);
    expect(stdout).toMatch(/^always strong +\$4\.00 /m);
    expect(stdout).toMatch(/^always weak +\$0\.50$/m);
    expect(stdout).toMatch(/^requests +3$/m);
    expect(stdout).toContain('not measured on your answers');
    expect(stdout).toContain('1 calls are left out of the money because a price is unknown');
    expect(stdout).toContain('1 practice calls, which never count');
    expect(stdout).toContain('1 damaged lines of the ledger were passed over');
    expect(stdout).toMatch(/^dear +1 +1 +100\u00a0% +\$2\.00 +\$2\.00 +\$0\.00 +0$/m);
  });

  test('takes a range, both days included, and says the same as JSON', async () => {
    const home = recorded(calls);
    const { stdout } = await report(home, '--from', '2026-11-03', '--to', '2026-11-03', '--json');
    expect(JSON.parse(stdout)).toMatchObject({
      range: { from: '2026-11-03', to: '2026-11-03' },
      requests: 2,
      priced: 1,
      unpriced: 1,
      spent: 0.25,
      saved: 1.75,
      strongShare: 0,
      practiceCalls: 1,
    });
  });

  test('says so where there is nothing, at all or in the range', async () => {
    expect((await report(temporaryFolder())).stdout).toBe('Nothing has been routed yet.\n');
    const { stdout } = await report(recorded(calls), '--to', '2026-10-31');
    expect(stdout).toContain(
      'Nothing was routed in these days; there are calls from 2026-11-02 to 2026-11-03.',
    );
  });

  test.each([
    [['--from', '2026-02-30'], '"2026-02-30" is no day'],
    [['--from', '2026-03-02', '--to', '2026-03-01'], 'ends (2026-03-01) before it begins (2026-03-02)'],
  ])('refuses %o in a sentence', async (args, message) => {
    const { code, stdout, stderr } = await report(temporaryFolder(), ...args);
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toContain(message);
    expect(stderr.trim().split('\n')).toHaveLength(1);
  });
});
