import assert from 'node:assert/strict';
import type { Context } from 'mocha';
import * as vscode from 'vscode';

/** Turnout as this VS Code has it, active. */
export async function activateTurnout(): Promise<vscode.Extension<unknown>> {
  const extension = vscode.extensions.getExtension('turnout.turnout');
  assert.ok(extension, 'Turnout is not installed');
  await extension.activate();
  return extension;
}

/** Leaves out the test that is running, and says why. */
export function leaveOut(context: Context, why: string): never {
  if (context.test !== undefined) context.test.title += ` (${why})`;
  return context.skip();
}

/** Waits until something holds; the editor tells of many things only a moment later. */
export async function eventually(holds: () => boolean | Promise<boolean>, what: string): Promise<void> {
  const deadline = Date.now() + 10_000;
  while (!(await holds())) {
    assert.ok(Date.now() < deadline, `never came true: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}
