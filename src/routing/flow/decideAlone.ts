import type { Usage } from '../chat';
import { createConversationMemory } from '../conversation/conversationMemory';
import type { Decision } from '../decision';
import { expectedOutputTokens } from '../ledger/pricing';
import { estimateRequestTokens } from '../tokenEstimate';
import type { AnswerDeps, AnswerRequest } from './answerRequest';
import { plotCourse } from './course';

/** Tokens of a request and of a usual answer. */
export function expectedUsage({ chat }: Pick<AnswerRequest, 'chat'>): Usage {
  return {
    inputTokens: estimateRequestTokens(chat),
    cachedInputTokens: 0,
    outputTokens: expectedOutputTokens,
    source: 'estimated',
  };
}

/**
 * Decides, for whoever asks the model himself. Nothing is recorded.
 *
 * @param remembers whether the conversation is one that goes on: then its turns are decided as those of an answer are
 */
export async function decideAlone(
  request: AnswerRequest,
  deps: AnswerDeps,
  remembers: boolean,
): Promise<Decision> {
  const memory = remembers ? deps.memory : createConversationMemory(deps.now);
  const { decision } = await plotCourse(
    request,
    { ...deps, memory, drafts: undefined },
    expectedUsage(request),
  );
  memory.keep(request.conversation, { side: decision.model });
  return decision;
}
