import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { entryWith } from '../node/ledger/entries';
import { temporaryFolder } from '../node/temporaryFolder';
import { runTurnout } from './turnoutProcess';

async function routeJson(...args: string[]) {
  const { code, stdout, stderr } = await runTurnout(['route', ...args, '--json']);
  expect(stderr).toBe('');
  expect(code).toBe(0);
  return JSON.parse(stdout);
}

const prompt = 'Prove that there are infinitely many primes, then write it in Lean.';

describe('turnout route --json', () => {
  it('prints the decision with exactly the documented keys', async () => {
    const decision = await routeJson(prompt);
    expect(Object.keys(decision).sort()).toEqual(
      ['model', 'winRate', 'threshold', 'strongShare', 'router', 'routerVersion', 'reason', 'ms'].sort(),
    );
    expect(decision).toMatchObject({ router: 'default', strongShare: 0.5, ms: expect.any(Number) });
    expect(decision.model).toBe(decision.winRate >= decision.threshold ? 'strong' : 'weak');
    expect(decision.reason).toEqual({
      code: decision.model === 'strong' ? 'win-rate-reaches-threshold' : 'win-rate-below-threshold',
      winRate: decision.winRate,
      threshold: decision.threshold,
    });
  });

  it('says how much of a prompt is in a script the router cannot read', async () => {
    const thai = 'เขียนฟังก์ชันเรียงลำดับรายการใน Python พร้อมการทดสอบ';
    const { reason } = await routeJson(thai);
    expect(reason).toMatchObject({
      code: expect.stringMatching(/^shape-/),
      unknownShare: expect.any(Number),
    });
    expect(reason.unknownShare).toBeGreaterThan(0.3);
    const { stdout } = await runTurnout(['route', thai]);
    expect(stdout).toContain(`${(reason.unknownShare * 100).toFixed(0)} % of this text`);
  });

  it.each(['default', 'mf', 'lexical', 'random'])('decides with --router %s', async (router) => {
    const decision = await routeJson(prompt, '--router', router);
    expect(decision.router).toBe(router);
    expect(decision.winRate).toBeGreaterThanOrEqual(0);
    expect(decision.winRate).toBeLessThan(1);
  });

  it('never or always sends to the strong model at the ends of the scale', async () => {
    const ends = [
      ['--strong-share', '0'],
      ['--strong-share', '1'],
      ['--threshold', '1'],
      ['--threshold', '0'],
    ];
    const models = await Promise.all(
      ends.map(async (limit) => (await routeJson(prompt, '--router', 'lexical', ...limit)).model),
    );
    expect(models).toEqual(['weak', 'strong', 'weak', 'strong']);
  });

  it('gives the strong share of the threshold it was told', async () => {
    const byShare = await routeJson(prompt, '--router', 'lexical', '--strong-share', '0.3');
    const byThreshold = await routeJson(
      prompt,
      '--router',
      'lexical',
      '--threshold',
      String(byShare.threshold),
    );
    expect(byThreshold.threshold).toBe(byShare.threshold);
    expect(byThreshold.strongShare).toBeCloseTo(0.3, 2);
  });

  it('takes a prompt that begins like an option after --', async () => {
    const { code, stdout } = await runTurnout(['route', '--json', '--router', 'lexical', '--', '--help me']);
    expect(code).toBe(0);
    expect(JSON.parse(stdout).router).toBe('lexical');
  });
});

describe('turnout route --explain', () => {
  const question = 'Write a SQL query: how many customers placed more than three orders in each city?';

  it('adds to the JSON where the win rate falls, and the task, the reasoning and how often each model would do', async () => {
    const { explanation, ...decision } = await routeJson(question, '--explain');
    expect(decision).toMatchObject({ router: 'default', model: expect.stringMatching(/^(strong|weak)$/) });
    expect(explanation).toEqual({
      rank: { below: expect.any(Number), among: 'calibration-sample', prompts: expect.any(Number) },
      assessment: {
        kind: 'sql',
        reasoning: expect.any(Number),
        success: { strong: expect.any(Number), weak: expect.any(Number) },
        levels: { strong: { level: 2, from: 'place' }, weak: { level: 1, from: 'place' } },
      },
    });
    const { success, reasoning } = explanation.assessment;
    expect(success.weak).toBeGreaterThan(0);
    expect(success.weak).toBeLessThan(success.strong);
    expect(success.strong).toBeLessThan(1);
    expect(reasoning).toBeGreaterThan(0);
    expect(reasoning).toBeLessThan(0.7);
  });

  it('tells the same to people, a line each', async () => {
    const { code, stdout, stderr } = await runTurnout(['route', question, '--explain']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout.split('\n').slice(2)).toEqual([
      expect.stringMatching(/^task: sql, reasoning [1-6] of 9$/),
      expect.stringMatching(/^of 100 such prompts the weak model manages about \d+, the strong one \d+$/),
      'taken for: weak mid (1.00, by its place in the pair), strong large (2.00, by its place in the pair)',
      expect.stringMatching(/^rank: higher than \d+ % of the \d+ prompts this router is calibrated by$/),
      '',
    ]);
  });

  it('is of the pair that is named', async () => {
    const paper = await routeJson(question, '--explain');
    const near = await routeJson(question, '--explain', '--pair', 'gpt-5', 'gpt-5-mini');
    const far = await routeJson(question, '--explain', '--pair', 'gpt-5', 'llama3.2:3b');
    expect(near.explanation.assessment.levels.weak).toEqual({ level: 2.7, from: 'name' });
    expect(near.winRate).toBeLessThan(paper.winRate);
    expect(far.winRate).toBeGreaterThan(paper.winRate);
  });

  it('refuses a pair of one', async () => {
    const { code, stdout, stderr } = await runTurnout(['route', 'Sort a list', '--pair', 'gpt-5']);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toContain('--pair STRONG WEAK');
  });

  it('compares with one’s own decisions by that router once there are enough', async () => {
    const home = temporaryFolder();
    const { decision } = entryWith();
    const entries = Array.from({ length: 60 }, (_, i) =>
      entryWith({ decision: { ...decision, router: 'lexical', winRate: i < 45 ? 0.01 : 0.99 } }),
    );
    writeFileSync(
      path.join(home, 'ledger-2026-11.jsonl'),
      entries.map((entry) => `${JSON.stringify(entry)}\n`).join(''),
    );
    const { stdout } = await runTurnout(['route', prompt, '--router', 'lexical', '--explain'], { home });
    expect(stdout).toContain('rank: higher than 75 % of your own 60 decisions by this router\n');
  });
});

describe('turnout route', () => {
  it('prints two lines for people', async () => {
    const { code, stdout, stderr } = await runTurnout(['route', prompt]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/^(strong|weak): .*win rate 0\.\d+.*\n.*default.*50 %.*\n$/);
  });

  it.each([
    { args: ['route', ''], named: 'empty' },
    { args: ['route', ' \n\t'], named: 'empty' },
    { args: ['route'], named: "'prompt'" },
    { args: ['route', 'one', 'two'], named: 'too many arguments' },
    { args: ['route', 'hi', '--router', 'mff'], named: '"mff"' },
    { args: ['route', 'hi', '--router', 'constructor'], named: '"constructor"' },
    { args: ['route', 'hi', '--strongshare', '0.5'], named: "'--strongshare'" },
    { args: ['route', 'hi', '--strong-share', '1.5'], named: "'1.5'" },
    { args: ['route', 'hi', '--strong-share', 'half'], named: "'half'" },
    { args: ['route', 'hi', '--threshold', ''], named: "'--threshold" },
    { args: ['route', 'hi', '--threshold', '0.2', '--strong-share', '0.2'], named: "'--strong-share" },
    { args: ['rout', 'hi'], named: "'rout'" },
  ])('refuses $args and names what is wrong', async ({ args, named }) => {
    const { code, stdout, stderr } = await runTurnout(args);
    expect(code).toBe(1);
    expect(stdout).toBe('');
    expect(stderr).toContain(named);
    expect(stderr).not.toMatch(/^ +at /m);
  });
});
