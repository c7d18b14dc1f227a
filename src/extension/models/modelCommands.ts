import * as vscode from 'vscode';
import type { ModelRef, Pair, Side } from '../../routing/chat';
import { readModelRef, writeModelRef } from '../settings';
import type { ApiKeys } from './apiKeys';
import type { Connections } from './connections';
import type { KeylessOffer } from './keylessOffer';
import { pickFoundModel, pickModel } from './modelPicker';
import type { PickedModel } from './modelTrial';

/** The commands that choose whom prompts go to: one's own pair, or the practice pair. */
export function registerModelCommands(connections: Connections, apiKeys: ApiKeys): vscode.Disposable {
  return vscode.Disposable.from(
    vscode.commands.registerCommand('turnout.connectModels', () => connectModels(connections, apiKeys)),
    vscode.commands.registerCommand('turnout.usePracticePair', () => connections.setPractice(true)),
    vscode.commands.registerCommand('turnout.leavePracticePair', () => connections.setPractice(false)),
  );
}

/** Asks for a strong model and for a weak one; only a whole pair is kept. */
async function connectModels(connections: Connections, apiKeys: ApiKeys): Promise<void> {
  await connect((side) => pickModel(side, apiKeys), connections, apiKeys);
}

/** Takes up an offer of models that need no key; what it lacks is in the settings, or is asked for. */
export async function connectOffered(
  offer: KeylessOffer,
  connections: Connections,
  apiKeys: ApiKeys,
): Promise<void> {
  const found: Partial<Pair<ModelRef>> = offer.kind === 'pair' ? offer.pair : { [offer.side]: offer.ref };
  const pick = async (side: Side) => {
    const ref = found[side];
    if (ref !== undefined) return pickFoundModel(side, ref, apiKeys);
    const known = readModelRef(side);
    return known === undefined ? pickModel(side, apiKeys) : { ref: known, apiKey: undefined };
  };
  await connect(pick, connections, apiKeys);
}

async function connect(
  pick: (side: Side) => Promise<PickedModel | undefined>,
  connections: Connections,
  apiKeys: ApiKeys,
): Promise<void> {
  const strong = await pick('strong');
  if (strong === undefined) return;
  if (strong.apiKey !== undefined) await apiKeys.write(strong.ref, strong.apiKey);
  const weak = await pick('weak');
  if (weak === undefined) return;
  if (weak.apiKey !== undefined) await apiKeys.write(weak.ref, weak.apiKey);
  await writeModelRef('strong', strong.ref);
  await writeModelRef('weak', weak.ref);
  await connections.setPractice(false);
  void vscode.window.showInformationMessage(
    vscode.l10n.t('Turnout now chooses between {0} and {1}.', strong.ref.model, weak.ref.model),
  );
}
