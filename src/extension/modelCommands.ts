import * as vscode from 'vscode';
import type { ApiKeys } from './apiKeys';
import type { Connections } from './connections';
import { pickModel } from './modelPicker';
import { writeModelRef } from './settings';

/** The commands that choose whom prompts go to: one's own pair, or the practice pair. */
export function registerModelCommands(connections: Connections, apiKeys: ApiKeys): vscode.Disposable {
  return vscode.Disposable.from(
    vscode.commands.registerCommand('turnout.connectModels', () => connectModels(connections, apiKeys)),
    vscode.commands.registerCommand('turnout.usePracticePair', () => connections.setPractice(true)),
    vscode.commands.registerCommand('turnout.leavePracticePair', () => connections.setPractice(false)),
  );
}

/** Chooses strong, then weak; only a whole pair is kept. */
async function connectModels(connections: Connections, apiKeys: ApiKeys): Promise<void> {
  const strong = await pickModel('strong', apiKeys);
  if (strong === undefined) return;
  if (strong.apiKey !== undefined) await apiKeys.write(strong.ref, strong.apiKey);
  const weak = await pickModel('weak', apiKeys);
  if (weak === undefined) return;
  if (weak.apiKey !== undefined) await apiKeys.write(weak.ref, weak.apiKey);
  await writeModelRef('strong', strong.ref);
  await writeModelRef('weak', weak.ref);
  await connections.setPractice(false);
  void vscode.window.showInformationMessage(
    vscode.l10n.t('Turnout now chooses between {0} and {1}.', strong.ref.model, weak.ref.model),
  );
}
