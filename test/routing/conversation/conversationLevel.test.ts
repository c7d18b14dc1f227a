import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decideInConversation, nextLevel } from '../../../src/routing/conversation/conversationLevel';
import { decide } from '../../../src/routing/decision';
import { anyBetween } from '../../anyBetween';

const cut = { router: 'default', threshold: 0.6, strongShare: 0.4 };
const turn = (winRate: number) => ({ ...decide({ winRate, unknownShare: 0 }, cut, 1), winRate });

/** The sides that these turns go to, one after the other; a string is a follow-up without anything of its own. */
function sidesOf(turns: readonly (number | 'go on')[]): string[] {
  let level: number | undefined;
  return turns.map((each) => {
    const decided = decideInConversation(turn(each === 'go on' ? 0.1 : each), level, each === 'go on');
    level = decided.level;
    return `${decided.decision.model} ${decided.decision.reason.code}`;
  });
}

describe('a conversation', () => {
  test('goes up at once, and down only after some easy turns', () => {
    expect(sidesOf([0.5, 0.7, 0.5, 0.5, 0.5])).toEqual([
      'weak win-rate-below-threshold',
      'strong win-rate-reaches-threshold',
      'strong conversation-level',
      'weak win-rate-below-threshold',
      'weak win-rate-below-threshold',
    ]);
  });

  test('lets a follow-up that says nothing of its own go where it stands, however often', () => {
    expect(sidesOf([0.7, 'go on', 'go on', 'go on'])).toEqual([
      'strong win-rate-reaches-threshold',
      'strong follow-up',
      'strong follow-up',
      'strong follow-up',
    ]);
    expect(sidesOf([0.4, 'go on'])).toEqual(['weak win-rate-below-threshold', 'weak follow-up']);
  });

  test('that begins with "go on" has nothing to inherit', () => {
    expect(sidesOf(['go on'])).toEqual(['weak win-rate-below-threshold']);
  });

  test('comes down by 35 % of the way: from 0.7 to 0.63 where the prompt is at 0.5', () => {
    expect(nextLevel(0.7, 0.5)).toBeCloseTo(0.63, 12);
    expect(nextLevel(undefined, 0.5)).toBe(0.5);
  });
});

const winRate = anyBetween(0, 1);

test('a level never leaves the span between where it was and the win rate, and never lies below the win rate', () => {
  fc.assert(
    fc.property(winRate, winRate, (before, now) => {
      const level = nextLevel(before, now);
      expect(level).toBeGreaterThanOrEqual(now);
      expect(level).toBeLessThanOrEqual(Math.max(before, now));
    }),
  );
});

test('what a prompt alone would send to the strong model goes there in any conversation', () => {
  fc.assert(
    fc.property(winRate, winRate, (before, now) => {
      fc.pre(now >= cut.threshold);
      expect(decideInConversation(turn(now), before, false).decision.model).toBe('strong');
    }),
  );
});
