import * as vscode from 'vscode';
import type { ModelRef, Side } from '../routing/chat';
import type { ApiKeys } from './apiKeys';
import { describeProblem } from './wording';

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

/** A model that answered a test call, with the key it needs. */
export interface PickedModel {
  readonly ref: ModelRef;
  readonly apiKey: string | undefined;
}

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
  const chosen = await pickPlace(title);
  if (chosen === undefined) return undefined;
  const baseUrl = chosen.editable ? await askAddress(title, chosen.baseUrl) : chosen.baseUrl;
  if (baseUrl === undefined) return undefined;
  const endpoint = { provider: chosen.provider, baseUrl };
  const apiKey = await askKey(title, chosen, await apiKeys.read(endpoint));
  if (apiKey === undefined) return undefined;
  for (;;) {
    const model = await askModel(title, endpoint, apiKey || undefined);
    if (model === undefined) return undefined;
    const picked = { ref: { ...endpoint, model }, apiKey: apiKey || undefined };
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

async function pickPlace(title: string): Promise<Place | undefined> {
  const other: Place = {
    label: vscode.l10n.t('Another OpenAI-compatible address…'),
    description: '',
    provider: 'openai',
    baseUrl: 'https://',
    editable: true,
    needsKey: false,
  };
  return vscode.window.showQuickPick([...places, other], {
    title,
    placeHolder: vscode.l10n.t('Where does it run?'),
    ignoreFocusOut: true,
  });
}

async function askAddress(title: string, suggestion: string): Promise<string | undefined> {
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

/** @returns '' where no key is wanted */
async function askKey(title: string, chosen: Place, stored: string | undefined): Promise<string | undefined> {
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

async function askModel(
  title: string,
  endpoint: Pick<ModelRef, 'provider' | 'baseUrl'>,
  apiKey: string | undefined,
): Promise<string | undefined> {
  const models = await offeredModels(endpoint, apiKey);
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
  return vscode.window.withProgress(
    {
      location: vscode.ProgressLocation.Notification,
      title: vscode.l10n.t('Asking {0} for its models…', endpoint.baseUrl),
    },
    async () => {
      try {
        const { listModels } = await import('../providers/modelList');
        return await listModels(endpoint, apiKey);
      } catch (error) {
        void vscode.window.showWarningMessage(describeProblem(error));
        return [];
      }
    },
  );
}

async function tryOut({ ref, apiKey }: PickedModel): Promise<'keep' | 'again' | 'leave'> {
  const problem = await vscode.window.withProgress(
    { location: vscode.ProgressLocation.Notification, title: vscode.l10n.t('Trying {0}…', ref.model) },
    async () => {
      try {
        const { createChatModel } = await import('../providers/chatModel');
        const { testCall } = await import('../providers/testCall');
        await testCall(createChatModel(ref, apiKey));
        return undefined;
      } catch (error) {
        return describeProblem(error);
      }
    },
  );
  if (problem === undefined) return 'keep';
  const keep = vscode.l10n.t('Keep it anyway');
  const again = vscode.l10n.t('Choose another model');
  const answer = await vscode.window.showWarningMessage(problem, keep, again);
  if (answer === keep) return 'keep';
  return answer === again ? 'again' : 'leave';
}
