import * as vscode from 'vscode';

/** @returns a function that shows a warning, each text once in this window */
export function createWarnings(): (message: string) => void {
  const shown = new Set<string>();
  return (message) => {
    if (shown.has(message)) return;
    shown.add(message);
    void vscode.window.showWarningMessage(message);
  };
}
