import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { ratingReply, ratingWithoutProbabilities } from '../loopback/labelAnswers';
import { type OpenAiServer, startOpenAiServer } from '../loopback/openaiServer';
import { temporaryFolder } from '../node/temporaryFolder';
import { runTurnout } from './turnoutProcess';

/** A model that rates by the prompt's first digit. */
let server: OpenAiServer;
beforeEach(async () => {
  server = await startOpenAiServer(({ messages }) => {
    const digit = Number(messages[0]?.content.match(/<prompt>\n(\d)/)?.[1]);
    return ratingReply({ '1': digit / 10, '5': 1 - digit / 10 });
  });
});
afterEach(() => server.close());

const endpoint = () => ['--router', 'causal_llm', '--causal-url', server.baseUrl, '--causal-model', 'rater'];

it('takes a share for a threshold as it stands, and says so', async () => {
  const { code, stdout, stderr } = await runTurnout(
    ['route', '7 primes, please', '--strong-share', '0.25', '--json', ...endpoint()],
    {},
  );
  expect(stderr).toMatch(/causal_llm has not been calibrated.*turnout calibrate/);
  expect(code).toBe(0);
  const { model, winRate, threshold } = JSON.parse(stdout);
  expect(model).toBe('weak');
  expect(winRate).toBeCloseTo(0.7, 9);
  expect(threshold).toBeCloseTo(0.75, 5);
});

it('is calibrated on prompts, and routes by that', async () => {
  const home = temporaryFolder();
  const file = path.join(home, 'prompts.jsonl');
  const prompts = Array.from({ length: 9 }, (_, i) => `${JSON.stringify({ prompt: `${i + 1} of them` })}\n`);
  writeFileSync(file, prompts.join(''));
  const calibrated = await runTurnout(
    ['calibrate', '--strong-share', '0.25', '--prompts', file, '--save', '--json', ...endpoint()],
    { home },
  );
  expect(calibrated.code).toBe(0);
  expect(JSON.parse(calibrated.stdout).threshold).toBeCloseTo(0.7, 9);
  const routed = await runTurnout(
    ['route', '8 primes, please', '--strong-share', '0.25', '--json', ...endpoint()],
    { home },
  );
  expect(routed.stderr).toBe('');
  expect(JSON.parse(routed.stdout)).toMatchObject({ model: 'strong', threshold: expect.closeTo(0.7, 9) });
});

it('fails where the endpoint gives no log-probabilities', async () => {
  server.reply = ratingWithoutProbabilities('4');
  const { code, stderr } = await runTurnout(['route', 'Anything at all', ...endpoint()]);
  expect(code).toBe(1);
  expect(stderr).toMatch(/^turnout: rater at http:.* without log-probabilities/);
});

it('wants both, URL and model', async () => {
  const { code, stderr } = await runTurnout(['route', 'Anything', '--causal-model', 'rater']);
  expect(code).toBe(1);
  expect(stderr).toContain('--causal-url');
});
