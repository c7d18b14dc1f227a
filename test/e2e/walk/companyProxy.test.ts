// biome-ignore-all lint/suspicious/noTemplateCurlyInString: it is how variables are named
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type CompanyProxy, startCompanyProxy } from '../../loopback/companyProxy';
import { answerOf } from '../../loopback/loopbackServer';
import { type OpenAiServer, startOpenAiServer } from '../../loopback/openaiServer';
import { readLedger } from './ledger';
import { cheap, pairSettings, usage } from './pair';
import { SidebarPage } from './sidebarPage';
import { useVsCode } from './vscode';

const host = 'models.turnout.test';
const baseUrl = `https://${host}/v1`;
const gatewayToken = 'tok-planted-4711';
const folder = mkdtempSync(path.join(os.tmpdir(), 'turnout-authority-'));
let model: OpenAiServer;
let proxy: CompanyProxy;

beforeAll(async () => {
  model = await startOpenAiServer(answerOf('Hello from far away.', usage));
  proxy = await startCompanyProxy(host, model);
});
afterAll(async () => {
  await proxy.close();
  await model.close();
  rmSync(folder, { recursive: true, force: true });
});

const vscode = useVsCode(() => {
  // As a company puts its authority among those that the system trusts.
  const trusted = path.join(folder, 'trusted.pem');
  writeFileSync(trusted, proxy.authority);
  const network = { 'http.proxy': proxy.url, 'http.systemCertificatesNode': true };
  return {
    user: { 'turnout.strongShare': 0, ...network },
    machine: {
      ...pairSettings({ baseUrl }),
      ...network,
      'turnout.headers': {
        [`${baseUrl}/`]: { 'X-Team': 'search', 'X-Gateway-Token': '${env:GATEWAY_TOKEN}' },
      },
    },
    env: { SSL_CERT_FILE: trusted, GATEWAY_TOKEN: gatewayToken },
  };
});
const sidebar = () => new SidebarPage(vscode().workbench);

test('models behind the proxy of VS Code’s settings answer, with the headers their gateway wants', async () => {
  await sidebar().open();
  const turn = await sidebar().askAndWait('Anyone there?');
  expect(await turn.answer.innerText()).toBe('Hello from far away.');
  expect(proxy.tunnels).toContain(`${host}:443`);
  expect(model.requests.at(-1)?.headers).toMatchObject({
    'x-team': 'search',
    'x-gateway-token': gatewayToken,
  });
  expect(await readLedger(vscode().home)).toMatchObject([{ outcome: { kind: 'ok' } }]);
});

test('what a gateway says of its token is shown without it', async () => {
  model.reply = { kind: 'refusal', status: 400, body: { error: { message: `Bad token ${gatewayToken}.` } } };
  const turn = await sidebar().askAndWait('And now?');
  const message = await turn.message.innerText();
  expect(message).toContain('Bad token ….');
  expect(message).not.toContain(gatewayToken);
});

test('a proxy that refuses is named as what cannot be reached', async () => {
  proxy.refuse(407);
  const turn = await sidebar().askAndWait('Still there?');
  expect(await turn.message.innerText()).toContain(`${baseUrl} cannot be reached`);
  expect((await readLedger(vscode().home)).at(-1)?.outcome).toEqual({ kind: 'failed', code: 'unreachable' });
  expect(model.requests.at(-1)?.body).toContain(cheap);
});
