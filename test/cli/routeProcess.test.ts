import { describe, expect, it } from 'vitest';
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
      ['model', 'winRate', 'threshold', 'strongShare', 'router', 'reason', 'ms'].sort(),
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
