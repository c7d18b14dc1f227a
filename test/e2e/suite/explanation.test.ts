import assert from 'node:assert/strict';
import { suite, suiteSetup, suiteTeardown, teardown, test } from 'mocha';
import * as vscode from 'vscode';
import { describeExplanation } from '../../../src/extension/explaining/explanationWording';
import { decide } from '../../../src/routing/decision';
import type { Explanation } from '../../../src/routing/explanation';
import { answerOf } from '../../loopback/loopbackServer';
import { type OpenAiServer, startOpenAiServer } from '../../loopback/openaiServer';
import { dear } from '../walk/pair';
import { activateHarness, type Harness } from './harness';
import { activateTurnout } from './turnout';
import { changeSettings } from './userSettings';

const explainLast = (...args: unknown[]) =>
  vscode.commands.executeCommand<readonly string[] | undefined>('turnout.explainDecision', ...args);

suite('explaining the last decision', () => {
  let server: OpenAiServer;
  let harness: Harness;
  let restore: () => Promise<void>;

  suiteSetup(async () => {
    await activateTurnout();
    harness = await activateHarness();
    server = await startOpenAiServer(answerOf('The strong model answers.'));
    restore = await changeSettings({
      'turnout.strong': { provider: 'openai', baseUrl: server.baseUrl, model: dear },
      'turnout.weak': { provider: 'editor', baseUrl: 'vscode-lm:harness', model: 'scripted' },
      'turnout.strongShare': 0,
    });
  });
  suiteTeardown(async () => {
    await restore();
    await server.close();
  });
  teardown(() => vscode.commands.executeCommand('workbench.action.closeQuickOpen'));

  const ask = async (prompt: string) => {
    const [auto] = await harness.vscode.lm.selectChatModels({ vendor: 'turnout' });
    assert.ok(auto, 'Turnout offers no model');
    const { text } = await auto.sendRequest([vscode.LanguageModelChatMessage.User(prompt)]);
    for await (const _ of text);
  };

  test('tells the numbers, the task and how often each model would do, and the rank', async () => {
    await ask('Write a SQL query: how many customers placed more than three orders in each city?');
    const lines = await explainLast();
    assert.ok(lines, 'nothing was explained');
    const [decision, task, success, levels, rank, ...rest] = lines;
    assert.match(decision ?? '', /^weak · win rate 0\.\d{3} < 1\.000 · router default$/);
    assert.match(task ?? '', /^SQL · .*reasoning$/);
    assert.match(success ?? '', /^Of 100 such prompts the weak model manages about \d+, the strong one \d+$/);
    assert.match(levels ?? '', /^Taken for: weak .*, strong .*$/);
    assert.match(rank ?? '', /^Higher than \d+\u00a0% of (the \d+|your own \d+) win rates /);
    assert.deepEqual(rest, []);
    assert.doesNotMatch(lines.join(), /customers/);
  });

  test('tells of the latest prompt alone', async () => {
    await ask('Hello!');
    const lines = await explainLast();
    assert.match(lines?.[1] ?? '', /^Small talk · no reasoning$/);
  });

  test('shows the lines that a button brings along', async () => {
    const given = ['strong', 'You asked for the strong model this time.'];
    assert.deepEqual(await explainLast(given), given);
  });
});

suite('the wording of an explanation', () => {
  const cut = { router: 'default', threshold: 0.5, strongShare: 0.4 };
  const explanation: Explanation = {
    decision: decide({ winRate: 0.75, unknownShare: 0 }, cut, 1),
    rank: { below: 0.9, among: 'own-decisions', prompts: 212 },
    assessment: {
      kind: 'code',
      reasoning: 0.4,
      success: { strong: 0.741, weak: 0.458 },
      levels: { strong: { level: 2.9, from: 'name' }, weak: { level: 0.2, from: 'user' } },
    },
  };

  test('says the task, the reasoning, how often each would do, and what they were taken for', () => {
    assert.deepEqual(describeExplanation(explanation), [
      'strong · win rate 0.750 ≥ 0.500 · router default',
      'Code · several steps of reasoning',
      'Of 100 such prompts the weak model manages about 46, the strong one 74',
      'Taken for: weak small (as you said), strong frontier (by its name)',
      'Higher than 90\u00a0% of your own 212 win rates by this router',
    ]);
  });

  test('leaves out what there is not', () => {
    assert.deepEqual(describeExplanation({ ...explanation, rank: undefined, assessment: undefined }), [
      'strong · win rate 0.750 ≥ 0.500 · router default',
    ]);
  });

  test('gives the reason alone where no win rate decided', () => {
    const decision: Explanation['decision'] = {
      ...explanation.decision,
      winRate: null,
      reason: { code: 'chosen', lasts: 'this-prompt' },
    };
    assert.deepEqual(describeExplanation({ ...explanation, decision }), [
      'strong',
      'You asked for the strong model this time.',
    ]);
  });
});
