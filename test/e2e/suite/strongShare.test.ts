import assert from 'node:assert/strict';
import { setup, suite, suiteSetup, suiteTeardown, test } from 'mocha';
import * as vscode from 'vscode';
import { activateTurnout, eventually } from './turnout';

const percent = () => vscode.workspace.getConfiguration('turnout').get<number>('strongShare');

/** Settings reach an extension a moment after they are written. */
const becomes = (expected: number) =>
  eventually(() => percent() === expected, `a strong share of ${expected} %, and not ${percent()} %`);

async function reset(): Promise<void> {
  await vscode.workspace
    .getConfiguration('turnout')
    .update('strongShare', undefined, vscode.ConfigurationTarget.Global);
  await becomes(50);
}

suite('the strong share', () => {
  suiteSetup(activateTurnout);
  setup(reset);
  suiteTeardown(reset);

  test('starts in the middle', () => {
    assert.equal(percent(), 50);
  });

  test('is set by a command, in whole percent', async () => {
    await vscode.commands.executeCommand('turnout.setStrongShare', 0.304);
    await becomes(30);
  });

  test('moves up and down by the same step, however fast', async () => {
    await Promise.all([1, 2, 3].map(() => vscode.commands.executeCommand('turnout.moreStrong')));
    await becomes(65);
    await Promise.all([1, 2, 3].map(() => vscode.commands.executeCommand('turnout.lessStrong')));
    await becomes(50);
  });

  test('stays between never and always', async () => {
    await vscode.commands.executeCommand('turnout.setStrongShare', 1);
    await becomes(100);
    // A step beyond the end would be the first of two back.
    await vscode.commands.executeCommand('turnout.moreStrong');
    await vscode.commands.executeCommand('turnout.lessStrong');
    await becomes(95);
    await vscode.commands.executeCommand('turnout.setStrongShare', -3);
    await becomes(0);
    await vscode.commands.executeCommand('turnout.lessStrong');
    await vscode.commands.executeCommand('turnout.moreStrong');
    await becomes(5);
  });
});
