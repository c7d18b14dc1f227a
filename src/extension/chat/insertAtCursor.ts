import * as vscode from 'vscode';

/** Puts a text where the cursors of an editor are, in place of what is selected, as one edit to be undone at once. */
export async function insertAtCursor(text: string, editor: vscode.TextEditor | undefined): Promise<void> {
  if (editor === undefined) {
    void vscode.window.showInformationMessage(
      vscode.l10n.t(
        'There is no editor to insert into. Open a file, and put the cursor where the code belongs.',
      ),
    );
    return;
  }
  const { document, viewColumn } = editor;
  // It may stand behind another tab.
  const shown = await vscode.window.showTextDocument(document, viewColumn);
  const inserted = await shown.edit((edit) => {
    for (const selection of shown.selections) edit.replace(selection, text);
  });
  if (!inserted) {
    void vscode.window.showWarningMessage(
      vscode.l10n.t(
        '{0} could not be changed. Is it read-only? Copy the code instead.',
        vscode.workspace.asRelativePath(document.uri),
      ),
    );
  }
}
