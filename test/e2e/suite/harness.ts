import assert from 'node:assert/strict';
import * as vscode from 'vscode';

/** Another extension's view of the editor. */
export interface Harness {
  readonly vscode: typeof vscode;
  /** A request to its scripted model was cancelled. */
  readonly onDidStop: vscode.Event<void>;
}

export async function activateHarness(): Promise<Harness> {
  const extension = vscode.extensions.getExtension<Harness>('turnout.turnout-test-harness');
  assert.ok(extension, 'the harness is not there');
  return extension.activate();
}
