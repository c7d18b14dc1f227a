import * as vscode from 'vscode';
import type { Connections } from './models/connections';

/** What the steps of the first minute go by to be done; `package.json` names the same. */
type Milestone = 'turnout.connected' | 'turnout.answered';

/** The page that leads through the first minute. Nothing opens it unasked. */
export class Walkthrough implements vscode.Disposable {
  private readonly reached = new Set<Milestone>();
  private isOpened = false;
  private readonly command = vscode.commands.registerCommand('turnout.openWalkthrough', () => this.open());
  private connections: vscode.Disposable | undefined;

  /** Takes note of a pair that is chosen, now or later. */
  watch(connections: Connections): void {
    const look = () => {
      if (connections.current.kind !== 'preview') this.reach('turnout.connected');
    };
    this.connections = connections.onDidChange(look);
    look();
  }

  /** That a model has answered a prompt, through whichever door. */
  noteAnswered(): void {
    this.reach('turnout.answered');
  }

  dispose(): void {
    this.command.dispose();
    this.connections?.dispose();
  }

  private reach(milestone: Milestone): void {
    if (this.reached.has(milestone)) return;
    this.reached.add(milestone);
    if (this.isOpened) void vscode.commands.executeCommand('setContext', milestone, true);
  }

  private async open(): Promise<void> {
    await showPage();
    // VS Code 1.106, where it has never run before, learns of others' walkthroughs only after it has put its own into
    // the page. Asked for what it shows, it does nothing.
    if (!this.isOpened) await showPage();
    this.isOpened = true;
    // Of what was true before its page was opened for the first time, the editor would never take note.
    for (const milestone of this.reached) await vscode.commands.executeCommand('setContext', milestone, true);
  }
}

async function showPage(): Promise<void> {
  await vscode.commands.executeCommand(
    'workbench.action.openWalkthrough',
    'turnout.turnout#firstMinute',
    false,
  );
}
