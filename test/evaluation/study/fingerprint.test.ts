import { expect, it } from 'vitest';
import { fingerprint } from '../../../src/evaluation/study/fingerprint';

const length = async (prompt: string) => prompt.length;

it('is the same for the same answers', async () => {
  expect(await fingerprint(length)).toBe(await fingerprint(length));
});

it.each([
  { what: 'a cut', change: (prompt: string) => prompt.slice(0, 5000) },
  { what: 'white space', change: (prompt: string) => prompt.trim() },
  { what: 'a code fence', change: (prompt: string) => prompt.replace(/^```\n/, '') },
  { what: 'a polite opening', change: (prompt: string) => prompt.replace(/^Hello! /, '') },
  { what: 'Japanese', change: (prompt: string) => prompt.replaceAll('なぜ', 'why') },
])('tells a change that concerns $what alone', async ({ change }) => {
  expect(await fingerprint((prompt) => length(change(prompt)))).not.toBe(await fingerprint(length));
});

it('tells a change in the last digit', async () => {
  const scale = (by: number) => fingerprint(async (prompt) => Float32Array.of(by / prompt.length));
  expect(await scale(1)).not.toBe(await scale(1.000001));
});
