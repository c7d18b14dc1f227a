import * as vscode from 'vscode';
import type { Connections } from './models/connections';

/** The page that leads through the first minute, and what its steps go by to be done. Nothing opens it unasked. */
export function registerWalkthrough(connections: Connections): vscode.Disposable {
  const showConnected = () => setContext('turnout.connected', connections.current.kind !== 'preview');
  showConnected();
  return vscode.Disposable.from(
    connections.onDidChange(showConnected),
    vscode.commands.registerCommand('turnout.openWalkthrough', () =>
      vscode.commands.executeCommand(
        'workbench.action.openWalkthrough',
        'turnout.turnout#firstMinute',
        false,
      ),
    ),
  );
}

/** That a model has answered a prompt, through whichever door. */
export function noteAnswered(): void {
  setContext('turnout.answered', true);
}

function setContext(name: string, value: boolean): void {
  void vscode.commands.executeCommand('setContext', name, value);
}
