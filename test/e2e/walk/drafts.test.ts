import { appendFileSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { answerOf, type Reply } from '../../loopback/loopbackServer';
import { type OpenAiServer, startOpenAiServer } from '../../loopback/openaiServer';
import { readLedger } from './ledger';
import { cheap, dear, pairSettings, usage } from './pair';
import { SidebarPage } from './sidebarPage';
import { useVsCode } from './vscode';

let server: OpenAiServer;
let sureness = -0.05;

beforeAll(async () => {
  server = await startOpenAiServer(({ model }) =>
    model === cheap ? draftOf('A draft.', sureness) : answerOf(`This is ${dear}.`, usage),
  );
});
afterAll(() => server.close());

const vscode = useVsCode(() => ({
  user: { 'turnout.strongShare': 50 },
  machine: { ...pairSettings(server), 'turnout.drafts': true },
}));
const sidebar = () => new SidebarPage(vscode().workbench);

/** An answer of one token, as OpenAI's API streams it with its log-probability. */
function draftOf(content: string, logprob: number): Reply {
  const chunk = (choice: object) =>
    Buffer.from(`data: ${JSON.stringify({ id: 'c', choices: [{ index: 0, ...choice }] })}\n\n`);
  return {
    kind: 'bytes',
    contentType: 'text/event-stream',
    writes: [
      chunk({ delta: { role: 'assistant', content }, logprobs: { content: [{ token: content, logprob }] } }),
      chunk({ delta: {}, finish_reason: 'stop' }),
      Buffer.from('data: [DONE]\n\n'),
    ],
  };
}

test('a draft that the weak model is as sure of as usual is its answer', async () => {
  const { home } = vscode();
  mkdirSync(home, { recursive: true });
  // Twenty from before, −0.1 to −2.
  for (let rank = 1; rank <= 20; rank++) {
    const line = { baseUrl: server.baseUrl, model: cheap, meanLogProbability: -rank / 10 };
    appendFileSync(path.join(home, 'drafts.jsonl'), `${JSON.stringify(line)}\n`);
  }
  await sidebar().open();
  const turn = await sidebar().askAndWait('Who are you?');
  expect((await turn.paragraphs()).join()).toBe('A draft.');
  await turn.badge.click();
  await turn.element.getByText('The weak model’s draft stands').waitFor();
});

test('one that it is less sure of than of most is replaced by the strong model’s, and both are paid', async () => {
  sureness = -3;
  const turn = await sidebar().askAndWait('Are you sure about that?');
  expect((await turn.paragraphs()).join()).toBe(`This is ${dear}.`);
  await turn.badge.click();
  await turn.element.getByText('so the strong model answers').waitFor();
  const entries = await readLedger(vscode().home);
  expect(entries.map(({ outcome, decision }) => `${outcome.kind} ${decision.model}`)).toEqual([
    'ok weak',
    'replaced weak',
    'ok strong',
  ]);
});
