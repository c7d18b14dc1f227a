import { type Decision, sideFor } from '../decision';

/** How much of the way down to a lower win rate the level goes in one turn. */
const release = 0.35;

/**
 * The level after one more turn: it rises to a higher win rate at once and comes down to a lower one slowly, so that an
 * easy question amid hard ones does not change the model, and several do.
 *
 * @param before undefined in a conversation's first turn
 */
export function nextLevel(before: number | undefined, winRate: number): number {
  if (before === undefined || winRate >= before) return winRate;
  return before + (winRate - before) * release;
}

/**
 * A decision by win rate, seen from the conversation it is a part of.
 *
 * @param decision of this turn alone, with a win rate
 * @param before the level so far, in win rates of the same router; undefined in a first turn
 * @param followUp whether the turn says nothing of its own, such as "go on"
 * @returns the decision, and the level from here on
 */
export function decideInConversation(
  decision: Decision & { readonly winRate: number },
  before: number | undefined,
  followUp: boolean,
): { readonly decision: Decision; readonly level: number } {
  const { winRate, threshold } = decision;
  if (before === undefined) return { decision, level: winRate };
  if (followUp) {
    const model = sideFor(before, threshold);
    const reason = { code: 'follow-up', level: before, threshold } as const;
    return { decision: { ...decision, model, reason }, level: before };
  }
  const level = nextLevel(before, winRate);
  if (decision.model === 'strong' || sideFor(level, threshold) === 'weak') return { decision, level };
  const reason = { code: 'conversation-level', winRate, level, threshold } as const;
  return { decision: { ...decision, model: 'strong', reason }, level };
}
