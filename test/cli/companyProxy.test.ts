import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { startAnthropicServer } from '../loopback/anthropicServer';
import { startCompanyProxy } from '../loopback/companyProxy';
import { answerOf } from '../loopback/loopbackServer';
import { startOpenAiServer } from '../loopback/openaiServer';
import { temporaryFolder } from '../node/temporaryFolder';
import { serve, serverToken } from './servedProcess';
import { runTurnout } from './turnoutProcess';

const host = 'models.turnout.test';
const start = { openai: startOpenAiServer, anthropic: startAnthropicServer };

function fileOf(certificate: string): string {
  const file = path.join(temporaryFolder(), 'authority.pem');
  writeFileSync(file, certificate);
  return file;
}

async function startModels(provider: 'openai' | 'anthropic') {
  const models = await start[provider](answerOf('Hello from far away.'));
  const proxy = await startCompanyProxy(host, models);
  onTestFinished(async () => {
    await proxy.close();
    await models.close();
  });
  const pair = (origin = `https://${host}`) =>
    (['strong', 'weak'] as const).flatMap((side) => [
      ...[`--${side}-url`, `${origin}${new URL(models.baseUrl).pathname}`, `--${side}-model`, side],
      ...[`--${side}-provider`, provider],
    ]);
  const environment = { HTTPS_PROXY: proxy.url, NODE_EXTRA_CA_CERTS: fileOf(proxy.authority) };
  return { models, proxy, pair, environment };
}

async function ask(args: readonly string[], env: Readonly<Record<string, string>>) {
  const { openai } = await serve(args, env);
  return openai.chat.completions.create({
    model: 'turnout',
    messages: [{ role: 'user', content: 'Hello?' }],
  });
}

describe('a model behind a company’s proxy', () => {
  test.each(['openai', 'anthropic'] as const)(
    'is reached through it, by the authority that NODE_EXTRA_CA_CERTS names (%s)',
    async (provider) => {
      const { models, proxy, pair, environment } = await startModels(provider);
      const keys = { TURNOUT_STRONG_KEY: 'sk-far', TURNOUT_WEAK_KEY: 'sk-far' };
      const answer = await ask(pair(), { ...environment, ...keys });
      expect(answer.choices[0]?.message.content).toBe('Hello from far away.');
      expect(proxy.tunnels).toEqual([`${host}:443`]);
      expect(JSON.stringify(models.requests.map(({ headers }) => headers))).toContain('sk-far');
    },
  );

  test.each(['openai', 'anthropic'] as const)(
    'is asked without a tunnel where its address is http:// (%s)',
    async (provider) => {
      const { models, proxy, pair } = await startModels(provider);
      const answer = await ask(pair(`http://${host}`), { HTTP_PROXY: proxy.url });
      expect(answer.choices[0]?.message.content).toBe('Hello from far away.');
      expect(proxy.plain).toContain(`http://${host}${models.requests.at(-1)?.path}`);
      expect(proxy.tunnels).toEqual([]);
    },
  );

  test('says what the proxy refused where its address is http://', async () => {
    const { proxy, pair } = await startModels('openai');
    proxy.refuse(407);
    await expect(ask(pair(`http://${host}`), { HTTP_PROXY: proxy.url })).rejects.toMatchObject({
      message: expect.stringContaining('407'),
    });
  });

  test('is not trusted without that, and the message says what to do', async () => {
    const { pair, environment } = await startModels('openai');
    const failed = ask(pair(), { ...environment, NODE_EXTRA_CA_CERTS: '' });
    await expect(failed).rejects.toMatchObject({
      status: 502,
      message: expect.stringMatching(/certificate.*NODE_EXTRA_CA_CERTS/),
    });
  });

  test('is named where the proxy refuses to lead there', async () => {
    const { proxy, pair, environment } = await startModels('openai');
    proxy.refuse(407);
    await expect(ask(pair(), environment)).rejects.toMatchObject({
      status: 502,
      message: expect.stringMatching(/models\.turnout\.test.*cannot be reached.*407/),
    });
  });

  test('is not asked through it where NO_PROXY names it', async () => {
    const { proxy, pair, environment } = await startModels('openai');
    // Without the proxy nobody knows the host.
    await expect(ask(pair(), { ...environment, NO_PROXY: 'other.test,.turnout.test' })).rejects.toMatchObject(
      {
        status: 502,
        message: expect.stringContaining('cannot be reached'),
      },
    );
    expect(proxy.tunnels).toEqual([]);
  });

  test('on this machine is never asked through it', async () => {
    const { models, proxy, pair } = await startModels('openai');
    const answer = await ask(pair(models.origin), { HTTPS_PROXY: proxy.url, HTTP_PROXY: proxy.url });
    expect(answer.choices[0]?.message.content).toBe('Hello from far away.');
    expect(proxy.tunnels).toEqual([]);
  });
});

test('a proxy of another kind is refused, and its password not shown', async () => {
  const url = 'http://127.0.0.1:1/v1';
  const args = ['--strong-url', url, '--strong-model', 'a', '--weak-url', url, '--weak-model', 'b'];
  const { code, stderr } = await runTurnout(['serve', ...args], {
    env: { ALL_PROXY: 'socks5://me:hush@proxy.test:1080', TURNOUT_SERVER_TOKEN: serverToken },
  });
  expect(stderr).toMatch(/^turnout: ALL_PROXY does not name an HTTP proxy/);
  expect(stderr).not.toContain('hush');
  expect(code).toBe(1);
});

test('the model of causal_llm is asked through it too', async () => {
  const { models, proxy, environment } = await startModels('openai');
  const endpoint = ['--causal-url', `https://${host}/v1`, '--causal-model', 'rater'];
  await runTurnout(['route', 'Sort a list', '--router', 'causal_llm', ...endpoint], {
    env: environment,
  });
  expect(models.requests.map(({ path }) => path)).toContain('/v1/chat/completions');
  expect(proxy.tunnels).toEqual([`${host}:443`]);
});
