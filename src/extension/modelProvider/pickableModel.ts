import * as vscode from 'vscode';
import type { ModelLimits, Pair } from '../../routing/chat';
import type { Connection } from '../models/connections';
import { describeConnection } from '../models/connectionWording';

/** Since VS Code 1.120 the picker hides a model unless it says this, which is not in the published types. */
export type PickableModel = vscode.LanguageModelChatInformation & { readonly isUserSelectable: true };

/** Assumed where nobody knows better. */
const usualContextTokens = 128_000;
/** Of the smaller context window, what is left to the answer. */
const answerShare = 1 / 8;

/** The pair as one model in the picker: what either model can do, within the smaller context window. */
export function pickableModel(
  connection: Connection,
  { strong, weak }: Pair<ModelLimits> = { strong: {}, weak: {} },
): PickableModel {
  const known = [strong.contextTokens, weak.contextTokens].filter((tokens) => tokens !== undefined);
  const contextTokens = known.length > 0 ? Math.min(...known) : usualContextTokens;
  const maxOutputTokens = Math.floor(contextTokens * answerShare);
  const imageInput = strong.images !== false || weak.images !== false;
  const toolCalling = strong.tools !== false || weak.tools !== false;
  return {
    id: 'auto',
    name: vscode.l10n.t('Turnout (auto)'),
    family: 'turnout',
    // The editor keeps what it knows of a version.
    version: [...names(connection), contextTokens, imageInput, toolCalling].join(' '),
    detail: vscode.l10n.t('strong or weak, decided here'),
    tooltip: describeConnection(connection),
    maxInputTokens: contextTokens - maxOutputTokens,
    maxOutputTokens,
    capabilities: { imageInput, toolCalling },
    isUserSelectable: true,
  };
}

function names(connection: Connection): string[] {
  return connection.kind === 'connected'
    ? [connection.pair.strong.model, connection.pair.weak.model]
    : [connection.kind];
}
