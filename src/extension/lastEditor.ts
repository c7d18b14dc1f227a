import * as vscode from 'vscode';

/** The text editor a person was in last, also while the focus is in the sidebar or in a panel. */
export class LastEditor implements vscode.Disposable {
  private last: vscode.TextEditor | undefined;
  private readonly listener: vscode.Disposable;

  constructor() {
    this.remember(vscode.window.activeTextEditor);
    this.listener = vscode.window.onDidChangeActiveTextEditor((editor) => this.remember(editor));
  }

  /** Undefined where there is none, or it was closed. */
  get current(): vscode.TextEditor | undefined {
    return this.last?.document.isClosed === false ? this.last : undefined;
  }

  dispose(): void {
    this.listener.dispose();
  }

  private remember(editor: vscode.TextEditor | undefined): void {
    // An output channel is a text editor to the editor's API, though nobody writes in it.
    if (editor !== undefined && editor.document.uri.scheme !== 'output') this.last = editor;
  }
}
