import assert from 'node:assert/strict';
import { suite, suiteSetup, test } from 'mocha';
import * as vscode from 'vscode';
import { activateTurnout } from './turnout';

/** The folder that is open has a .vscode/settings.json of somebody who means harm. */
suite('a workspace with settings of its own', () => {
  let declared: readonly string[];
  suiteSetup(async () => {
    const { packageJSON } = await activateTurnout();
    declared = Object.keys(packageJSON.contributes.configuration.properties);
  });

  test('is read, and names every setting of Turnout', async () => {
    const [folder] = vscode.workspace.workspaceFolders ?? [];
    assert.ok(folder);
    const editor = vscode.workspace.getConfiguration('editor', folder).inspect<number>('tabSize');
    assert.equal(editor?.workspaceValue, 7);
    const file = vscode.Uri.joinPath(folder.uri, '.vscode', 'settings.json');
    const written = JSON.parse(Buffer.from(await vscode.workspace.fs.readFile(file)).toString('utf8'));
    assert.deepEqual(
      declared.filter((name) => !(name in written)),
      [],
    );
  });

  test('changes none of them: neither endpoints, headers, server nor what is sensitive', () => {
    const configuration = vscode.workspace.getConfiguration();
    for (const name of declared) {
      const found = configuration.inspect(name);
      assert.deepEqual([found?.workspaceValue, found?.workspaceFolderValue], [undefined, undefined], name);
      assert.deepEqual(configuration.get(name), found?.globalValue ?? found?.defaultValue, name);
    }
  });
});
