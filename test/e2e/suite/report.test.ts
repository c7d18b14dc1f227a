import assert from 'node:assert/strict';
import { suite, suiteSetup, teardown, test } from 'mocha';
import * as vscode from 'vscode';
import { activateTurnout, eventually } from './turnout';

const reportTabs = () =>
  vscode.window.tabGroups.all
    .flatMap(({ tabs }) => tabs)
    .filter(
      ({ input }) => input instanceof vscode.TabInputWebview && /turnout\.report$/.test(input.viewType),
    );

suite('the savings report', () => {
  suiteSetup(activateTurnout);
  teardown(() => vscode.window.tabGroups.close(reportTabs()));

  test('opens in an editor tab of its own, once', async () => {
    await vscode.commands.executeCommand('turnout.openReport');
    await eventually(() => reportTabs().length === 1, 'a report tab');
    await vscode.commands.executeCommand('turnout.openReport');
    assert.equal(reportTabs().length, 1);
  });
});
