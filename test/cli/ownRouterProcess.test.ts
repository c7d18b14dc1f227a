import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { temporaryFolder } from '../node/temporaryFolder';
import { parseLines, runTurnout } from './turnoutProcess';

const golden = path.join(import.meta.dirname, '..', 'golden', 'own');
const pack = path.join(golden, 'pack');

describe('a router that training/own_router.py made', () => {
  test('is opened from its folder and gives what Python gave', async () => {
    const rows = JSON.parse(readFileSync(path.join(golden, 'winRates.json'), 'utf8')) as {
      prompt: string;
      winRate: number;
    }[];
    const stdin = rows.map(({ prompt }) => `${JSON.stringify({ prompt })}\n`).join('');
    const { code, stdout, stderr } = await runTurnout(['score', '--pack', pack, '--router', 'own'], {
      stdin,
    });
    expect(stderr).toBe('');
    expect(code).toBe(0);
    const scored = parseLines(stdout) as { winRate: number }[];
    expect(scored).toHaveLength(rows.length);
    // The encoder rounds a little differently from one processor to the next.
    for (const [i, { winRate }] of rows.entries()) {
      expect(Math.abs((scored[i]?.winRate ?? Number.NaN) - winRate)).toBeLessThan(0.01);
    }
  });

  test('routes, by thresholds of its own', async () => {
    const prompt = 'Prove that the product of 7 consecutive integers is a multiple of 5040.';
    const { code, stdout } = await runTurnout(['route', prompt, '--pack', pack, '--router', 'own', '--json']);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ model: 'strong', router: 'own', strongShare: 0.5 });
  });

  test('is refused where it was made for another encoder, or is not there', async () => {
    const other = path.join(temporaryFolder(), 'pack');
    cpSync(pack, other, { recursive: true });
    const manifest = JSON.parse(readFileSync(path.join(other, 'manifest.json'), 'utf8'));
    manifest.encoder.sha256 = '0'.repeat(64);
    writeFileSync(path.join(other, 'manifest.json'), JSON.stringify(manifest));
    const strange = await runTurnout(['route', 'Hello there', '--pack', other, '--router', 'own']);
    expect(strange.code).toBe(1);
    expect(strange.stderr).toContain('made for another encoder');
    const missing = await runTurnout(['route', 'Hello there', '--router', 'own']);
    expect(missing.code).toBe(1);
    expect(missing.stderr).toContain('"own" is a pack');
  });
});
