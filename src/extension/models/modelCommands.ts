import * as vscode from 'vscode';
import type { ModelRef, Pair } from '../../routing/chat';
import { readModelRef, writeModelRef } from '../settings';
import type { ApiKeys } from './apiKeys';
import type { Connections } from './connections';
import { pickModel, pickOllamaModel } from './modelPicker';

/** The commands that choose whom prompts go to: one's own pair, or the practice pair. */
export function registerModelCommands(connections: Connections, apiKeys: ApiKeys): vscode.Disposable {
  return vscode.Disposable.from(
    vscode.commands.registerCommand('turnout.connectModels', () => connectModels(connections, apiKeys)),
    // Not in the palette: the sidebar runs it with the model it found.
    vscode.commands.registerCommand('turnout.useOllama', (model: unknown) =>
      connectOllama(model, connections, apiKeys),
    ),
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
  await keepPair({ strong: strong.ref, weak: weak.ref }, connections);
}

/** Makes a model of the Ollama on this machine the weak one, and asks for a strong one where there is none yet. */
async function connectOllama(model: unknown, connections: Connections, apiKeys: ApiKeys): Promise<void> {
  if (typeof model !== 'string') return;
  const weak = await pickOllamaModel(vscode.l10n.t('Turnout: the weak model'), model);
  if (weak === undefined) return;
  const known = readModelRef('strong');
  const picked = known === undefined ? await pickModel('strong', apiKeys) : undefined;
  const strong = known ?? picked?.ref;
  if (strong === undefined) return;
  if (picked?.apiKey !== undefined) await apiKeys.write(strong, picked.apiKey);
  await keepPair({ strong, weak: weak.ref }, connections);
}

async function keepPair({ strong, weak }: Pair<ModelRef>, connections: Connections): Promise<void> {
  await writeModelRef('strong', strong);
  await writeModelRef('weak', weak);
  await connections.setPractice(false);
  void vscode.window.showInformationMessage(
    vscode.l10n.t('Turnout now chooses between {0} and {1}.', strong.model, weak.model),
  );
}
