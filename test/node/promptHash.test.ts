import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { hashPrompt } from '../../src/node/promptHash';

interface GoldenHash {
  readonly prompt: string;
  readonly hash: string;
}

// Written by Python's hashlib over the rule of normalisedPrompt.ts.
const golden: readonly GoldenHash[] = JSON.parse(
  readFileSync(new URL('../golden/promptHashes.json', import.meta.url), 'utf8'),
);

it.each(golden.map((row, index) => ({ index, ...row })))('agrees with Python on prompt $index', (row) => {
  expect(hashPrompt(row.prompt)).toBe(row.hash);
});

it('tells prompts apart and disregards case and spacing', () => {
  expect(hashPrompt('Sort a list')).toBe(hashPrompt('sort  a\nLIST '));
  expect(hashPrompt('Sort a list')).not.toBe(hashPrompt('Sort a lists'));
});
