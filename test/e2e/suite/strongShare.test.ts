import assert from 'node:assert/strict';
import { setup, suite, suiteSetup, suiteTeardown, test } from 'mocha';
import * as vscode from 'vscode';
import { activateTurnout } from './turnout';

const percent = () => vscode.workspace.getConfiguration('turnout').get<number>('strongShare');
const reset = () =>
  vscode.workspace
    .getConfiguration('turnout')
    .update('strongShare', undefined, vscode.ConfigurationTarget.Global);

suite('the strong share', () => {
  suiteSetup(activateTurnout);
  setup(reset);
  suiteTeardown(reset);

  test('starts in the middle', () => {
    assert.equal(percent(), 50);
  });

  test('is set by a command, in whole percent', async () => {
    await vscode.commands.executeCommand('turnout.setStrongShare', 0.304);
    assert.equal(percent(), 30);
  });

  test('moves up and down by the same step', async () => {
    await vscode.commands.executeCommand('turnout.moreStrong');
    const raised = percent();
    assert.ok(raised !== undefined && raised > 50);
    await vscode.commands.executeCommand('turnout.lessStrong');
    assert.equal(percent(), 50);
  });

  test('stays between never and always', async () => {
    await vscode.commands.executeCommand('turnout.setStrongShare', 1);
    await vscode.commands.executeCommand('turnout.moreStrong');
    assert.equal(percent(), 100);
    await vscode.commands.executeCommand('turnout.setStrongShare', -3);
    await vscode.commands.executeCommand('turnout.lessStrong');
    assert.equal(percent(), 0);
  });
});
