import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setup, suite, suiteSetup, suiteTeardown, teardown, test } from 'mocha';
import * as vscode from 'vscode';
import { answerOf, type Reply } from '../../loopback/loopbackServer';
import { chatRequestOf, type OpenAiServer, startOpenAiServer } from '../../loopback/openaiServer';
import { readLedger } from '../walk/ledger';
import { pairSettings } from '../walk/pair';
import { activateTurnout, eventually } from './turnout';
import { changeSettings } from './userSettings';

const home = process.env.TURNOUT_HOME ?? '';
const wrong = 'import math\n\n# Adds.\ndef total(a, b):\n    return a - b\n\nprint(total(1, 2))\n';
const right = wrong.replace('a - b', 'a + b');
const fixed = ['```python\n', '# Adds.\ndef total(a, b):\n', '    return a + b\n', '```'];

suite('Code assist', () => {
  let server: OpenAiServer;
  let restore: () => Promise<void>;
  let folder: string;
  const problems = vscode.languages.createDiagnosticCollection('suite');

  suiteSetup(async () => {
    await activateTurnout();
    server = await startOpenAiServer(answer(...fixed));
    restore = await changeSettings({ ...pairSettings(server), 'turnout.strongShare': 0 });
  });
  suiteTeardown(async () => {
    problems.dispose();
    await restore();
    await server.close();
  });
  setup(() => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'turnout-assist-'));
    server.reply = answer(...fixed);
  });
  teardown(async () => {
    problems.clear();
    // One that is not saved would have the editor ask about it.
    for (const document of vscode.workspace.textDocuments.filter(({ isDirty }) => isDirty)) {
      await vscode.window.showTextDocument(document);
      await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    }
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    // The editor may still be writing there.
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  });

  /** Shows a new file, with the cursor or a selection in it. */
  const show = async (text: string, selection = new vscode.Range(4, 6, 4, 6), name = 'sum.py') => {
    const file = path.join(folder, name);
    writeFileSync(file, text);
    const document = await vscode.workspace.openTextDocument(file);
    await vscode.window.showTextDocument(document, { selection });
    return document;
  };
  const prompts = () =>
    server.requests
      .filter(({ path: at }) => at === '/v1/chat/completions')
      .map((request) => chatRequestOf(request).messages.at(-1)?.content ?? '');
  const verdicts = () =>
    readFileSync(path.join(home, 'feedback.jsonl'), 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
  const lastEntry = async () => (await readLedger(home)).at(-1);
  const proposed = async () => {
    const diff = proposal();
    assert.ok(diff, 'no change is proposed');
    return (await vscode.workspace.openTextDocument(diff.modified)).getText();
  };

  test('offers to fix a reported problem, and nothing where there is none', async () => {
    const document = await show(wrong);
    const range = new vscode.Range(4, 11, 4, 16);
    assert.deepEqual(await actionsAt(document, range), []);
    problems.set(document.uri, [new vscode.Diagnostic(range, 'returns a difference')]);
    const actions = await actionsAt(document, range);
    assert.deepEqual(
      actions.map(({ title }) => title),
      ['Fix with Turnout', 'Explain with Turnout'],
    );
    assert.ok(actions.every(({ kind }) => kind?.value === vscode.CodeActionKind.QuickFix.value));
    assert.deepEqual(
      await vscode.commands.executeCommand(
        'vscode.executeCodeActionProvider',
        document.uri,
        range,
        vscode.CodeActionKind.Source.value,
      ),
      [],
    );
  });

  test('a fix is a diff; accepted it is one edit, undone in one step, and of use', async () => {
    const document = await show(wrong, new vscode.Range(0, 0, 0, 0));
    const range = new vscode.Range(4, 11, 4, 16);
    problems.set(document.uri, [new vscode.Diagnostic(range, 'returns a difference')]);
    const [fix] = await actionsAt(document, range);
    assert.ok(fix?.command, 'there is no fix');
    await vscode.commands.executeCommand(fix.command.command, ...(fix.command.arguments ?? []));

    const prompt = prompts().at(-1) ?? '';
    assert.match(
      prompt,
      /^Find what is wrong with this code and fix it\.\n\n\S*sum\.py, lines 3 to 5:\n```python\n# Adds\./,
    );
    assert.match(prompt, /Problems:\n- line 5: returns a difference\n/);
    assert.equal(await proposed(), right);
    assert.equal(document.getText(), wrong);
    const entry = await lastEntry();
    assert.deepEqual([entry?.door, entry?.outcome.kind], ['code-assist', 'ok']);

    await vscode.commands.executeCommand('turnout.acceptEdit');
    assert.equal(document.getText(), right);
    assert.equal(proposal(), undefined);
    const { version, entry: of, accepted } = verdicts().at(-1);
    assert.deepEqual({ version, of, accepted }, { version: 1, of: entry?.id, accepted: true });
    await vscode.commands.executeCommand('undo');
    assert.equal(document.getText(), wrong);
  });

  test('a rejected fix changes nothing, and was of no use', async () => {
    const document = await show(wrong);
    await vscode.commands.executeCommand('turnout.fixCode');
    await vscode.commands.executeCommand('turnout.rejectEdit', proposal()?.modified);
    assert.equal(document.getText(), wrong);
    assert.equal(proposal(), undefined);
    assert.deepEqual([verdicts().at(-1).entry, verdicts().at(-1).accepted], [(await lastEntry())?.id, false]);
  });

  test('a fix is not applied to a document that has changed since, and stays to be read', async () => {
    const document = await show(wrong);
    await vscode.commands.executeCommand('turnout.fixCode');
    const edit = new vscode.WorkspaceEdit();
    edit.insert(document.uri, new vscode.Position(0, 0), 'import os\n');
    await vscode.workspace.applyEdit(edit);
    await vscode.commands.executeCommand('turnout.acceptEdit', proposal()?.modified);
    assert.equal(document.getText(), `import os\n${wrong}`);
    assert.ok(proposal(), 'the diff is gone');
  });

  test('a fix of a document that changes while the model answers is not proposed', async () => {
    const changed = Promise.withResolvers<void>();
    server.reply = { kind: 'answer', pieces: fixed, usage: undefined, after: changed.promise };
    const document = await show(wrong);
    const asked = prompts().length;
    const fixing = vscode.commands.executeCommand('turnout.fixCode');
    await eventually(() => prompts().length > asked, 'the question');
    const edit = new vscode.WorkspaceEdit();
    edit.insert(document.uri, new vscode.Position(0, 0), 'import os\n');
    await vscode.workspace.applyEdit(edit);
    changed.resolve();
    await fixing;
    assert.equal(document.getText(), `import os\n${wrong}`);
    assert.equal(proposal(), undefined);
  });

  test('replaces exactly what is selected', async () => {
    server.reply = answer('```python\nb + a\n```');
    const document = await show(wrong, new vscode.Range(4, 11, 4, 16));
    await vscode.commands.executeCommand('turnout.fixCode');
    assert.match(prompts().at(-1) ?? '', /sum\.py, line 5:\n```python\na - b\n```/);
    await vscode.commands.executeCommand('turnout.acceptEdit');
    assert.equal(document.getText(), wrong.replace('a - b', 'b + a'));
  });

  test('keeps the line ends and the indentation of the document', async () => {
    const windows = 'class Sum:\r\n\tdef total(a, b):\r\n\t\treturn a - b\r\n\r\nprint(1)\r\n';
    server.reply = answer('```python\ndef total(a, b):\n    """Adds."""\n    return a + b\n```');
    const document = await show(windows, new vscode.Range(1, 1, 3, 0));
    await vscode.commands.executeCommand('turnout.documentCode');
    await vscode.commands.executeCommand('turnout.acceptEdit');
    assert.equal(
      document.getText(),
      windows.replace('\t\treturn a - b', '\t\t"""Adds."""\r\n\t\treturn a + b'),
    );
  });

  test('takes the symbol that the language’s extension tells, and names it where a part of it is selected', async () => {
    const text = 'alpha one\nalpha two\nbeta one\nbeta two\n';
    const symbols = vscode.languages.registerDocumentSymbolProvider(
      { pattern: '**/*.toy' },
      {
        provideDocumentSymbols: () =>
          [0, 2].map((line) => {
            const range = new vscode.Range(line, 0, line + 1, 9);
            return new vscode.DocumentSymbol(`toy${line}`, '', vscode.SymbolKind.Function, range, range);
          }),
      },
    );
    server.reply = answer('```\nbeta three\n```');
    try {
      const document = await show(text, new vscode.Range(3, 2, 3, 2), 'a.toy');
      await vscode.commands.executeCommand('turnout.documentCode');
      assert.match(prompts().at(-1) ?? '', /a\.toy, lines 3 to 4:\n```\w*\nbeta one\nbeta two\n```/);
      await vscode.commands.executeCommand('turnout.acceptEdit');
      assert.equal(document.getText(), 'alpha one\nalpha two\nbeta three\n');

      await show(text, new vscode.Range(1, 0, 1, 9), 'b.toy');
      await vscode.commands.executeCommand('turnout.documentCode');
      assert.match(prompts().at(-1) ?? '', /b\.toy, line 2, in toy0:\n```\w*\nalpha two\n```/);
    } finally {
      symbols.dispose();
    }
  });

  const useless: readonly [string, Reply][] = [
    ['holds no code', answer('It is fine.')],
    ['breaks off in its code', answer('```python\ndef total')],
    ['is the same code', answer('```python\n# Adds.\ndef total(a, b):\n    return a - b\n```')],
    ['breaks with the connection', { kind: 'cut', pieces: ['```python\n', 'def'] }],
  ];
  for (const [what, reply] of useless) {
    test(`an answer that ${what} proposes nothing`, async () => {
      server.reply = reply;
      const document = await show(wrong);
      await vscode.commands.executeCommand('turnout.fixCode');
      assert.equal(proposal(), undefined);
      assert.equal(document.getText(), wrong);
    });
  }

  test('a read-only document, a blank one, and none at all ask no model', async () => {
    const before = server.requests.length;
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await vscode.commands.executeCommand('turnout.fixCode');
    await show('\n\n', new vscode.Range(0, 0, 0, 0));
    await vscode.commands.executeCommand('turnout.fixCode');
    const readOnly = vscode.workspace.registerTextDocumentContentProvider('suite-read-only', {
      provideTextDocumentContent: () => wrong,
    });
    const document = await vscode.workspace.openTextDocument(vscode.Uri.parse('suite-read-only:/sum.py'));
    await vscode.window.showTextDocument(document);
    await vscode.commands.executeCommand('turnout.fixCode');
    readOnly.dispose();
    assert.equal(server.requests.length, before);
    assert.equal(proposal(), undefined);
  });

  test('more code than a model can rewrite at once asks no model', async () => {
    const before = server.requests.length;
    const long = 'x = 1\n'.repeat(10_000);
    await show(long, new vscode.Range(0, 0, 10_000, 0));
    await vscode.commands.executeCommand('turnout.documentCode');
    assert.equal(server.requests.length, before);
  });

  test('tests come in a new document under the usual name', async () => {
    server.reply = answer('Here:\n```python\ndef test_total():\n    assert total(1, 2) == 3\n```');
    const document = await show(wrong);
    await vscode.commands.executeCommand('turnout.writeTests');
    const editor = vscode.window.activeTextEditor;
    assert.equal(editor?.document.getText(), 'def test_total():\n    assert total(1, 2) == 3\n');
    assert.equal(editor?.document.uri.scheme, 'untitled');
    assert.equal(editor?.document.uri.path, path.join(folder, 'test_sum.py'));
    assert.equal(document.getText(), wrong);
  });

  test('an explanation is asked for with the code and what stands around it', async () => {
    server.reply = answer('It adds.');
    await show(wrong);
    await vscode.commands.executeCommand('turnout.explainCode');
    await eventually(() => /^Explain what this code does\./.test(prompts().at(-1) ?? ''), 'the question');
    assert.match(prompts().at(-1) ?? '', /What comes before it in the file:\n```python\nimport math\n```/);
    await eventually(async () => (await lastEntry())?.door === 'code-assist', 'its entry in the ledger');
  });
});

function answer(...pieces: string[]): Reply {
  return answerOf(pieces.join(''));
}

/** The diff that waits to be accepted. */
function proposal(): vscode.TabInputTextDiff | undefined {
  return vscode.window.tabGroups.all
    .flatMap(({ tabs }) => tabs)
    .map(({ input }) => input)
    .filter((input) => input instanceof vscode.TabInputTextDiff)
    .find(({ modified }) => modified.scheme === 'turnout-edit');
}

/** What Turnout offers for a range, among all that is offered. */
async function actionsAt(document: vscode.TextDocument, range: vscode.Range): Promise<vscode.CodeAction[]> {
  const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
    'vscode.executeCodeActionProvider',
    document.uri,
    range,
  );
  return actions.filter(({ title }) => title.includes('Turnout'));
}
