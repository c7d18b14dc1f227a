import Anthropic from '@anthropic-ai/sdk';
import OpenAI from 'openai';
import { onTestFinished } from 'vitest';
import { createConversationKeys } from '../../src/node/conversationKey';
import type { NamedCut } from '../../src/node/serving';
import { createChatModel } from '../../src/providers/chatModel';
import type { ChatModel, ChatRequest, ModelRef, Pair, StreamPart } from '../../src/routing/chat';
import { createConversationMemory } from '../../src/routing/conversation/conversationMemory';
import { decide } from '../../src/routing/decision';
import type { AnswerDeps, ConnectedPair } from '../../src/routing/flow/answerRequest';
import { createProviderHealth } from '../../src/routing/flow/providerHealth';
import type { Entry } from '../../src/routing/ledger/ledger';
import { type LocalServer, type LocalServerOptions, startLocalServer } from '../../src/server/localServer';
import { createMemoryLedger } from '../routing/flow/memoryLedger';

export const token = 'a-token-for-tests';

/** A running server, as its clients and its owner see it. */
export interface ServedTurnout extends LocalServer {
  readonly openai: OpenAI;
  readonly anthropic: Anthropic;
  readonly entries: readonly Entry[];
  /** What it reported to its owner. */
  readonly reports: readonly string[];
  /** Resolves with the entry of the next call that is over. */
  nextEntry(): Promise<Entry>;
  /** A request of any kind, with the token unless it says otherwise. */
  send(path: string, init?: RequestInit): Promise<Response>;
}

type Changes = Partial<
  Pick<LocalServerOptions, 'anyModel' | 'bodyLimit' | 'host' | 'conversationKeys' | 'patience'>
> & {
  readonly deps?: Partial<AnswerDeps>;
};

/**
 * Serves two models for the running test. Prompts with the word "hard" go to the strong one; the slider's threshold is
 * 0.5, a named one counts instead.
 */
export async function serveTurnout(
  pair: Pair<ChatModel> | undefined,
  { deps = {}, ...changes }: Changes = {},
): Promise<ServedTurnout> {
  const ledger = createMemoryLedger();
  const waiting: ((entry: Entry) => void)[] = [];
  const reports: string[] = [];
  const memory = createConversationMemory(Date.now);
  const health = createProviderHealth(Date.now);
  let ids = 0;
  const connected: ConnectedPair | undefined = pair && { kind: 'call', models: pair };
  const prepare = async (cut: NamedCut | undefined): Promise<AnswerDeps> => ({
    route: async (prompt) =>
      decide(
        { winRate: /\bhard\b/.test(prompt) ? 0.75 : 0.25, unknownShare: 0 },
        { router: 'default', threshold: 0.5, strongShare: 0.5, ...cut },
        1,
      ),
    cut: async () => ({ router: 'default', threshold: 0.5, strongShare: 0.5, ...cut }),
    memory,
    health,
    pair: connected,
    costOf: () => 0,
    ledger: {
      append: async (entry) => {
        await ledger.append(entry);
        waiting.shift()?.(entry);
      },
    },
    newId: () => `entry-${++ids}`,
    now: Date.now,
    ...deps,
  });
  const server = await startLocalServer({
    host: '127.0.0.1',
    port: 0,
    token,
    anyModel: false,
    bodyLimit: 1_000_000,
    prepare,
    conversationKeys: createConversationKeys(Date.now),
    reportUnrecorded: (why) => reports.push(why),
    ...changes,
  });
  onTestFinished(() => server.close());
  return {
    ...server,
    openai: new OpenAI({ baseURL: `${server.origin}/v1`, apiKey: token, maxRetries: 0 }),
    anthropic: new Anthropic({ baseURL: server.origin, apiKey: token, authToken: null, maxRetries: 0 }),
    entries: ledger.entries,
    reports,
    nextEntry: () => new Promise((resolve) => waiting.push(resolve)),
    send: (path, init = {}) =>
      fetch(`${server.origin}${path}`, {
        ...init,
        headers: { authorization: `Bearer ${token}`, ...init.headers },
      }),
  };
}

/** Both models of a pair behind one OpenAI-compatible endpoint. */
export function pairAt(baseUrl: string, provider: 'openai' | 'anthropic' = 'openai'): Pair<ChatModel> {
  const model = (name: string) => createChatModel({ provider, baseUrl, model: name }, 'sk-upstream-secret');
  return { strong: model('gpt-strong'), weak: model('gpt-weak') };
}

/** A model that answers as a script says, and keeps what it was asked. */
export interface ScriptedModel extends ChatModel {
  readonly requests: readonly ChatRequest[];
}

export function scriptedModel(
  name: string,
  script: (request: ChatRequest) => readonly StreamPart[],
): ScriptedModel {
  const ref: ModelRef = { provider: 'openai', baseUrl: 'https://api.example/v1', model: name };
  const requests: ChatRequest[] = [];
  return {
    ref,
    limits: {},
    requests,
    async *stream(request, signal) {
      requests.push(request);
      for (const part of script(request)) {
        signal.throwIfAborted();
        yield part;
      }
    },
  };
}

/** Two models that both answer by the script. */
export function scriptedPair(script: (request: ChatRequest) => readonly StreamPart[]): {
  readonly strong: ScriptedModel;
  readonly weak: ScriptedModel;
} {
  return { strong: scriptedModel('strong-model', script), weak: scriptedModel('weak-model', script) };
}
