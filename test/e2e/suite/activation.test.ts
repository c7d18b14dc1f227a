import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { suite, test } from 'mocha';
import * as vscode from 'vscode';
import { activateTurnout, leaveOut } from './turnout';

suite('activation', () => {
  test('Turnout is there and activates', async () => {
    const extension = await activateTurnout();
    assert.equal(extension.isActive, true);
  });

  test('loads no native code before the first prompt', async function () {
    const maps = '/proc/self/maps';
    if (!existsSync(maps)) leaveOut(this, `there is no ${maps}`);
    await activateTurnout();
    assert.doesNotMatch(readFileSync(maps, 'utf8'), /onnxruntime/);
  });

  test('every command of the manifest is registered', async () => {
    const { packageJSON } = await activateTurnout();
    const registered = new Set(await vscode.commands.getCommands(true));
    const contributed: { command: string }[] = packageJSON.contributes.commands;
    assert.ok(contributed.length > 0);
    assert.deepEqual(
      contributed.map(({ command }) => command).filter((command) => !registered.has(command)),
      [],
    );
  });

  test('what the manifest shows is worded, not left as a key', async () => {
    const { packageJSON } = await activateTurnout();
    assert.doesNotMatch(JSON.stringify(packageJSON.contributes), /"%[^"]+%"/);
  });
});
