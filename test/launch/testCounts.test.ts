import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { closingLine, countVitest, nothingCounted, sum } from '../../src/launch/testCounts.mjs';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'turnout-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('a file that could not be loaded counts as a failure, though no test of it failed', () => {
  const file = path.join(folder, 'report.json');
  const testResults = [
    { status: 'passed', assertionResults: [{}, {}] },
    { status: 'failed', assertionResults: [{}] },
    { status: 'failed', assertionResults: [] },
  ];
  const numbers = { numPassedTests: 2, numFailedTests: 1, numPendingTests: 1, numTodoTests: 0 };
  writeFileSync(file, JSON.stringify({ ...numbers, testResults }));
  expect(countVitest(file)).toEqual({ passed: 2, failed: 2, skipped: 1 });
});

test('a missing report is an error, not zero tests', () => {
  expect(() => countVitest(path.join(folder, 'none.json'))).toThrow();
});

test('counts add up to one closing line', () => {
  const counts = [nothingCounted, { passed: 2, failed: 1, skipped: 0 }, { passed: 3, failed: 0, skipped: 0 }];
  expect(closingLine(sum(counts))).toBe('5 passed, 1 failed');
  expect(closingLine({ passed: 1, failed: 0, skipped: 4 })).toBe('1 passed, 0 failed, 4 skipped');
});
