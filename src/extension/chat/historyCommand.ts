import * as vscode from 'vscode';
import type { Conversation, Conversations } from './conversations';
import type { Sidebar } from './sidebar';

interface ConversationItem extends vscode.QuickPickItem {
  readonly conversation: Conversation;
}

/** Offers earlier chats and shows the chosen one. */
export function registerHistoryCommand(conversations: Conversations, sidebar: Sidebar): vscode.Disposable {
  return vscode.commands.registerCommand('turnout.showHistory', async () => {
    const items = (await conversations.list()).map(itemOf);
    if (items.length === 0) {
      void vscode.window.showInformationMessage(vscode.l10n.t('There are no earlier chats yet.'));
      return;
    }
    const chosen = await vscode.window.showQuickPick(items, {
      title: vscode.l10n.t('Turnout: earlier chats'),
      matchOnDescription: true,
    });
    if (chosen !== undefined) await sidebar.show(chosen.conversation);
  });
}

function itemOf(conversation: Conversation): ConversationItem {
  const first = conversation.turns[0]?.prompt ?? '';
  return {
    conversation,
    label: first.slice(0, 80).replace(/\s+/g, ' '),
    description: new Date(conversation.started).toLocaleString(vscode.env.language),
  };
}
