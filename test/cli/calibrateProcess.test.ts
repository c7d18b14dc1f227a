import { existsSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../node/temporaryFolder';
import { parseLines, runTurnout } from './turnoutProcess';

/** Sixty prompts of ever greater length. */
const prompts = Array.from(
  { length: 60 },
  (_, index) => `Explain number ${index}${', and why'.repeat(index)}`,
);

function writePrompts(lines: readonly unknown[]): string {
  const file = path.join(temporaryFolder(), 'prompts.jsonl');
  writeFileSync(file, lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
  return file;
}

async function calibrateJson(args: readonly string[], home?: string) {
  const { code, stdout, stderr } = await runTurnout(['calibrate', ...args, '--json'], {
    ...(home && { home }),
  });
  expect(code).toBe(0);
  return { ...JSON.parse(stdout), stderr };
}

describe('the threshold', () => {
  it('is that of the bundled sample, which route uses too', async () => {
    const calibrated = await calibrateJson(['--router', 'lexical', '--strong-share', '0.3']);
    expect(calibrated).toEqual({
      router: 'lexical',
      strongShare: 0.3,
      threshold: expect.any(Number),
      prompts: expect.any(Number),
      reachedShare: expect.closeTo(0.3, 2),
      source: 'bundled',
      ownPrompts: 0,
      stderr: '',
    });
    const { stdout } = await runTurnout([
      'route',
      'Sort a list',
      '--router',
      'lexical',
      '--strong-share',
      '0.3',
      '--json',
    ]);
    expect(JSON.parse(stdout).threshold).toBe(calibrated.threshold);
  });

  it('is the quantile of the win rates that score gives for the prompts in a file', async () => {
    const lines = prompts.map((prompt) => ({ prompt }));
    const scored = await runTurnout(['score', '--router', 'lexical'], {
      stdin: lines.map((line) => `${JSON.stringify(line)}\n`).join(''),
    });
    const winRates = parseLines(scored.stdout)
      .map((line) => (line as { winRate: number }).winRate)
      .sort((a, b) => a - b);
    // Of 60 prompts, a quarter lies above rank 44.25.
    const expected = (winRates[44] ?? 0) + 0.25 * ((winRates[45] ?? 0) - (winRates[44] ?? 0));
    const file = writePrompts(lines);
    const calibrated = await calibrateJson([
      '--router',
      'lexical',
      '--strong-share',
      '0.25',
      '--prompts',
      file,
    ]);
    expect(calibrated).toMatchObject({ prompts: 60, source: 'prompts' });
    expect(calibrated.threshold).toBeCloseTo(expected, 12);
  });

  it('is of the last human turn where lines hold messages', async () => {
    const asMessages = writePrompts(
      prompts.map((prompt) => ({
        messages: [
          { role: 'system', content: 'Be brief.' },
          { role: 'user', content: prompt },
        ],
      })),
    );
    const asPrompts = writePrompts(prompts.map((prompt) => ({ prompt })));
    const args = ['--router', 'lexical', '--strong-share', '0.5', '--prompts'];
    expect(await calibrateJson([...args, asMessages])).toEqual(await calibrateJson([...args, asPrompts]));
  });

  it('is worded for people', async () => {
    const { code, stdout, stderr } = await runTurnout([
      'calibrate',
      '--router',
      'random',
      '--strong-share',
      '0.25',
    ]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(
      /^threshold 0\.7\d+ for a strong share of 25\.0 %\nrouter random, by .*25\.0 %.*\n$/,
    );
  });
});

describe('--save', () => {
  it('makes route, score’s thresholds and later calibrations follow the prompts', async () => {
    const home = temporaryFolder();
    const file = writePrompts(prompts.map((prompt) => ({ prompt })));
    const args = ['--router', 'lexical', '--strong-share', '0.4'];
    const before = await calibrateJson(args, home);
    const saved = await calibrateJson([...args, '--prompts', file, '--save'], home);
    expect(saved.threshold).not.toBe(before.threshold);
    expect(existsSync(path.join(home, 'calibration', 'lexical.json'))).toBe(true);

    const after = await calibrateJson(args, home);
    expect(after).toMatchObject({ threshold: saved.threshold, prompts: 60, source: 'saved' });
    const route = ['route', 'Sort a list', '--router', 'lexical', '--strong-share', '0.4', '--json'];
    expect(JSON.parse((await runTurnout(route, { home })).stdout).threshold).toBe(saved.threshold);
    expect(JSON.parse((await runTurnout(route)).stdout).threshold).toBe(before.threshold);
  });

  it('keeps no prompt and says where it keeps the rest', async () => {
    const home = temporaryFolder();
    const file = writePrompts(prompts.map((prompt) => ({ prompt })));
    const args = ['calibrate', '--router', 'lexical', '--strong-share', '0.4', '--prompts', file, '--save'];
    const { stdout } = await runTurnout(args, { home });
    expect(stdout).toContain(path.join(home, 'calibration', 'lexical.json'));
  });

  it('a damaged one is named', async () => {
    const home = temporaryFolder();
    const file = writePrompts(prompts.map((prompt) => ({ prompt })));
    await calibrateJson(['--router', 'lexical', '--strong-share', '0.4', '--prompts', file, '--save'], home);
    writeFileSync(path.join(home, 'calibration', 'lexical.json'), '{');
    const { code, stderr } = await runTurnout(['route', 'hi', '--router', 'lexical'], { home });
    expect(code).toBe(1);
    expect(stderr).toContain(path.join(home, 'calibration', 'lexical.json'));
  });
});

describe('a warning', () => {
  it('tells of few prompts', async () => {
    const file = writePrompts(prompts.slice(0, 49).map((prompt) => ({ prompt })));
    const { stderr } = await calibrateJson([
      '--router',
      'lexical',
      '--strong-share',
      '0.4',
      '--prompts',
      file,
    ]);
    expect(stderr).toContain('Only 49 prompts');
  });

  it('tells of prompts that no threshold divides', async () => {
    const same = Array.from({ length: 57 }, () => ({ prompt: 'Hello' }));
    const file = writePrompts([...same, ...prompts.slice(-3).map((prompt) => ({ prompt }))]);
    const { stderr, reachedShare } = await calibrateJson([
      '--router',
      'lexical',
      '--strong-share',
      '0.5',
      '--prompts',
      file,
    ]);
    expect(stderr).toContain('95.0 % of the prompts have the win rate 0.');
    expect(reachedShare).toBeCloseTo(0.95, 2);
  });
});

describe('refused, naming what is wrong,', () => {
  const bad = (text: string) => {
    const file = path.join(temporaryFolder(), 'bad.jsonl');
    writeFileSync(file, text);
    return file;
  };
  const args = ['--router', 'lexical', '--strong-share', '0.5'];

  it.each([
    { what: 'no share', args: ['--router', 'lexical'], named: "'--strong-share <share>'" },
    { what: 'a share above 1', args: ['--router', 'lexical', '--strong-share', '50'], named: "'50'" },
    { what: 'an unknown router', args: ['--router', 'mff', '--strong-share', '0.5'], named: '"mff"' },
    { what: '--save without prompts', args: [...args, '--save'], named: '--prompts' },
    { what: 'a missing file', args: [...args, '--prompts', '/nowhere/at/all'], named: '/nowhere/at/all' },
  ])('is $what', async ({ args: given, named }) => {
    const { code, stdout, stderr } = await runTurnout(['calibrate', ...given]);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toContain(named);
    expect(stderr).not.toMatch(/^ +at /m);
  });

  it.each([
    { what: 'an empty file', text: '\n', named: 'holds no prompts' },
    { what: 'a line that is not JSON', text: '{"prompt": "a"}\n{"prompt"\n', named: 'line 2: ' },
    { what: 'a line without a prompt', text: '{"prompt": "a"}\n\n{"text": "b"}\n', named: 'line 3: ' },
    { what: 'a blank prompt', text: '{"prompt": "  "}\n', named: 'line 1: The prompt is empty' },
  ])('is $what', async ({ text, named }) => {
    const file = bad(text);
    const { code, stdout, stderr } = await runTurnout(['calibrate', ...args, '--prompts', file]);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toContain(file);
    expect(stderr).toContain(named);
    expect(stderr).not.toMatch(/^ +at /m);
  });
});
