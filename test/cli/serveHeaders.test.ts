// biome-ignore-all lint/suspicious/noTemplateCurlyInString: it is how variables are named
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { answerOf } from '../loopback/loopbackServer';
import { type OpenAiServer, startOpenAiServer } from '../loopback/openaiServer';
import { temporaryFolder } from '../node/temporaryFolder';
import { ledgerOf, serve } from './servedProcess';
import { runTurnout } from './turnoutProcess';

let gateway: OpenAiServer;
beforeEach(async () => {
  gateway = await startOpenAiServer(answerOf('Hello there.'));
});
afterEach(() => gateway.close());

const secret = 'tok-planted-4711';

function configuration(headers: object): string {
  const file = path.join(temporaryFolder(), 'pair.json');
  const model = (name: string, more: object) => ({ baseUrl: gateway.baseUrl, model: name, ...more });
  writeFileSync(file, JSON.stringify({ strong: model('big', { headers }), weak: model('small', {}) }));
  return file;
}

const headers = { 'X-Team': 'search', 'X-Gateway-Token': '${env:GATEWAY_TOKEN}' };
const ask = { model: 'router-lexical-0', messages: [{ role: 'user' as const, content: 'Hello?' }] };

test('headers of the file go to their endpoint’s model with every call, and nowhere else', async () => {
  const { openai, output, home } = await serve(['--config', configuration(headers)], {
    GATEWAY_TOKEN: secret,
  });
  await openai.chat.completions.create(ask);
  await openai.chat.completions.create({ ...ask, model: 'router-lexical-1' });
  const [strong, weak] = gateway.requests.filter(
    ({ method, path }) => method === 'POST' && /chat/.test(path),
  );
  expect(strong?.headers).toMatchObject({ 'x-team': 'search', 'x-gateway-token': secret });
  expect(weak?.headers).not.toHaveProperty('x-gateway-token');

  gateway.reply = { kind: 'refusal', status: 403, body: { error: { message: `Bad token ${secret}` } } };
  await expect(openai.chat.completions.create(ask)).rejects.toMatchObject({
    message: expect.not.stringContaining(secret),
  });
  gateway.reply = { kind: 'refusal', status: 400, body: { error: { message: `Bad token ${secret}!` } } };
  await expect(openai.chat.completions.create(ask)).rejects.toMatchObject({
    status: 400,
    message: expect.stringContaining('Bad token …!'),
  });
  expect(ledgerOf(home)).toHaveLength(4);
  const written = readdirSync(home, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(path.join(entry.parentPath, entry.name), 'utf8'));
  expect([...written, output.stdout, output.stderr].join('\n')).not.toContain(secret);
});

test.each([
  [
    'a secret itself',
    { 'X-Gateway-Token': secret },
    /"strong\.headers": the header "X-Gateway-Token" may hold/,
  ],
  ['a variable that is not set', headers, /GATEWAY_TOKEN, which is not set/],
])('%s is refused at the start', async (_, written, message) => {
  const { code, stderr } = await runTurnout(['serve', '--config', configuration(written)]);
  expect(stderr).toMatch(message);
  expect(stderr).not.toContain(secret);
  expect(code).toBe(1);
});
