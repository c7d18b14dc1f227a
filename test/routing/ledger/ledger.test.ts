import { expect, test } from 'vitest';
import { savingOf } from '../../../src/routing/ledger/ledger';
import { entryWith } from '../../node/ledger/entries';

test.each([
  ['the weak model saves the difference', 0.001, 0.02, 0.019],
  ['the strong model saves nothing', 0.02, 0.02, 0],
  ['a weak model that is dearer loses', 0.03, 0.02, -0.01],
  ['a call without a known price saves nobody knows what', null, 0.02, null],
  ['nor does one whose strong model has none', 0.001, null, null],
])('%s', (_, cost, alwaysStrongCost, saving) => {
  const found = savingOf(entryWith({ cost, alwaysStrongCost }));
  if (saving === null) expect(found).toBeNull();
  else expect(found).toBeCloseTo(saving, 12);
});
