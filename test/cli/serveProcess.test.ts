import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import Anthropic from '@anthropic-ai/sdk';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { answerOf } from '../loopback/loopbackServer';
import { type OpenAiServer, openAiRefusals, startOpenAiServer } from '../loopback/openaiServer';
import { temporaryFolder } from '../node/temporaryFolder';
import { clientOf, ledgerOf, serve } from './servedProcess';
import { runTurnout } from './turnoutProcess';

let upstream: OpenAiServer;
beforeEach(async () => {
  upstream = await startOpenAiServer(answerOf('Hello there.', { fresh: 30, cached: 0, output: 7 }));
});
afterEach(() => upstream.close());
/** What was asked of a model, and not of its server. */
const prompts = () => upstream.requests.filter(({ path }) => path.endsWith('/chat/completions'));

const pair = () => [
  ...['--strong-url', upstream.baseUrl, '--strong-model', 'big'],
  ...['--weak-url', upstream.baseUrl, '--weak-model', 'small'],
];
const ask = { model: 'turnout', messages: [{ role: 'user' as const, content: 'My secret question' }] };

describe('turnout serve', () => {
  test('answers by a real decision, with a token that it makes and says once', async () => {
    const { origin, output, home, child, ended } = await serve(pair(), {
      TURNOUT_SERVER_TOKEN: '',
      TURNOUT_STRONG_KEY: 'sk-of-the-strong',
      TURNOUT_WEAK_KEY: 'sk-of-the-weak',
    });
    await expect.poll(() => output.stdout).toMatch(/^token: turnout-[\w-]{32} /m);
    const [, token = ''] = /^token: (\S+)/m.exec(output.stdout) ?? [];
    const openai = clientOf(origin, token);
    const { data, response } = await openai.chat.completions
      .create({ ...ask, model: 'router-mf-0' })
      .withResponse();
    expect(data.choices[0]?.message.content).toBe('Hello there.');
    expect(data.model).toBe('big');
    expect(Number(response.headers.get('x-turnout-win-rate'))).toBeGreaterThan(0);
    expect(response.headers.get('x-turnout-router')).toBe('mf');
    expect((await openai.chat.completions.create({ ...ask, model: 'router-lexical-1' })).model).toBe('small');
    expect(prompts().map(({ headers }) => headers.authorization)).toEqual([
      'Bearer sk-of-the-strong',
      'Bearer sk-of-the-weak',
    ]);
    const anthropic = new Anthropic({ baseURL: origin, apiKey: token, authToken: null });
    const message = await anthropic.messages.stream({ ...ask, max_tokens: 50 }).finalMessage();
    expect(message.content).toMatchObject([{ type: 'text', text: 'Hello there.' }]);

    child.kill('SIGTERM');
    expect(await ended).toBe(0);
    const entries = ledgerOf(home);
    expect(entries.map(({ door, decision }) => `${door} ${decision.router}`)).toEqual([
      'server mf',
      'server lexical',
      'server default',
    ]);
    const kept = output.stdout + output.stderr + JSON.stringify(entries);
    for (const secret of ['sk-of', 'secret']) expect(kept).not.toContain(secret);
    expect(kept.split(token)).toHaveLength(2);
    expect(output.stderr).toBe('');
  });

  test('takes the token from the environment, the pair from a file, and flags before the file', async () => {
    const config = path.join(temporaryFolder(), 'pair.json');
    writeFileSync(
      config,
      JSON.stringify({
        strong: { baseUrl: upstream.baseUrl, model: 'big' },
        weak: { provider: 'openai', baseUrl: upstream.baseUrl, model: 'small' },
        strongShare: 0,
        prices: { small: { input: 1000, output: 1000 } },
      }),
    );
    const { origin, output, home } = await serve(
      ['--config', config, '--weak-model', 'smaller', '--any-model'],
      {
        TURNOUT_SERVER_TOKEN: 'chosen-by-the-test',
      },
    );
    const openai = clientOf(origin, 'chosen-by-the-test');
    expect((await openai.chat.completions.create({ ...ask, model: 'gpt-5' })).model).toBe('smaller');
    expect(output.stdout).not.toContain('chosen-by-the-test');
    expect(ledgerOf(home)).toMatchObject([{ decision: { strongShare: 0, router: 'default' }, cost: 0 }]);
  });

  test('passes on what an endpoint refuses', async () => {
    upstream.reply = openAiRefusals.rateLimited('9');
    const { origin } = await serve(pair(), { TURNOUT_SERVER_TOKEN: 'chosen-by-the-test' });
    const error = await clientOf(origin, 'chosen-by-the-test')
      .chat.completions.create(ask)
      .catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ status: 429 });
  });

  test('refuses a named router that cannot be had, and decides with no other', async () => {
    const { origin } = await serve([...pair(), '--pack', temporaryFolder()], {
      TURNOUT_SERVER_TOKEN: 'chosen-by-the-test',
    });
    const openai = clientOf(origin, 'chosen-by-the-test');
    await expect(openai.chat.completions.create({ ...ask, model: 'router-bert-0.5' })).rejects.toMatchObject({
      status: 503,
      message: expect.stringContaining('is no pack'),
    });
    expect(prompts()).toEqual([]);
  });

  test('lets an answer end when it is interrupted', async () => {
    upstream.reply = { kind: 'answer', pieces: Array(30).fill('word '), usage: undefined, pauseMs: 10 };
    const { origin, child, ended, home } = await serve(pair(), {
      TURNOUT_SERVER_TOKEN: 'chosen-by-the-test',
    });
    const stream = await clientOf(origin, 'chosen-by-the-test').chat.completions.create({
      ...ask,
      stream: true,
    });
    let text = '';
    let interrupted = false;
    for await (const chunk of stream) {
      // Once: the first chunks may hold no text, and a second interruption ends the answer.
      if (!interrupted) interrupted = child.kill('SIGINT');
      text += chunk.choices[0]?.delta.content ?? '';
    }
    expect(text).toBe('word '.repeat(30));
    expect(await ended).toBe(0);
    expect(ledgerOf(home)).toMatchObject([{ outcome: { kind: 'ok' } }]);
  });

  test('ends at once when it is interrupted twice', async () => {
    upstream.reply = { kind: 'hang', pieces: ['Half of'] };
    const { origin, child, ended, home } = await serve(pair(), {
      TURNOUT_SERVER_TOKEN: 'chosen-by-the-test',
    });
    const openai = clientOf(origin, 'chosen-by-the-test');
    const stream = await openai.chat.completions.create({ ...ask, stream: true });
    const reading = (async () => {
      for await (const chunk of stream) {
        if (chunk.choices[0]?.delta.content !== 'Half of') continue;
        child.kill('SIGINT');
        // The second counts only once the first has been heard.
        await expect
          .poll(
            () =>
              openai.models.list().then(
                () => true,
                () => false,
              ),
            { timeout: 20_000 },
          )
          .toBe(false);
        child.kill('SIGINT');
      }
    })();
    await expect(reading).rejects.toMatchObject({ code: 'shutting_down' });
    expect(await ended).toBe(0);
    expect(ledgerOf(home)).toMatchObject([{ outcome: { kind: 'cancelled' } }]);
  });
});

describe('turnout serve refuses', () => {
  const url = 'http://127.0.0.1:1/v1';
  const whole = ['--strong-url', url, '--strong-model', 'a', '--weak-url', url, '--weak-model', 'b'];
  const remote = [...whole, '--host', '0.0.0.0'];
  test.each([
    ['no pair', [], /Name the strong model: --strong-url URL --strong-model NAME/],
    ['half a pair', ['--strong-url', url, '--strong-model', 'a'], /Name the weak model/],
    ['a model without its address', ['--strong-model', 'a', ...whole.slice(4)], /Name the strong model/],
    [
      'an address of another kind',
      [...whole, '--weak-url', 'file:///etc'],
      /weak model, file:\/\/\/etc, does not begin/,
    ],
    ['a key in an address', [...whole, '--weak-url', 'http://me:sk@host/v1'], /set TURNOUT_WEAK_KEY/],
    [
      'an unknown provider',
      [...whole, '--strong-provider', 'editor'],
      /Allowed choices are openai, anthropic/,
    ],
    ['an unknown router', [...whole, '--router', 'gpt'], /gpt/],
    ['a share above 1', [...whole, '--strong-share', '50'], /from 0 to 1/],
    ['a port that is none', [...whole, '--port', '70000'], /from 0 to 65535/],
    ['a body limit of nothing', [...whole, '--body-limit', '0'], /megabytes above 0/],
    ['a key as a flag', [...whole, '--strong-key', 'sk'], /unknown option '--strong-key'/],
    ['a missing file', ['--config', '/no/such/file.json'], /--config cannot be read/],
    ['other machines', remote, /Add --allow-remote/],
    [
      'other machines without a token',
      [...remote, '--allow-remote'],
      /set TURNOUT_SERVER_TOKEN to at least 16/,
    ],
  ])('%s', async (_, args, message) => {
    const { code, stdout, stderr } = await runTurnout(['serve', ...args]);
    expect(stderr).toMatch(message);
    expect(stderr).not.toMatch(/\bat .*\.js:/);
    expect(stdout).toBe('');
    expect(code).toBe(1);
  });

  test.each([
    ['what is no JSON', '{"strong": "sk-secret', /is not JSON/],
    ['a list', '[]', /must be a JSON object/],
    [
      'a key',
      '{"strong": {"baseUrl": "http://a/v1", "model": "a", "apiKey": "sk-secret"}}',
      /"strong.apiKey".*TURNOUT_STRONG_KEY/,
    ],
    ['a token', '{"token": "sk-secret"}', /"token".*environment/],
    ['what it does not know', '{"stronk": {}}', /"stronk".*"strong"/],
    ['a share that is none', '{"strongShare": "half"}', /"strongShare" must be a number from 0 to 1/],
    [
      'an unknown provider',
      '{"strong": {"provider": "editor", "baseUrl": "http://a", "model": "a"}}',
      /"strong.provider" must be openai or anthropic/,
    ],
  ])('a file that holds %s', async (_, json, message) => {
    const file = path.join(temporaryFolder(), 'pair.json');
    writeFileSync(file, json);
    const { code, stderr } = await runTurnout(['serve', '--config', file]);
    expect(stderr).toMatch(message);
    expect(stderr).not.toContain('sk-secret');
    expect(code).toBe(1);
  });

  test('a port that is taken', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as { port: number };
    const { code, stderr } = await runTurnout(['serve', ...whole, '--port', String(port)]);
    expect(stderr).toBe(
      `turnout: Port ${port} is taken. Choose another with --port, or 0 for any that is free.\n`,
    );
    expect(code).toBe(1);
    other.close();
  });
});
