import assert from 'node:assert/strict';
import { suite, suiteSetup, test } from 'mocha';
import * as vscode from 'vscode';
import { activateTurnout } from './turnout';

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

  test('no setting holds a key', async () => {
    const { packageJSON } = await activateTurnout();
    const { properties } = packageJSON.contributes.configuration;
    assert.doesNotMatch(Object.keys(properties).join(' '), /key|secret|token/i);
  });
});
