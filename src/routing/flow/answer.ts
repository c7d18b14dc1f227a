import type { AnswerPart } from './answerPart';
import type { AnswerDeps, AnswerRequest } from './answerRequest';
import { type Attempt, attempt } from './attempt';
import { plotCourse } from './course';
import { expectedUsage } from './decideAlone';
import { draft } from './draft';
import { tryFirst } from './fallback';

/**
 * The way of a prompt: request → ask → win rate → decision → provider stream → ledger entry. Every door
 * renders these parts in its own way. Without a pair it ends after the decision, and nothing is recorded.
 *
 * @throws TurnoutError `empty-prompt` before the first part
 */
export async function* answer(request: AnswerRequest, deps: AnswerDeps): AsyncGenerator<AnswerPart> {
  const started = deps.now();
  const expected = expectedUsage(request);
  const course = await plotCourse(request, deps, expected);
  const { decision } = course;
  yield { type: 'decision', decision, expected };
  const { pair } = deps;
  if (pair === undefined) return;

  const first: Attempt = { request, deps, pair, decision, inputTokens: expected.inputTokens, started };
  const tried = yield* course.drafts ? draft(first, expected) : tryFirst(first, course.fallback, expected);
  const { failure, entry, unrecorded } = tried.next === undefined ? tried.result : yield* attempt(tried.next);
  // Told only once the ledger has it, so that what a person sees as over is on record.
  if (failure !== undefined) yield { type: 'failed', error: failure.error };
  yield { type: 'finished', entry, unrecorded };
}
