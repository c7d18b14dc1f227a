import * as vscode from 'vscode';
import type { ModelRef } from '../../routing/chat';
import { editorModelRef } from '../editorModels/editorModel';
import { readHeaders } from '../settings';
import { describeProblem } from '../wording';
import { notifyIfSlow } from './slowNotice';

/** @returns undefined when the user left it */
export async function askEditorModel(
  title: string,
  models: readonly vscode.LanguageModelChat[],
): Promise<ModelRef | undefined> {
  const items = models.map((model) => ({
    label: model.name,
    description: `${model.vendor}/${model.id}`,
    ref: editorModelRef(model),
  }));
  const chosen = await vscode.window.showQuickPick(items, {
    title,
    placeHolder: vscode.l10n.t('Which model?'),
    matchOnDescription: true,
    ignoreFocusOut: true,
  });
  return chosen?.ref;
}

/** @returns undefined when the user left it */
export async function askAddress(title: string, suggestion: string): Promise<string | undefined> {
  const address = await vscode.window.showInputBox({
    title,
    prompt: vscode.l10n.t('The address of the API, usually ending in /v1'),
    value: suggestion,
    ignoreFocusOut: true,
    validateInput: (text) =>
      /^https?:\/\/[^/\s]+/.test(text.trim()) && URL.canParse(text.trim())
        ? undefined
        : vscode.l10n.t('Type a whole address, such as http://127.0.0.1:11434/v1'),
  });
  return address?.trim().replace(/\/+$/, '');
}

/**
 * @param stored the key that is kept for it
 * @returns '' where no key is wanted; undefined when the user left it
 */
export async function askKey(
  title: string,
  chosen: { readonly label: string; readonly needsKey: boolean },
  stored: string | undefined,
): Promise<string | undefined> {
  const typed = await vscode.window.showInputBox({
    title,
    password: true,
    ignoreFocusOut: true,
    prompt: stored
      ? vscode.l10n.t('The key for {0}. Leave it empty to keep the stored one.', chosen.label)
      : chosen.needsKey
        ? vscode.l10n.t('The key for {0}. It is kept in the editor’s secret storage.', chosen.label)
        : vscode.l10n.t('The key, if this server wants one; otherwise leave it empty.'),
    validateInput: (text) =>
      chosen.needsKey && !stored && text.trim() === '' ? vscode.l10n.t('Paste the key here.') : undefined,
  });
  return typed === undefined ? undefined : typed.trim() || stored || '';
}

/** Asks for one of the models that an endpoint lists, or for a name. @returns undefined when the user left it */
export async function askModel(
  title: string,
  endpoint: Pick<ModelRef, 'provider' | 'baseUrl'>,
  apiKey: string | undefined,
): Promise<string | undefined> {
  const models = await notifyIfSlow(
    vscode.l10n.t('Asking {0} for its models…', endpoint.baseUrl),
    offeredModels(endpoint, apiKey),
  );
  if (models.length > 0) {
    const byHand: vscode.QuickPickItem = { label: vscode.l10n.t('$(edit) Type a name…') };
    const chosen = await vscode.window.showQuickPick([byHand, ...models.map((label) => ({ label }))], {
      title,
      placeHolder: vscode.l10n.t('Which model?'),
      ignoreFocusOut: true,
    });
    if (chosen !== byHand) return chosen?.label;
  }
  const name = await vscode.window.showInputBox({
    title,
    prompt: vscode.l10n.t('The model’s name, as {0} spells it', endpoint.baseUrl),
    ignoreFocusOut: true,
    validateInput: (text) => (text.trim() === '' ? vscode.l10n.t('Type the model’s name.') : undefined),
  });
  return name?.trim();
}

/** The models an endpoint lists. One that lists none, or fails, leaves it to the user to type a name. */
async function offeredModels(
  endpoint: Pick<ModelRef, 'provider' | 'baseUrl'>,
  apiKey: string | undefined,
): Promise<readonly string[]> {
  try {
    const { listModels } = await import('../../providers/modelList');
    return await listModels(endpoint, apiKey, { headers: readHeaders(endpoint.baseUrl, process.env) });
  } catch (error) {
    void vscode.window.showWarningMessage(describeProblem(error));
    return [];
  }
}
