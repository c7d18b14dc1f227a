import type { Usage } from '../chat';
import type { AnswerPart } from './answerPart';
import { type Attempt, type AttemptPart, attempt, type Judgement } from './attempt';
import { judgeDraft } from './drafting';
import { judgeFailure, type Tried } from './fallback';

/**
 * Lets the weak model draft the answer, and shows the draft only once it is judged good enough; where it is not, or the
 * weak model fails, the strong one is to answer instead. Both calls are on record with what they cost.
 */
export async function* draft(first: Attempt, expected: Usage): AsyncGenerator<AnswerPart, Tried> {
  const { deps, pair } = first;
  // Those before this one: it is not measured by itself.
  const recent = [...(deps.drafts?.recent(pair.models.weak.ref) ?? [])];
  const drafting = attempt({
    ...first,
    judge: (ending) =>
      ending.outcome.kind === 'ok'
        ? judgement(first, recent, ending.meanLogProbability)
        : judgeFailure(first, ending, expected),
  });
  const parts: AttemptPart[] = [];
  let step = await drafting.next();
  for (; !step.done; step = await drafting.next()) parts.push(step.value);
  const result = step.value;
  const decision = result.next ?? result.decision;
  if (decision !== undefined) yield { type: 'decision', decision, expected };
  if (result.next === undefined) {
    yield* parts;
    return { result, next: undefined };
  }
  // What the weak model alone would have cost is on the draft's record already.
  const compares = result.next.reason.code === 'draft-replaced' ? ['strong' as const] : undefined;
  return {
    result,
    next: { ...first, decision: result.next, judge: () => ({ ...(compares && { compares }) }) },
  };
}

function judgement({ decision }: Attempt, recent: readonly number[], mean: number | undefined): Judgement {
  const reason = judgeDraft(mean, recent, decision.strongShare);
  return reason.code === 'draft-replaced'
    ? { outcome: { kind: 'replaced' }, compares: ['weak'], next: { ...decision, model: 'strong', reason } }
    : { decision: { ...decision, reason } };
}
