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

const isOpen = (uri: vscode.Uri) =>
  vscode.window.tabGroups.all
    .flatMap(({ tabs }) => tabs)
    .some(({ input }) => input instanceof vscode.TabInputText && input.uri.toString() === uri.toString());

suite('the savings report', () => {
  suiteSetup(activateTurnout);
  teardown(() => vscode.window.tabGroups.close(reportTabs()));

  test('opens in an editor tab of its own, once', async () => {
    await vscode.commands.executeCommand('turnout.openReport');
    await eventually(() => reportTabs().length === 1, 'a report tab');
    await vscode.commands.executeCommand('turnout.openReport');
    // Tabs are told of in the order they open: with this one there, a second report would be there as well.
    const untitled = await vscode.workspace.openTextDocument({ content: 'behind the report' });
    await vscode.window.showTextDocument(untitled);
    await eventually(() => isOpen(untitled.uri), 'the tab opened last');
    assert.equal(reportTabs().length, 1);
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  });
});
