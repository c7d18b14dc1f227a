import type { IncomingHttpHeaders } from 'node:http';
import type { ChatRequest } from '../routing/chat';
import type { Decision } from '../routing/decision';
import type { AnswerDeps } from '../routing/flow/answerRequest';
import { readCountedRequest } from './anthropic/anthropicRequest';
import { type Fields, readOptional, readText } from './fields';
import { autoModel } from './modelNames';
import { readOpenAiRequest } from './openai/openaiRequest';
import { readResponsesInput } from './responses/responsesRequest';

/** What is to be decided, and no more. */
export interface RouteQuestion {
  readonly model: string;
  readonly chat: ChatRequest;
  readonly conversation: string | undefined;
}

/**
 * Reads a body of either chat API or of the Responses API, of which only what is asked need be there, or `prompt` alone.
 *
 * @throws BadField
 */
export function readRouteQuestion(body: Fields, headers: IncomingHttpHeaders): RouteQuestion {
  const model = readOptional(body.model, 'model', readText) ?? autoModel;
  const conversation = readOptional(body.conversation, 'conversation', readText);
  const prompt = readOptional(body.prompt, 'prompt', readText);
  const asked = {
    ...body,
    model,
    ...(prompt !== undefined && { messages: [{ role: 'user', content: prompt }] }),
  };
  return { model, chat: chatOf(asked, headers), conversation };
}

function chatOf(body: Fields, headers: IncomingHttpHeaders): ChatRequest {
  if (body.messages === undefined && body.input !== undefined) return readResponsesInput(body).asked.chat;
  const isAnthropic = headers['anthropic-version'] !== undefined || body.system !== undefined;
  return isAnthropic ? readCountedRequest(body).chat : readOpenAiRequest({ ...body, stream: false }).chat;
}

/** What `POST /v1/route` answers. */
export function describeDecision(
  decision: Decision,
  { pair }: AnswerDeps,
  conversation: string | undefined,
): object {
  const { model: side, winRate, threshold, strongShare, router, reason, ms } = decision;
  return {
    object: 'turnout.decision',
    model: pair?.models[side].ref.model ?? null,
    side,
    win_rate: winRate,
    threshold,
    strong_share: strongShare,
    router,
    reason,
    ...(conversation !== undefined && { conversation }),
    ms,
  };
}
