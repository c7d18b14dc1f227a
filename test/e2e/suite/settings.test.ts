import assert from 'node:assert/strict';
import { suite, suiteSetup, suiteTeardown, test } from 'mocha';
import * as vscode from 'vscode';
import { answerOf } from '../../loopback/loopbackServer';
import { type OpenAiServer, startOpenAiServer } from '../../loopback/openaiServer';
import { cheap, dear } from '../walk/pair';
import { activateHarness, type Harness } from './harness';
import { activateTurnout } from './turnout';
import { changeSettings } from './userSettings';

suite('settings', () => {
  suiteSetup(activateTurnout);

  for (const setting of ['strong', 'weak', 'prices']) {
    test(`a workspace cannot change turnout.${setting}`, async () => {
      const configuration = vscode.workspace.getConfiguration('turnout');
      await assert.rejects(
        Promise.resolve(
          configuration.update(setting, { model: 'elsewhere' }, vscode.ConfigurationTarget.Workspace),
        ),
      );
    });
  }

  suite('of a wrong type', () => {
    let server: OpenAiServer;
    let harness: Harness;
    let restore: () => Promise<void>;
    suiteSetup(async () => {
      harness = await activateHarness();
      server = await startOpenAiServer(answerOf('Answered all the same.'));
      restore = await changeSettings(pairAt(server.baseUrl));
    });
    suiteTeardown(async () => {
      await restore();
      await server.close();
    });
    const ask = async () => {
      const [turnout] = await harness.vscode.lm.selectChatModels({ vendor: 'turnout' });
      assert.ok(turnout, 'Turnout offers no model');
      const { text } = await turnout.sendRequest([vscode.LanguageModelChatMessage.User('Say hello.')]);
      let answer = '';
      for await (const piece of text) answer += piece;
      return answer;
    };
    const namesOf = async () => {
      const { packageJSON } = await activateTurnout();
      return Object.keys(packageJSON.contributes.configuration.properties);
    };

    for (const wrong of ['text', -7.5, ['text', 7, null], { strange: { model: 7 } }]) {
      test(`${JSON.stringify(wrong)} everywhere leaves an answer, by what is usual`, async () => {
        const names = (await namesOf()).filter((name) => !/\.(strong|weak)$/.test(name));
        assert.ok(names.length >= 10, 'there are fewer settings than expected');
        const back = await changeSettings(Object.fromEntries(names.map((name) => [name, wrong])));
        try {
          assert.equal(await ask(), 'Answered all the same.');
        } finally {
          await back();
        }
      });

      test(`${JSON.stringify(wrong)} for a model is none, and says what to do`, async () => {
        const back = await changeSettings({ 'turnout.strong': wrong, 'turnout.weak': wrong });
        try {
          await assert.rejects(ask(), /No model is connected/);
        } finally {
          await back();
          await changeSettings(pairAt(server.baseUrl));
        }
      });
    }
  });

  test('no setting holds a key', async () => {
    const { packageJSON } = await activateTurnout();
    const { properties } = packageJSON.contributes.configuration;
    assert.doesNotMatch(Object.keys(properties).join(' '), /key|secret|token/i);
  });
});

function pairAt(baseUrl: string) {
  const at = { provider: 'openai', baseUrl };
  return { 'turnout.strong': { ...at, model: dear }, 'turnout.weak': { ...at, model: cheap } };
}
