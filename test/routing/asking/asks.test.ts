import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { areMessages, askOf } from '../../../src/routing/asking/ask';

/** What a coding assistant sends in one situation, and what the person in it asked for. */
interface Situation {
  readonly situation: string;
  readonly ask: string;
  readonly request: { readonly messages: unknown };
}

const folder = path.join(import.meta.dirname, 'asks');
const assistants = readdirSync(folder).map((file) => ({
  assistant: path.basename(file, '.json'),
  situations: JSON.parse(readFileSync(path.join(folder, file), 'utf8')) as readonly Situation[],
}));

it('covers the assistants people use', () => {
  expect(assistants.map(({ assistant }) => assistant).sort()).toEqual([
    'aider',
    'claudeCode',
    'cline',
    'continue',
    'copilot',
    'roo',
  ]);
});

describe.each(assistants)('in what $assistant sends, the ask is found', ({ situations }) => {
  it.each(situations)('$situation', ({ request, ask }) => {
    if (!areMessages(request.messages)) expect.unreachable('These are no messages.');
    else expect(askOf(request.messages)).toBe(ask);
  });
});
