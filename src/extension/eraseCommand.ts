import { rm } from 'node:fs/promises';
import * as vscode from 'vscode';
import type { Learning } from '../node/learning/learning';
import type { Conversations } from './chat/conversations';
import type { Sidebar } from './chat/sidebar';
import type { ApiKeys } from './models/apiKeys';

/** What one command erases. */
export interface Erasable {
  /** The user's data folder: ledger, calibration, win rates and signals. */
  readonly dataFolder: string;
  readonly conversations: Conversations;
  readonly apiKeys: ApiKeys;
  readonly learning: Pick<Learning, 'forget'>;
  readonly sidebar: Sidebar;
  /** Writes what waits to be written, so that none of it is written after all is erased. */
  readonly settle: () => Promise<void>;
  readonly afterwards: () => Promise<void>;
}

/** Erases, once confirmed, everything Turnout has recorded on this machine. */
export function registerEraseCommand(erasable: Erasable): vscode.Disposable {
  return vscode.commands.registerCommand('turnout.eraseEverything', async () => {
    const erase = vscode.l10n.t('Erase everything');
    const answer = await vscode.window.showWarningMessage(
      vscode.l10n.t('Erase all that Turnout has recorded?'),
      {
        modal: true,
        detail: vscode.l10n.t(
          'Chats, the savings ledger, the win rates of your prompts and what was learnt from you in {0}, and stored keys. Settings stay. This cannot be undone.',
          erasable.dataFolder,
        ),
      },
      erase,
    );
    if (answer !== erase) return;
    await erasable.settle();
    await rm(erasable.dataFolder, { recursive: true, force: true });
    erasable.learning.forget();
    await erasable.conversations.eraseAll();
    await erasable.apiKeys.eraseAll();
    await erasable.sidebar.newChat();
    await erasable.afterwards();
    void vscode.window.showInformationMessage(
      vscode.l10n.t('Turnout has erased everything it had recorded.'),
    );
  });
}
