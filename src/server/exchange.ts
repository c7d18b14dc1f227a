import type { ServerResponse } from 'node:http';
import type { FollowedConversation } from '../node/conversationKey';
import type { ChatRequest } from '../routing/chat';
import { answer } from '../routing/flow/answer';
import type { AnswerPart } from '../routing/flow/answerPart';
import type { AnswerDeps } from '../routing/flow/answerRequest';
import { write } from './http';
import { type Patience, type Pulse, startPulse } from './pulse';
import { closing, type Refusal, refusalOf } from './refusal';
import type { Rendering, WireRequest } from './wireFormat';

/** What one answer over HTTP is made of. */
export interface Exchange {
  readonly asked: WireRequest;
  readonly conversation: FollowedConversation;
  readonly deps: AnswerDeps;
  /** Aborted when the client has gone, or the server closes. */
  readonly signal: AbortSignal;
  readonly response: ServerResponse;
  /** Answers with an HTTP error in the client's format. */
  readonly refuse: (refusal: Refusal, headers?: Readonly<Record<string, string>>) => void;
  readonly patience: Patience;
  /** Told why a call is not in the ledger. */
  readonly reportUnrecorded: (why: string) => void;
}

type Decided = Extract<AnswerPart, { type: 'decision' }>;

/**
 * Answers one request. The response begins with the first part of the answer, since until then another model may take
 * over, or everything may fail, which then is an HTTP error and no answer. Where that takes long, it begins with what
 * tells no more than that something is under way.
 */
export async function answerOverHttp(exchange: Exchange): Promise<void> {
  const { asked, conversation, deps, response, refuse } = exchange;
  let decided: Decided | undefined;
  let rendering: Rendering | undefined;
  let refusal: Refusal | undefined;
  let pulse: Pulse | undefined;

  const headers = () => decisionHeaders(decided, conversation.key, deps);
  const begin = () => {
    if (decided === undefined) throw new Error('An answer came before its decision.');
    return asked.render({ model: modelOf(decided, deps), expected: decided.expected });
  };
  const send = async (body: string) => {
    if (body === '') return;
    if (!response.headersSent) {
      const contentType = rendering?.contentType ?? 'application/json';
      response.writeHead(200, { 'content-type': contentType, 'cache-control': 'no-store', ...headers() });
    }
    pulse?.heard();
    await write(response, body);
  };
  const beat = () => {
    // Who does not read what there is needs no more.
    if (response.writableNeedDrain || response.destroyed) return;
    rendering ??= begin();
    void send(rendering.ping());
  };
  const { streamMs, wholeMs, silenceMs } = exchange.patience;

  try {
    for await (const part of answer(requestOf(exchange), deps)) {
      conversation.hear(part);
      switch (part.type) {
        case 'decision':
          decided = part;
          pulse ??= startPulse(beat, asked.streams ? streamMs : wholeMs, silenceMs);
          break;
        case 'failed':
          refusal = refusalOf(part.error);
          break;
        case 'finished':
          if (part.unrecorded !== undefined) {
            exchange.reportUnrecorded(part.unrecorded);
          }
          if (part.entry.outcome.kind === 'ok') {
            rendering ??= begin();
            await send(rendering.end(part.entry.usage));
          } else {
            refusal ??= closing;
          }
          break;
        default:
          rendering ??= begin();
          await send(rendering.part(part));
      }
    }
    if (deps.pair === undefined) refusal = nothingConnected;
  } catch (error) {
    refusal = refusalOf(error);
  } finally {
    pulse?.stop();
  }
  if (refusal === undefined) response.end();
  else if (response.headersSent) response.end((rendering ?? begin()).fail(refusal));
  else refuse(refusal, headers());
}

const nothingConnected: Refusal = {
  kind: 'not-ready',
  message: 'Turnout has no models to send this to. Run “Turnout: Choose Models” in VS Code.',
};

function requestOf({ asked, conversation, signal }: Exchange) {
  const chat: ChatRequest = asked.chat;
  return { chat, door: 'server', conversation: conversation.key, signal } as const;
}

/** What was decided, as headers. */
function decisionHeaders(
  decided: Decided | undefined,
  conversation: string,
  deps: AnswerDeps,
): Readonly<Record<string, string>> {
  if (decided === undefined) return {};
  const { model: side, winRate, threshold, router, reason } = decided.decision;
  return {
    'x-turnout-side': side,
    ...(deps.pair && { 'x-turnout-model': headerText(modelOf(decided, deps)) }),
    'x-turnout-router': headerText(router),
    ...(winRate !== null && { 'x-turnout-win-rate': String(winRate) }),
    'x-turnout-threshold': String(threshold),
    'x-turnout-reason': reason.code,
    'x-turnout-conversation': conversation,
  };
}

function modelOf({ decision }: Decided, { pair }: AnswerDeps): string {
  return pair?.models[decision.model].ref.model ?? '';
}

/** What no header can carry is written as in URLs. */
function headerText(text: string): string {
  return text.replace(/[^\x20-\x7e]+/g, encodeURIComponent);
}
