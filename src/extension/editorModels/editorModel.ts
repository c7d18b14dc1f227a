import * as vscode from 'vscode';
import { defaultTimeouts } from '../../providers/connection';
import { startWatchdog } from '../../providers/watchdog';
import type { ChatModel, ChatRequest, ModelRef, StreamPart, Usage } from '../../routing/chat';
import { ProviderError } from '../../routing/errors';
import { ownVendor } from '../vendor';
import { editorProblem } from './editorProblem';
import { editorMessages, editorOptions } from './editorRequest';

const scheme = 'vscode-lm:';

/** The models that the editor offers, Turnout's own left out. */
export async function offeredEditorModels(): Promise<readonly vscode.LanguageModelChat[]> {
  return (await vscode.lm.selectChatModels()).filter(({ vendor }) => vendor !== ownVendor);
}

export function editorModelRef({ vendor, id }: vscode.LanguageModelChat): ModelRef {
  return { provider: 'editor', baseUrl: `${scheme}${vendor}`, model: id };
}

/** A model of the editor as one to be asked. One that the editor no longer offers fails when it is. */
export async function openEditorModel(ref: ModelRef): Promise<ChatModel> {
  const vendor = ref.baseUrl.slice(scheme.length);
  const [model] = vendor === ownVendor ? [] : await vscode.lm.selectChatModels({ vendor, id: ref.model });
  return {
    ref,
    limits: model === undefined ? {} : { contextTokens: model.maxInputTokens },
    async *stream(request, signal) {
      signal.throwIfAborted();
      if (model === undefined) throw new ProviderError(ref, { code: 'not-offered' });
      yield* ask(model, ref, request, signal);
    },
  };
}

async function* ask(
  model: vscode.LanguageModelChat,
  ref: ModelRef,
  request: ChatRequest,
  signal: AbortSignal,
): AsyncGenerator<StreamPart> {
  const messages = editorMessages(request.messages);
  const watchdog = startWatchdog(defaultTimeouts);
  const cancellation = new vscode.CancellationTokenSource();
  const stopped = AbortSignal.any([signal, watchdog.signal]);
  const stopping = new Promise<never>((_, reject) => {
    stopped.addEventListener('abort', () => {
      cancellation.cancel();
      reject(stopped.reason);
    });
  });
  // Whether anyone still waits for it or not.
  stopping.catch(() => {});
  let answer = '';
  let calls = 0;
  try {
    const response = await Promise.race([
      model.sendRequest(messages, editorOptions(request), cancellation.token),
      stopping,
    ]);
    const parts = response.stream[Symbol.asyncIterator]();
    for (;;) {
      const next = await Promise.race([parts.next(), stopping]);
      if (next.done) break;
      watchdog.heard();
      const part = streamPart(next.value);
      if (part === undefined) continue;
      if (part.type === 'text') answer += part.text;
      else calls++;
      watchdog.pause();
      yield part;
      watchdog.resume();
    }
    stopped.throwIfAborted();
  } catch (error) {
    signal.throwIfAborted();
    const answering = answer !== '' || calls > 0;
    if (!watchdog.signal.aborted) throw new ProviderError(ref, editorProblem(error, answering));
    throw new ProviderError(
      ref,
      answering ? { code: 'cut-off', detail: vscode.l10n.t('the model fell silent') } : { code: 'timed-out' },
    );
  } finally {
    watchdog.stop();
    cancellation.cancel();
    cancellation.dispose();
  }
  yield { type: 'finish', reason: calls > 0 ? 'tool-calls' : 'stop' };
  const usage = await countedUsage(model, messages, answer);
  if (usage !== undefined) yield { type: 'usage', usage };
}

function streamPart(part: unknown): Extract<StreamPart, { type: 'text' | 'tool-call' }> | undefined {
  if (part instanceof vscode.LanguageModelTextPart) {
    return part.value === '' ? undefined : { type: 'text', text: part.value };
  }
  if (part instanceof vscode.LanguageModelToolCallPart) {
    return { type: 'tool-call', id: part.callId, name: part.name, input: JSON.stringify(part.input) };
  }
  return undefined;
}

/**
 * What the model's own tokenizer makes of the call; the editor tells nothing of what was billed.
 *
 * @returns undefined where it cannot count
 */
async function countedUsage(
  model: vscode.LanguageModelChat,
  messages: readonly vscode.LanguageModelChatMessage[],
  answer: string,
): Promise<Usage | undefined> {
  try {
    const [outputTokens = 0, ...input] = await Promise.all(
      [answer, ...messages].map((text) => model.countTokens(text)),
    );
    const inputTokens = input.reduce((sum, tokens) => sum + tokens, 0);
    return { inputTokens, cachedInputTokens: 0, outputTokens, source: 'estimated' };
  } catch {
    return undefined;
  }
}
