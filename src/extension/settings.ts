import * as vscode from 'vscode';
import { type EndpointHeaders, readEndpointHeaders } from '../node/endpointHeaders';
import type { CausalEndpoint } from '../node/routers/causalEndpoint';
import { defaultRouterName, routerNames } from '../node/routers/routerList';
import type { ModelRef, Side } from '../routing/chat';
import { type LevelName, levelNames } from '../routing/levels';
import type { Budget } from '../routing/slider/budget';
import { defaultPort } from '../server/defaults';

/** The model chosen for one half of the pair; undefined where the setting is empty or not of its shape. */
export function readModelRef(side: Side): ModelRef | undefined {
  const value = vscode.workspace.getConfiguration('turnout').get<Partial<ModelRef> | null>(side);
  const { provider, baseUrl, model } = value ?? {};
  if (provider !== 'openai' && provider !== 'anthropic' && provider !== 'editor') return undefined;
  if (typeof baseUrl !== 'string' || !URL.canParse(baseUrl) || typeof model !== 'string' || model === '') {
    return undefined;
  }
  return { provider, baseUrl, model };
}

export async function writeModelRef(side: Side, ref: ModelRef): Promise<void> {
  await vscode.workspace.getConfiguration('turnout').update(side, ref, vscode.ConfigurationTarget.Global);
}

/**
 * What the user has sent with every call to an endpoint.
 *
 * @throws TurnoutError `bad-input` where the setting holds something that cannot be sent
 */
export function readHeaders(baseUrl: string, environment: NodeJS.ProcessEnv): EndpointHeaders {
  const value = vscode.workspace.getConfiguration('turnout').get<unknown>('headers');
  const endpoints = typeof value === 'object' && value !== null ? Object.entries(value) : [];
  const bare = (url: string) => url.replace(/\/+$/, '');
  const written: unknown = endpoints.find(([url]) => bare(url) === bare(baseUrl))?.[1];
  return readEndpointHeaders(written, environment, `turnout.headers, ${baseUrl}`);
}

/** The router the user chose; the default one where the setting names none that exists. */
export function readRouterName(): string {
  const name = vscode.workspace.getConfiguration('turnout').get<unknown>('router');
  return typeof name === 'string' && routerNames.includes(name) ? name : defaultRouterName;
}

/** The folders of routers that do not come with Turnout. */
export function readPackFolders(): readonly string[] {
  const folders = vscode.workspace.getConfiguration('turnout').get<unknown>('packs');
  return Array.isArray(folders) ? folders.filter((folder) => typeof folder === 'string') : [];
}

/** What the user says of models' ability, by name; whatever is no level is left out. */
export function readModelLevels(): Readonly<Record<string, LevelName>> {
  const value = vscode.workspace.getConfiguration('turnout').get<unknown>('modelLevels');
  const entries = typeof value === 'object' && value !== null ? Object.entries(value) : [];
  const isLevel = (word: unknown): word is LevelName => levelNames.some((level) => level === word);
  return Object.fromEntries(entries.filter((entry): entry is [string, LevelName] => isLevel(entry[1])));
}

/** The user's own model for the router causal_llm; undefined where the setting is empty or not of its shape. */
export function readCausalEndpoint(environment: NodeJS.ProcessEnv): CausalEndpoint | undefined {
  const value = vscode.workspace.getConfiguration('turnout').get<Partial<CausalEndpoint> | null>('causalLlm');
  const { baseUrl, model } = value ?? {};
  if (typeof baseUrl !== 'string' || !URL.canParse(baseUrl) || typeof model !== 'string' || model === '') {
    return undefined;
  }
  return { baseUrl, model, apiKey: environment.TURNOUT_CAUSAL_KEY };
}

const usualOllamaUrl = 'http://127.0.0.1:11434';

/** Where Ollama is looked for; its usual port where the setting is no address. */
export function readOllamaUrl(): string {
  const url = vscode.workspace.getConfiguration('turnout').get<unknown>('ollamaUrl');
  const { origin } = typeof url === 'string' && /^https?:/.test(url) ? (URL.parse(url) ?? {}) : {};
  return origin ?? usualOllamaUrl;
}

/** The user's own prices, as the setting holds them. */
export function readPriceOverrides(): unknown {
  return vscode.workspace.getConfiguration('turnout').get<unknown>('prices');
}

/** What may be spent; undefined where the setting is empty or not of its shape. */
export function readBudget(): Budget | undefined {
  const value = vscode.workspace.getConfiguration('turnout').get<Partial<Budget> | null>('budget');
  const { amount, period } = value ?? {};
  if (typeof amount !== 'number' || !(amount > 0) || (period !== 'day' && period !== 'month'))
    return undefined;
  return { amount, period };
}

/** Whether the weak model drafts every answer. */
export function readDrafts(): boolean {
  return vscode.workspace.getConfiguration('turnout').get<unknown>('drafts') === true;
}

/** In seconds, as `timeoutsFor` takes it. */
export function readSilenceLimit(): number | undefined {
  const seconds = vscode.workspace.getConfiguration('turnout').get<unknown>('silenceLimit');
  return typeof seconds === 'number' && seconds >= 0 ? seconds : undefined;
}

/** How the local server is to run. */
export interface ServerSettings {
  /** 0 for any that is free. */
  readonly port: number;
  readonly anyModel: boolean;
}

export function readServerSettings(): ServerSettings {
  const settings = vscode.workspace.getConfiguration('turnout.server');
  const port = settings.get<unknown>('port');
  const isPort = typeof port === 'number' && Number.isInteger(port) && port >= 0 && port < 65_536;
  return { port: isPort ? port : defaultPort, anyModel: settings.get<unknown>('anyModel') === true };
}
