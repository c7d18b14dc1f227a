import { expect, it } from 'vitest';
import { createLastDecision } from '../../../src/extension/explaining/lastDecision';
import { decide, decideWithoutWinRate } from '../../../src/routing/decision';
import { worded } from '../../../src/routing/errors';

const cut = { router: 'default', threshold: 0.5, strongShare: 0.4 };
const scored = (winRate: number, router = 'default') =>
  decide({ winRate, unknownShare: 0 }, { ...cut, router }, 1);

it('is nothing before the first one', () => {
  expect(createLastDecision().read()).toBeUndefined();
});

it('is the latest, with its ask', () => {
  const last = createLastDecision();
  last.noteScored('first', scored(0.2));
  last.noteScored('second', scored(0.6));
  expect(last.read()).toEqual({ ask: 'second', decision: scored(0.6) });
});

it('is what stood in the end, where the conversation changed what the router said', () => {
  const last = createLastDecision();
  last.noteScored('a prompt', scored(0.2));
  const final = { ...scored(0.2), model: 'strong', reason: { code: 'tool-results' } } as const;
  last.noteFinal(final);
  expect(last.read()).toEqual({ ask: 'a prompt', decision: final });
});

it.each([
  ['of another win rate', scored(0.3)],
  ['of another router', scored(0.2, 'mf')],
  ['that no win rate made', decideWithoutWinRate(worded('not asked'), cut, 1)],
])('has no ask for a decision %s', (_, final) => {
  const last = createLastDecision();
  last.noteScored('a prompt', scored(0.2));
  last.noteFinal(final);
  expect(last.read()).toEqual({ ask: undefined, decision: final });
});
