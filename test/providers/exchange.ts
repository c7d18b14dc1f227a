import type { ChatModel, ChatRequest, Message, StreamPart, Usage } from '../../src/routing/chat';
import { ProviderError, type ProviderProblem } from '../../src/routing/errors';

/** What came of asking a model. */
export interface Exchange {
  readonly parts: readonly StreamPart[];
  readonly text: string;
  readonly usage: Usage | undefined;
  /** Undefined when the stream ended as it should. */
  readonly thrown: unknown;
}

export const hello: readonly Message[] = [{ role: 'user', content: 'Hello' }];

/** Asks a model and reads its answer to the end, whichever it is. */
export function ask(
  model: ChatModel,
  messages: readonly Message[] = hello,
  signal?: AbortSignal,
): Promise<Exchange> {
  return send(model, { messages }, signal);
}

/** The same for a whole request. */
export async function send(
  model: ChatModel,
  request: ChatRequest,
  signal: AbortSignal = new AbortController().signal,
): Promise<Exchange> {
  const parts: StreamPart[] = [];
  let thrown: unknown;
  try {
    for await (const part of model.stream(request, signal)) parts.push(part);
  } catch (error) {
    thrown = error;
  }
  const last = parts.at(-1);
  return {
    parts,
    text: parts.map((part) => (part.type === 'text' ? part.text : '')).join(''),
    usage: last?.type === 'usage' ? last.usage : undefined,
    thrown,
  };
}

/** The problem a model reports; fails loudly on any other kind of error. */
export async function problemOfAsking(model: ChatModel): Promise<ProviderProblem> {
  const { thrown } = await ask(model);
  if (thrown instanceof ProviderError) return thrown.problem;
  throw new Error('The model did not report a problem.', { cause: thrown });
}
