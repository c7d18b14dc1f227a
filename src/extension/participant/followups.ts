import * as vscode from 'vscode';
import { otherSide } from '../../routing/chat';
import { readCommand } from './command';
import type { Turn } from './turn';

/** What may be wanted next: the other model's answer to the same, and tests for code that was explained or fixed. */
export function followupsOf(turn: Turn): vscode.ChatFollowup[] {
  if (turn.answer === '') return [];
  const other = otherSide(turn.side);
  const again: vscode.ChatFollowup = {
    prompt: turn.ask,
    command: other,
    label:
      other === 'strong'
        ? vscode.l10n.t('Ask the strong model')
        : vscode.l10n.t('See what the weak model would say'),
  };
  const command = readCommand(turn.command);
  if (command?.kind !== 'task' || command.task === 'tests') return [again];
  return [
    again,
    {
      prompt: vscode.l10n.t('Cover what was said above.'),
      command: 'tests',
      label: vscode.l10n.t('Write tests'),
    },
  ];
}
