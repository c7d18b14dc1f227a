import * as vscode from 'vscode';
import type { Connection } from './connections';

export function describeConnection(connection: Connection): string {
  switch (connection.kind) {
    case 'preview':
      return vscode.l10n.t('No model connected: prompts are decided, not answered.');
    case 'practice':
      return vscode.l10n.t('Practice pair: scripted local answers that cost and save nothing.');
    case 'connected':
      return vscode.l10n.t(
        'Strong: {0} · weak: {1}',
        connection.pair.strong.model,
        connection.pair.weak.model,
      );
  }
}
