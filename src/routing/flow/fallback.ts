import { otherSide, type Usage } from '../chat';
import { ProviderError, type ProviderProblem } from '../errors';
import { limitOf, needsOf } from '../limits';
import type { AnswerPart } from './answerPart';
import { type Attempt, type AttemptResult, attempt, type Ending, type Judgement } from './attempt';
import type { Course } from './course';
import { isPassing } from './providerHealth';

/** A call that was made, and the one to the other model that takes its place. */
export interface Tried {
  readonly result: AttemptResult;
  readonly next: Attempt | undefined;
}

/**
 * Asks the chosen model. Where it fails before it has said anything, for a reason that passes, the answer goes on to the
 * other one, and the decision that it now rests on is told.
 */
export async function* tryFirst(
  first: Attempt,
  fallback: Course['fallback'],
  expected: Usage,
): AsyncGenerator<AnswerPart, Tried> {
  const judge = (ending: Ending) =>
    fallback === 'refused' || ending.said ? {} : judgeFailure(first, ending, expected);
  const result = yield* attempt({ ...first, judge });
  const decision = result.next;
  if (decision === undefined) return { result, next: undefined };
  yield { type: 'decision', decision, expected };
  return { result, next: { ...first, decision } };
}

/** What follows from a failure: the other model's turn, unless the failure stays or that model cannot take the request. */
export function judgeFailure(
  { request, deps, pair, decision }: Attempt,
  { failure }: Ending,
  expected: Usage,
): Judgement {
  const error = failure?.error;
  if (!(error instanceof ProviderError)) return {};
  const { code } = error.problem;
  // An answer that broke off comes here only where nobody has seen it: it was a draft.
  if (!isPassing(error.problem) && !isForTheOther(error.problem) && code !== 'cut-off') return {};
  const side = otherSide(decision.model);
  const { ref, limits } = pair.models[side];
  const needs = needsOf(request.chat, expected.inputTokens, expected.outputTokens);
  if (deps.health.backOffOf(ref) !== undefined || limitOf(needs, limits) !== undefined) return {};
  const { model } = pair.models[decision.model].ref;
  return {
    outcome: { kind: 'fell-back', code },
    compares: [],
    next: { ...decision, model: side, reason: { code: 'fell-back', model, problem: code } },
  };
}

/** Whether a model said, by refusing, that it cannot take what another may. */
function isForTheOther(problem: ProviderProblem): boolean {
  if (problem.code === 'prompt-too-long' || problem.code === 'model-not-found') return true;
  return (
    problem.code === 'rejected' &&
    /image|vision|multimodal|\btools?\b.*support|support.*(\btools?\b|function calling)/i.test(problem.detail)
  );
}
