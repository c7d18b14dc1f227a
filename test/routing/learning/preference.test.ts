import { describe, expect, test } from 'vitest';
import { evidenceOf } from '../../../src/routing/learning/preference';

describe('what a signal says', () => {
  test('of a kept answer: which side won, and nothing of ease', () => {
    expect(evidenceOf({ kind: 'kept', side: 'strong' })).toEqual({
      ease: 0,
      need: 1,
      channel: 'comparison',
      positive: true,
      weight: 1,
    });
    expect(evidenceOf({ kind: 'kept', side: 'weak' }).positive).toBe(false);
  });

  test('of a weak answer that helped: weak sufficed, or it was easy', () => {
    const { ease, need, positive } = evidenceOf({ kind: 'verdict', side: 'weak', helpful: true });
    expect({ ease, need, positive }).toEqual({ ease: 1, need: -0.5, positive: true });
  });

  test('of a strong answer the same with need turned round', () => {
    const { ease, need } = evidenceOf({ kind: 'verdict', side: 'strong', helpful: true });
    expect({ ease, need }).toEqual({ ease: 1, need: 0.5 });
  });

  test('an edit counts half a verdict, and so does asking again', () => {
    expect(evidenceOf({ kind: 'edit', side: 'weak', accepted: false })).toEqual({
      ...evidenceOf({ kind: 'verdict', side: 'weak', helpful: false }),
      weight: 0.5,
    });
    expect(evidenceOf({ kind: 'retried', side: 'weak' })).toEqual({
      ...evidenceOf({ kind: 'verdict', side: 'weak', helpful: false }),
      weight: 0.5,
    });
  });
});
