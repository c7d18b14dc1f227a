import { expect, it } from 'vitest';
import { serve, serverToken } from '../cli/servedProcess';
import { answerOf } from '../loopback/loopbackServer';
import { startOpenAiServer } from '../loopback/openaiServer';
import { sampleOfPrompts } from './anyPrompt';

it('turnout serve answers each of 200 prompts by a win rate, or without one where it is blank; twice alike', async () => {
  const model = await startOpenAiServer(answerOf('Yes.'));
  const sides = (['strong', 'weak'] as const).flatMap((side) => [
    ...[`--${side}-url`, model.baseUrl, `--${side}-model`, side],
  ]);
  const { origin, output } = await serve(sides);
  const prompts = sampleOfPrompts(200);
  let asked = 0;
  const winRateOf = async (content: string): Promise<number | 'blank'> => {
    const response = await fetch(`${origin}/v1/chat/completions`, {
      method: 'POST',
      headers: { authorization: `Bearer ${serverToken}`, 'x-turnout-conversation': `prompt-${++asked}` },
      body: JSON.stringify({ model: 'turnout', messages: [{ role: 'user', content }] }),
    });
    expect(await response.json()).toMatchObject({ choices: [{ message: { content: 'Yes.' } }] });
    if (content.trim() === '') {
      expect(response.headers.get('x-turnout-reason')).toBe('no-words');
      return 'blank';
    }
    return Number(response.headers.get('x-turnout-win-rate') ?? Number.NaN);
  };
  const winRates = async () => {
    const found: (number | 'blank')[] = [];
    for (const prompt of prompts) found.push(await winRateOf(prompt));
    return found;
  };
  const first = await winRates();
  expect(first.filter((winRate) => winRate !== 'blank' && !(winRate >= 0 && winRate < 1))).toEqual([]);
  expect(await winRates()).toEqual(first);
  expect(output.stderr).toBe('');
  await model.close();
}, 120_000);
