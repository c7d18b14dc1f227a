import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { suite, suiteSetup, suiteTeardown, test } from 'mocha';
import * as vscode from 'vscode';
import { answerOf } from '../../loopback/loopbackServer';
import { type OpenAiServer, startOpenAiServer } from '../../loopback/openaiServer';
import { dear } from '../walk/pair';
import { activateHarness, type Harness } from './harness';
import { activateTurnout, eventually, leaveOut } from './turnout';
import { changeSettings } from './userSettings';

const scripted = { provider: 'editor', baseUrl: 'vscode-lm:harness', model: 'scripted' };
/** A picture that the editor can open, as it does with each. */
const redPixel =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGP4z8AAAAMBAQDJ/pLvAAAAAElFTkSuQmCC';
const readFileTool = { name: 'read_file', description: 'Reads a file.', inputSchema: { type: 'object' } };

suite('Turnout as a language model for another extension', () => {
  let server: OpenAiServer;
  let harness: Harness;
  let auto: vscode.LanguageModelChat;
  let restore: () => Promise<void>;
  /** Other suites have left entries behind. */
  let began: string;

  suiteSetup(async () => {
    await activateTurnout();
    began = new Date().toISOString();
    harness = await activateHarness();
    server = await startOpenAiServer(answerOf('The strong model answers.'));
    restore = await changeSettings({
      'turnout.strong': { provider: 'openai', baseUrl: server.baseUrl, model: dear },
      'turnout.weak': scripted,
      'turnout.strongShare': 0,
    });
    const [offered] = await harness.vscode.lm.selectChatModels({ vendor: 'turnout' });
    assert.ok(offered, 'Turnout offers no model');
    auto = offered;
  });
  suiteTeardown(async () => {
    await restore();
    await server.close();
  });

  const { User } = vscode.LanguageModelChatMessage;
  const ask = async (
    messages: vscode.LanguageModelChatMessage[],
    options: vscode.LanguageModelChatRequestOptions = {},
    token?: vscode.CancellationToken,
  ) => {
    const { stream } = await auto.sendRequest(messages, options, token);
    const parts: unknown[] = [];
    for await (const part of stream) parts.push(part);
    return parts;
  };
  const textOf = (parts: readonly unknown[]) =>
    parts.map((part) => (part instanceof vscode.LanguageModelTextPart ? part.value : '')).join('');

  test('is offered under its name, with limits', () => {
    assert.equal(auto.name, 'Turnout (auto)');
    assert.ok(auto.maxInputTokens > 1000);
  });

  test('streams the answer of a weak model that is the editor’s', async () => {
    const parts = await ask([User('Say hello.')]);
    assert.equal(textOf(parts), 'Scripted answer to 1 messages');
    assert.ok(parts.length > 1, 'it came in one piece');
  });

  test('passes a tool call through', async () => {
    const parts = await ask([User('What is in a.ts?')], { tools: [readFileTool] });
    const call = parts.find((part) => part instanceof vscode.LanguageModelToolCallPart);
    assert.ok(call, 'no tool was called');
    assert.deepEqual({ name: call.name, input: call.input }, { name: 'read_file', input: { path: 'a.ts' } });
  });

  test('takes what the tool gave back to the model that called it', async () => {
    const asked = [User('What is in b.ts?')];
    const call = (await ask(asked, { tools: [readFileTool] })).find(
      (part) => part instanceof vscode.LanguageModelToolCallPart,
    );
    assert.ok(call, 'no tool was called');
    const result = [new vscode.LanguageModelTextPart('export {}')];
    const parts = await ask(
      [
        ...asked,
        vscode.LanguageModelChatMessage.Assistant([call]),
        User([new vscode.LanguageModelToolResultPart(call.callId, result)]),
      ],
      { tools: [readFileTool] },
    );
    assert.equal(textOf(parts), 'The tool said export {}.');
    assert.equal(ledger().at(-1)?.decision.reason.code, 'tool-results');
  });

  test('refuses a prompt without a word, and asks nobody', async () => {
    const entries = ledger().length;
    await assert.rejects(ask([User(' ')]), /The prompt is empty/);
    assert.equal(ledger().length, entries);
  });

  test('passes an image through', async () => {
    const image = vscode.LanguageModelDataPart.image(Buffer.from(redPixel, 'base64'), 'image/png');
    const parts = await ask([User([new vscode.LanguageModelTextPart('What is this?'), image])]);
    assert.match(textOf(parts), /, image\/png of \d+ bytes$/);
  });

  test('stops the model when it is stopped', async function () {
    if (vscode.version.startsWith('1.106.')) {
      leaveOut(this, 'VS Code 1.106 does not tell a model that its request was stopped');
    }
    const source = new vscode.CancellationTokenSource();
    const stopped = new Promise<void>((resolve) => {
      harness.onDidStop(resolve);
    });
    const { text } = await auto.sendRequest([User('Now fall silent.')], {}, source.token);
    const first = await text[Symbol.asyncIterator]().next();
    assert.equal(first.value, 'Half of ');
    source.cancel();
    await stopped;
    await eventually(() => ledger().at(-1)?.outcome.kind === 'cancelled', 'a cancelled call in the ledger');
  });

  for (const [what, prompt, code, message] of [
    [
      'a quota',
      'You are over quota.',
      vscode.LanguageModelError.Blocked.name,
      /quota is used up.*Wait, or run/,
    ],
    [
      'a consent',
      'You are not allowed.',
      vscode.LanguageModelError.NoPermissions.name,
      /choose Allow, or grant/,
    ],
  ] as const) {
    test(`says in the editor’s own kind of error that ${what} is missing, and what to do`, async () => {
      await assert.rejects(ask([User(prompt)]), (error: vscode.LanguageModelError) => {
        assert.equal(error.code, code);
        assert.match(error.message, message);
        return true;
      });
    });
  }

  test('counts tokens', async () => {
    assert.equal(await auto.countTokens('x'.repeat(400)), 100);
  });

  test('is on record as its own door, with tokens that the model counted and no price', () => {
    const entry = ledger().find(({ time }) => time >= began);
    assert.equal(entry?.door, 'model-provider');
    assert.deepEqual(entry?.pair.weak, scripted);
    assert.equal(entry?.cost, null);
    // The scripted model counts characters.
    assert.deepEqual(entry?.usage, {
      inputTokens: 'Say hello.'.length,
      cachedInputTokens: 0,
      outputTokens: 'Scripted answer to 1 messages'.length,
      source: 'estimated',
    });
  });

  test('is never half of its own pair', async () => {
    const back = await changeSettings({
      'turnout.weak': { provider: 'editor', baseUrl: 'vscode-lm:turnout', model: 'auto' },
    });
    await assert.rejects(ask([User('Say hello.')]), /offers no model/);
    await back();
  });

  test('tells what to do where no model is connected', async () => {
    await restore();
    await assert.rejects(ask([User('Say hello.')]), /No model is connected/);
  });
});

function ledger() {
  const file = path.join(
    process.env.TURNOUT_HOME ?? '',
    `ledger-${new Date().toISOString().slice(0, 7)}.jsonl`,
  );
  return readFileSync(file, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
}
