import { afterAll, beforeAll, expect, test } from 'vitest';
import { answerOf } from '../../loopback/loopbackServer';
import {
  chatRequestOf,
  type OpenAiServer,
  openAiRefusals,
  startOpenAiServer,
} from '../../loopback/openaiServer';
import { readLedger } from './ledger';
import { cheap, dear, pairSettings, usage } from './pair';
import { SidebarPage } from './sidebarPage';
import { useVsCode } from './vscode';

let server: OpenAiServer;

beforeAll(async () => {
  server = await startOpenAiServer(answerOf('All is well.', usage));
});
afterAll(() => server.close());

const vscode = useVsCode(() => ({
  user: { 'turnout.strongShare': 0 },
  machine: pairSettings(server),
}));
const sidebar = () => new SidebarPage(vscode().workbench);
const lastOutcome = async () => (await readLedger(vscode().home)).at(-1)?.outcome;

test('a wrong key', async () => {
  await sidebar().open();
  server.reply = openAiRefusals.wrongKey('sk-secret');
  const turn = await sidebar().askAndWait('Hello?');
  const message = await turn.message.innerText();
  expect(message).toContain('did not accept the key');
  expect(message).toContain('Choose Models');
  expect(message).not.toContain('sk-secret');
  expect(await lastOutcome()).toEqual({ kind: 'failed', code: 'wrong-key' });
});

test('the same prompt is sent again with a button', async () => {
  server.reply = answerOf('All is well.', usage);
  await sidebar().turn(0).button('Try again').click();
  const turn = sidebar().turn(1);
  await turn.settled();
  expect(await turn.answer.innerText()).toBe('All is well.');
  expect(await lastOutcome()).toEqual({ kind: 'ok' });
});

test('a model that does not exist', async () => {
  server.reply = openAiRefusals.modelNotFound(cheap);
  const turn = await sidebar().askAndWait('Anyone there?');
  // The other model was asked for it too.
  expect(await turn.message.innerText()).toContain(`has no model “${dear}”`);
  expect(await lastOutcome()).toEqual({ kind: 'failed', code: 'model-not-found' });
});

test('a stream that breaks off in the middle keeps what had arrived', async () => {
  server.reply = { kind: 'cut', pieces: ['The first ', 'half'] };
  const turn = await sidebar().askAndWait('Tell me everything.');
  expect(await turn.answer.innerText()).toBe('The first half');
  expect(await turn.message.innerText()).toContain('broke off');
  expect(await lastOutcome()).toEqual({ kind: 'failed', code: 'cut-off' });
});

test('an answer with nothing in it is said to be that', async () => {
  server.reply = answerOf('', usage);
  const turn = await sidebar().askAndWait('Are you awake?');
  expect(await turn.message.innerText()).toContain(`${cheap} sent an empty answer`);
  expect(await lastOutcome()).toEqual({ kind: 'ok' });
});

test('a prompt of a megabyte is routed and sent whole', async () => {
  server.reply = answerOf('That was long.', usage);
  const prompt = 'All work and no play makes a dull prompt. '.repeat(25_000);
  const turn = await sidebar().askAndWait(prompt.trim());
  expect(await turn.answer.innerText()).toBe('That was long.');
  expect(await turn.badge.innerText()).toMatch(/win rate 0\.\d+/);
  const sent = server.requests.at(-1);
  expect(sent && chatRequestOf(sent).messages.at(-1)?.content.length).toBe(prompt.trim().length);
});

test('a server that cannot be reached', async () => {
  await server.close();
  const turn = await sidebar().askAndWait('Still there?');
  const message = await turn.message.innerText();
  expect(message).toContain(`${server.baseUrl} cannot be reached`);
  expect(message).toContain('Is the server running');
  expect(await lastOutcome()).toEqual({ kind: 'failed', code: 'unreachable' });
});
