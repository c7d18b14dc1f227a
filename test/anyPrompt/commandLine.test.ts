import { expect, it } from 'vitest';
import { parseLines, runTurnout } from '../cli/turnoutProcess';
import { sampleOfPrompts } from './anyPrompt';

it('turnout score answers each of 200 prompts with a win rate, or says that it is blank; twice alike', async () => {
  const prompts = sampleOfPrompts(200);
  const stdin = prompts.map((prompt) => `${JSON.stringify({ prompt })}\n`).join('');
  const { stdout, stderr } = await runTurnout(['score'], { stdin: stdin + stdin });
  expect(stderr).not.toMatch(/^\s+at /m);
  const results = parseLines(stdout) as Record<string, unknown>[];
  expect(results).toHaveLength(2 * prompts.length);
  expect(results.slice(prompts.length)).toEqual(results.slice(0, prompts.length));
  for (const [line, prompt] of prompts.entries()) {
    expect(results[line]).toMatchObject(
      prompt.trim() === '' ? { error: expect.stringContaining('empty') } : { winRate: expect.any(Number) },
    );
    const winRate = results[line]?.winRate ?? 0;
    expect(winRate).toBeGreaterThanOrEqual(0);
    expect(winRate).toBeLessThanOrEqual(1);
  }
});
