import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { answerOf } from '../loopback/loopbackServer';
import { type OpenAiServer, startOpenAiServer } from '../loopback/openaiServer';
import { temporaryFolder } from '../node/temporaryFolder';
import { ledgerOf, serve } from './servedProcess';
import { runTurnout } from './turnoutProcess';

let upstream: OpenAiServer;
beforeEach(async () => {
  upstream = await startOpenAiServer(answerOf('Hello there.', { fresh: 1000, cached: 0, output: 500 }));
});
afterEach(() => upstream.close());

function configuration(more: object): string {
  const file = path.join(temporaryFolder(), 'pair.json');
  const model = (name: string) => ({ baseUrl: upstream.baseUrl, model: name });
  writeFileSync(file, JSON.stringify({ strong: model('big'), weak: model('small'), ...more }));
  return file;
}

const ask = (content: string) => ({ model: 'turnout', messages: [{ role: 'user' as const, content }] });

describe('turnout serve', () => {
  test('keeps to the local model what its file lists, and what follows it', async () => {
    const sensitive = { local: 'weak', patterns: ['payroll'] };
    const { openai, home } = await serve(['--config', configuration({ sensitive, strongShare: 1 })]);
    const opening = ask('Explain the payroll table.');
    const first = await openai.chat.completions.create(opening);
    const messages = [
      ...opening.messages,
      { role: 'assistant' as const, content: first.choices[0]?.message.content ?? '' },
      { role: 'user' as const, content: 'And what is a monad?' },
    ];
    expect((await openai.chat.completions.create({ ...opening, messages })).model).toBe('small');
    expect((await openai.chat.completions.create(ask('What is a monad?'))).model).toBe('big');
    const found = { kind: 'pattern', pattern: 'payroll' };
    expect(ledgerOf(home).map(({ decision }) => decision.reason)).toMatchObject([
      { code: 'sensitive', found, when: 'now' },
      { code: 'sensitive', found, when: 'earlier' },
      { code: 'win-rate-reaches-threshold' },
    ]);
  });

  test('moves towards the weak model as a budget of its file nears its end', async () => {
    const prices = { big: { input: 1000, output: 2000 }, small: { input: 0, output: 0 } };
    const file = configuration({ budget: { amount: 2, period: 'day' }, prices, strongShare: 1 });
    const { openai, home } = await serve(['--config', file]);
    expect((await openai.chat.completions.create(ask('Why is the sky blue?'))).model).toBe('big');
    expect((await openai.chat.completions.create(ask('Why is the sea blue?'))).model).toBe('small');
    expect(ledgerOf(home).at(-1)?.decision).toMatchObject({
      strongShare: 0,
      budget: { setShare: 1, spent: 2, amount: 2 },
    });
  });

  test('asks for log-probabilities where its file wants drafts', async () => {
    const { openai } = await serve(['--config', configuration({ drafts: true, strongShare: 0 })]);
    await openai.chat.completions.create(ask('Why?'));
    expect(JSON.parse(upstream.requests.at(-1)?.body ?? '')).toMatchObject({
      model: 'small',
      logprobs: true,
    });
  });

  test.each([
    [{ budget: { amount: 0, period: 'day' } }, /"budget" must be \{"amount": US dollars above 0/],
    [{ budget: { amount: 20, period: 'day', currency: 'EUR' } }, /may not hold "budget\.currency"/],
    [{ budget: 20 }, /"budget" must be a JSON object/],
    [{ drafts: 'yes' }, /"drafts" must be true or false/],
    [{ sensitive: { patterns: ['a'] } }, /"sensitive.local" must be "strong" or "weak"/],
    [{ sensitive: { local: 'weak', patterns: 'payroll' } }, /"sensitive.patterns" must be a list/],
    [{ sensitive: { local: 'weak', patterns: ['(a+)+'] } }, /repeats what itself repeats/],
    [{ sensitive: { local: 'weak', secrets: 1 } }, /"sensitive.secrets" must be true or false/],
    [
      { sensitive: { local: 'weak', paths: ['*.pem'] } },
      /may not hold "sensitive.paths".*"sensitive.patterns"/,
    ],
  ])('refuses a file with %j', async (more, message) => {
    const { code, stderr } = await runTurnout(['serve', '--config', configuration(more)]);
    expect(stderr).toMatch(message);
    expect(code).toBe(1);
  });
});
