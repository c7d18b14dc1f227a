import * as vscode from 'vscode';
import { listOllamaModels, type OllamaModel } from '../../providers/ollama';
import type { ModelRef, Side } from '../../routing/chat';
import { offeredEditorModels } from '../editorModels/editorModel';
import { readOllamaUrl } from '../settings';
import type { ApiKeys } from './apiKeys';
import { askAddress, askEditorModel, askKey, askModel } from './modelQuestions';
import { type PickedModel, tryOut } from './modelTrial';

interface Place {
  readonly label: string;
  readonly description: string;
  readonly provider: ModelRef['provider'];
  readonly baseUrl: string;
  /** Whether the address can be changed, as for servers on one's own machine. */
  readonly editable: boolean;
  readonly needsKey: boolean;
}

const places: readonly Place[] = [
  place('OpenAI', 'openai', 'https://api.openai.com/v1'),
  place('Anthropic', 'anthropic', 'https://api.anthropic.com'),
  place('OpenRouter', 'openai', 'https://openrouter.ai/api/v1'),
  localPlace('Ollama', 'http://127.0.0.1:11434/v1'),
  localPlace('LM Studio', 'http://127.0.0.1:1234/v1'),
  localPlace('llama.cpp', 'http://127.0.0.1:8080/v1'),
];

/**
 * Walks through provider, address, key, model and a test call for one half of the pair.
 *
 * @returns undefined when the user left it; nothing is kept then
 */
export async function pickModel(side: Side, apiKeys: ApiKeys): Promise<PickedModel | undefined> {
  const title =
    side === 'strong'
      ? vscode.l10n.t('Turnout: the strong model (1 of 2)')
      : vscode.l10n.t('Turnout: the weak model (2 of 2)');
  const [editorModels, ollamaModels] = await Promise.all([
    offeredEditorModels(),
    listOllamaModels(readOllamaUrl()),
  ]);
  const choice = await pickPlace(title, editorModels.length > 0, ollamaModels);
  switch (choice?.kind) {
    case undefined:
      return undefined;
    case 'ollama':
      return pickOllamaModel(title, choice.model);
    case 'editor':
      return tryUntilKept(async () => {
        const ref = await askEditorModel(title, editorModels);
        return ref && { ref, apiKey: undefined };
      });
    case 'place':
      return pickFromPlace(title, choice.place, apiKeys);
  }
}

/**
 * Tries out a model of the Ollama on this machine; where it fails, the user may choose another of its models.
 *
 * @returns undefined when the user left it
 */
function pickOllamaModel(title: string, first: string): Promise<PickedModel | undefined> {
  let named: string | undefined = first;
  return tryUntilKept(async () => {
    const model = named ?? (await askModel(title, ollamaRef(first), undefined));
    named = undefined;
    return model === undefined ? undefined : { ref: ollamaRef(model), apiKey: undefined };
  });
}

/** A model of the Ollama on this machine. */
export function ollamaRef(model: string): ModelRef {
  return { provider: 'openai', baseUrl: `${readOllamaUrl()}/v1`, model };
}

/**
 * Tries out a model that was found by itself; where it fails, the user may choose any other.
 *
 * @returns undefined when the user left it
 */
export async function pickFoundModel(
  side: Side,
  ref: ModelRef,
  apiKeys: ApiKeys,
): Promise<PickedModel | undefined> {
  const found = { ref, apiKey: undefined };
  switch (await tryOut(found)) {
    case 'keep':
      return found;
    case 'again':
      return pickModel(side, apiKeys);
    case 'leave':
      return undefined;
  }
}

async function pickFromPlace(
  title: string,
  chosen: Place,
  apiKeys: ApiKeys,
): Promise<PickedModel | undefined> {
  const baseUrl = chosen.editable ? await askAddress(title, chosen.baseUrl) : chosen.baseUrl;
  if (baseUrl === undefined) return undefined;
  const endpoint = { provider: chosen.provider, baseUrl };
  const apiKey = await askKey(title, chosen, await apiKeys.read(endpoint));
  if (apiKey === undefined) return undefined;
  return tryUntilKept(async () => {
    const model = await askModel(title, endpoint, apiKey || undefined);
    return model === undefined ? undefined : { ref: { ...endpoint, model }, apiKey: apiKey || undefined };
  });
}

/** Asks for a model and tries it out, again and again until one is kept or the user leaves. */
async function tryUntilKept(ask: () => Promise<PickedModel | undefined>): Promise<PickedModel | undefined> {
  for (;;) {
    const picked = await ask();
    if (picked === undefined) return undefined;
    const verdict = await tryOut(picked);
    if (verdict === 'keep') return picked;
    if (verdict === 'leave') return undefined;
  }
}

function place(label: string, provider: ModelRef['provider'], baseUrl: string): Place {
  return { label, description: baseUrl, provider, baseUrl, editable: false, needsKey: true };
}

function localPlace(label: string, baseUrl: string): Place {
  return {
    label,
    description: vscode.l10n.t('{0}, no key needed', baseUrl),
    provider: 'openai',
    baseUrl,
    editable: true,
    needsKey: false,
  };
}

type Choice =
  | { readonly kind: 'ollama'; readonly model: string }
  | { readonly kind: 'editor' }
  | { readonly kind: 'place'; readonly place: Place };

type ChoiceItem = vscode.QuickPickItem & { readonly choice?: Choice };

/**
 * @param offersEditorModels whether the editor has models of its own to choose from
 * @param ollamaModels of the Ollama that runs on this machine; offered first, since nothing more need be asked
 */
async function pickPlace(
  title: string,
  offersEditorModels: boolean,
  ollamaModels: readonly OllamaModel[],
): Promise<Choice | undefined> {
  const other: Place = {
    label: vscode.l10n.t('Another OpenAI-compatible address…'),
    description: '',
    provider: 'openai',
    baseUrl: 'https://',
    editable: true,
    needsKey: false,
  };
  const editor: ChoiceItem = {
    label: vscode.l10n.t('A model of this editor'),
    description: vscode.l10n.t('from Copilot or another extension, no key needed'),
    choice: { kind: 'editor' },
  };
  const found: ChoiceItem[] = ollamaModels.map(({ name }) => ({
    label: name,
    description: vscode.l10n.t('Ollama, no key needed'),
    choice: { kind: 'ollama', model: name },
  }));
  const separator = (label: string): ChoiceItem => ({ label, kind: vscode.QuickPickItemKind.Separator });
  const elsewhere = [...places, other].map(
    (place): ChoiceItem => ({
      label: place.label,
      description: place.description,
      choice: { kind: 'place', place },
    }),
  );
  const chosen = await vscode.window.showQuickPick(
    [
      ...(found.length > 0 ? [separator(vscode.l10n.t('Ollama on this machine')), ...found] : []),
      ...(found.length > 0 ? [separator(vscode.l10n.t('Elsewhere'))] : []),
      ...(offersEditorModels ? [editor] : []),
      ...elsewhere,
    ],
    { title, placeHolder: vscode.l10n.t('Where does it run?'), ignoreFocusOut: true },
  );
  return chosen?.choice;
}
