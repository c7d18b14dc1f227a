import { expect, test } from 'vitest';
import { testFileFor } from '../../../src/extension/assist/testFile';

test.each([
  ['/a/src/sum.ts', '/a/src/sum.test.ts'],
  ['/a/view.tsx', '/a/view.test.tsx'],
  ['/a/sum.py', '/a/test_sum.py'],
  ['/a/sum.go', '/a/sum_test.go'],
  ['/a/Sum.java', '/a/SumTest.java'],
  ['/a/Makefile', undefined],
  ['/a/notes.constructor', undefined],
])('tests of %s go to %s', (file, tests) => {
  expect(testFileFor(file)).toBe(tests);
});
