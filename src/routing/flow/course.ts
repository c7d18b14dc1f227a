import { askOf, requireAsk } from '../asking/ask';
import { isFollowUp } from '../asking/followUp';
import { otherSide, type Side, textOf, type Usage } from '../chat';
import { decideInConversation } from '../conversation/conversationLevel';
import type { ConversationState } from '../conversation/conversationMemory';
import { costOfComingDown } from '../conversation/switchingCost';
import { answeredToolCalls, callerOf } from '../conversation/toolTurn';
import type { Cut, Decision } from '../decision';
import { needsOf, sideWithinLimits } from '../limits';
import type { Reason } from '../reason';
import { findSensitive } from '../sensitive/sensitive';
import type { AnswerDeps, AnswerRequest, ConnectedPair } from './answerRequest';
import { canJudgeDrafts } from './drafting';

/** What the deciding of one request came to. */
export interface Course {
  readonly decision: Decision;
  /** Whether the other model may take over where the chosen one fails before it says anything. */
  readonly fallback: 'allowed' | 'refused';
  /** Whether the weak model's answer is a draft, to be judged before it is shown. */
  readonly drafts: boolean;
}

/**
 * Decides who answers a request, and remembers what that means for its conversation. From what leaves no choice to what
 * leaves some: what must stay on the local model; what only one model can take; an endpoint that is backing off; the
 * person's own choice; the results of tools, which go back to who called them; and then the win rate of the ask, seen
 * from the conversation and from what its prompt cache is worth.
 *
 * @param expected tokens of the request and of a usual answer
 * @throws TurnoutError `empty-prompt` where a win rate is needed and a person asks nothing
 */
export async function plotCourse(request: AnswerRequest, deps: AnswerDeps, expected: Usage): Promise<Course> {
  const { pair, memory } = deps;
  const state = memory.recall(request.conversation);
  const started = deps.now();
  /** A decision that no win rate made. */
  const settle = async (model: Side, reason: Reason, fallback: Course['fallback'] = 'allowed') => {
    const cut = await deps.cut();
    return { decision: unscored(model, reason, cut, deps.now() - started), fallback, drafts: false };
  };

  const kept = sensitiveCourse(request, deps, state);
  if (kept !== undefined) return settle(kept.side, kept.reason, 'refused');
  const forced = pair === undefined ? undefined : forcedCourse(request, deps, pair, expected);
  if (forced !== undefined) return settle(forced.side, forced.reason);

  const { wish } = request;
  const calls = answeredToolCalls(request.chat.messages);
  if (calls.length > 0 && wish === undefined) {
    const caller = callerOf(calls, state.toolCalls) ?? state.side;
    if (caller !== undefined) return settle(caller, { code: 'tool-results' });
  }

  const ask = askIn(request);
  if (typeof ask === 'object') {
    return wish === undefined
      ? settle('strong', ask)
      : settle(wish.side, { code: 'chosen', lasts: wish.lasts }, 'refused');
  }
  if (wish === undefined && deps.drafts !== undefined && pair !== undefined) {
    if (canJudgeDrafts(deps.drafts.recent(pair.models.weak.ref))) {
      return { ...(await settle('weak', { code: 'drafting' })), drafts: true };
    }
  }
  const scored = await deps.route(ask);
  const decision = inConversation(scored, ask, request, deps, state);
  if (wish !== undefined) {
    const chosen: Decision = { ...decision, model: wish.side, reason: { code: 'chosen', lasts: wish.lasts } };
    return { decision: chosen, fallback: 'refused', drafts: false };
  }
  return {
    decision: keepingCache(decision, request, deps, state, expected),
    fallback: 'allowed',
    drafts: false,
  };
}

/**
 * @returns the text to score, or why there is none
 * @throws TurnoutError `empty-prompt` where a person has to write something; programs may ask without
 */
function askIn(request: AnswerRequest): string | Reason {
  if (isPictureAlone(request)) return { code: 'no-words', shown: 'picture' };
  try {
    return request.ask === undefined ? askOf(request.chat.messages) : requireAsk(request.ask);
  } catch (error) {
    if (request.door !== 'server') throw error;
    return { code: 'no-words', shown: 'nothing' };
  }
}

/** Whether a person shows something and says nothing, which is a prompt all the same. */
function isPictureAlone({ chat, ask }: AnswerRequest): boolean {
  const last = chat.messages.at(-1);
  if (last?.role !== 'user' || typeof last.content === 'string') return false;
  const kinds = last.content.map(({ type }) => type);
  const said = ask ?? textOf(last);
  return kinds.includes('image') && !kinds.includes('tool-result') && said.trim() === '';
}

function unscored(model: Side, reason: Reason, cut: Cut, ms: number): Decision {
  return { model, winRate: null, ...cut, reason, ms };
}

/** Once something sensitive was said in a conversation, all that follows may tell of it. */
function sensitiveCourse(
  request: AnswerRequest,
  { sensitive, memory }: AnswerDeps,
  state: ConversationState,
): { readonly side: Side; readonly reason: Reason } | undefined {
  if (sensitive === undefined) return undefined;
  const { local: side, rules } = sensitive;
  if (state.sensitive !== undefined) {
    return { side, reason: { code: 'sensitive', found: state.sensitive, when: 'earlier' } };
  }
  const found = findSensitive({ text: wholeText(request), paths: request.paths ?? [] }, rules);
  if (found === undefined) return undefined;
  memory.keep(request.conversation, { sensitive: found });
  return { side, reason: { code: 'sensitive', found, when: 'now' } };
}

/** All words that would be sent, those of tools among them. */
function wholeText({ chat }: AnswerRequest): string {
  return chat.messages
    .flatMap((message) => [
      textOf(message),
      ...(typeof message.content === 'string' ? [] : message.content).flatMap((part) => {
        if (part.type === 'tool-result') return [part.content];
        return part.type === 'tool-call' ? [part.input] : [];
      }),
    ])
    .join('\n');
}

/** Where only one model can, or is well enough to, take the request. */
function forcedCourse(
  { chat, wish }: AnswerRequest,
  { health }: AnswerDeps,
  { models }: ConnectedPair,
  expected: Usage,
): { readonly side: Side; readonly reason: Reason } | undefined {
  const needs = needsOf(chat, expected.inputTokens, expected.outputTokens);
  const limited = sideWithinLimits(needs, { strong: models.strong.limits, weak: models.weak.limits });
  if (limited !== undefined) {
    const { side, limit } = limited;
    return { side, reason: { code: 'limit', limit, model: models[otherSide(side)].ref.model } };
  }
  // Whoever asks for a model by name gets it, or its own refusal.
  if (wish !== undefined) return undefined;
  const backOffs = { strong: health.backOffOf(models.strong.ref), weak: health.backOffOf(models.weak.ref) };
  const down = backOffs.strong === undefined ? 'weak' : 'strong';
  const backOff = backOffs[down];
  const side = otherSide(down);
  if (backOff === undefined || backOffs[side] !== undefined) return undefined;
  return { side, reason: { code: 'backing-off', model: models[down].ref.model, ...backOff } };
}

/** The decision as the conversation sees it, whose level moves with it. */
function inConversation(
  scored: Decision,
  ask: string,
  { conversation, wish }: AnswerRequest,
  { memory }: AnswerDeps,
  state: ConversationState,
): Decision {
  const { winRate, router, threshold } = scored;
  if (winRate === null) return scored;
  const before = state.level?.router === router ? state.level.winRate : undefined;
  const { decision, level } = decideInConversation({ ...scored, winRate }, before, isFollowUp(ask));
  // What a person wanted from the strong model is as hard as what the router sends there.
  const raised = wish?.side === 'strong' ? Math.max(level, threshold) : level;
  memory.keep(conversation, { level: { router, winRate: raised } });
  return decision;
}

/**
 * Stays with the strong model where the way down costs more than it saves: the strong model will be needed again after
 * 1 ÷ strong share turns on average, and its cache will be gone by then. What staying has cost already counts as saved, so
 * that no conversation stays for good.
 */
function keepingCache(
  decision: Decision,
  { conversation }: AnswerRequest,
  { pair, costOf, now, memory }: AnswerDeps,
  { side, cached, foregone }: ConversationState,
  { inputTokens, outputTokens }: Usage,
): Decision {
  const cost =
    decision.model === 'strong' || decision.strongShare === 0 || side !== 'strong' || pair === undefined
      ? undefined
      : costOfComingDown(
          { inputTokens, outputTokens, cached, now: now() },
          { strong: pair.models.strong.ref, weak: pair.models.weak.ref },
          costOf,
        );
  const saving = cost === undefined ? 0 : foregone + cost.saving / decision.strongShare;
  const stays = cost !== undefined && cost.cacheWorth > 0 && saving <= cost.cacheWorth;
  memory.keep(conversation, { foregone: stays ? foregone + cost.saving : 0 });
  if (!stays) return decision;
  return {
    ...decision,
    model: 'strong',
    reason: { code: 'cache-kept', saving, cacheWorth: cost.cacheWorth },
  };
}
