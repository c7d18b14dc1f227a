import assert from 'node:assert/strict';
import { suite, suiteSetup, suiteTeardown, teardown, test } from 'mocha';
import * as vscode from 'vscode';
import { describeExplanation } from '../../../src/extension/explaining/explanationWording';
import { decide } from '../../../src/routing/decision';
import { worded } from '../../../src/routing/errors';
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

  test('tells the numbers, the rank, and what the most similar training prompts are about', async () => {
    await ask('How many customers placed more than three orders in each city?');
    const lines = await explainLast();
    assert.ok(lines, 'nothing was explained');
    const [decision, rank, topics, sources, ...rest] = lines;
    assert.match(decision ?? '', /^weak · win rate 0\.\d{3} < 1\.000 · router default$/);
    assert.match(rank ?? '', /^Higher than \d+\u00a0% of (the \d+|your own \d+) win rates /);
    assert.match(topics ?? '', /^The 10 most similar training prompts are about: SQL queries \d+\u00a0%/);
    assert.match(sources ?? '', /^They come from: .*intercode-sql .* \(similarity of the nearest 0\.\d\d\)$/);
    assert.deepEqual(rest, []);
    assert.doesNotMatch(lines.join(), /customers/);
  });

  test('tells of the latest prompt alone', async () => {
    await ask('zxqv blorp fnarg');
    const lines = await explainLast();
    assert.match(lines?.at(-1) ?? '', /^Unlike anything in training: .* 0\.\d\d, under 0\.40$/);
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
    neighbours: {
      kind: 'unavailable',
      why: 'No encoder on this machine.',
      wording: worded('No encoder on this machine.'),
    },
  };

  test('names what cannot be told', () => {
    assert.deepEqual(describeExplanation(explanation), [
      'strong · win rate 0.750 ≥ 0.500 · router default',
      'Higher than 90\u00a0% of your own 212 win rates by this router',
      'Similar training prompts cannot be told: No encoder on this machine.',
    ]);
  });

  test('leaves out what there is not', () => {
    assert.deepEqual(
      describeExplanation({
        ...explanation,
        rank: undefined,
        neighbours: { kind: 'unlike', similarity: 0.2, alikeFrom: 0.4 },
      }),
      [
        'strong · win rate 0.750 ≥ 0.500 · router default',
        'Unlike anything in training: the nearest prompt has similarity 0.20, under 0.40',
      ],
    );
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
