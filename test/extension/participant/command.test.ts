import { describe, expect, test } from 'vitest';
import manifest from '../../../package.json';
import { tasks } from '../../../src/extension/assist/tasks';
import { askOf, readCommand, wishOf } from '../../../src/extension/participant/command';

const [participant] = manifest.contributes.chatParticipants;

describe('a command of the participant', () => {
  test.each(participant?.commands ?? [])('/$name of the manifest is known', ({ name }) => {
    expect(readCommand(name)).toBeDefined();
  });

  test('is there for every task', () => {
    const names = participant?.commands.map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining([...tasks]));
  });

  test('that nobody knows is none', () => {
    expect(readCommand(undefined)).toBeUndefined();
    expect(readCommand('dance')).toBeUndefined();
  });

  test('that names a task says what to do, before the person’s own words', () => {
    expect(askOf(readCommand('tests'), '')).toBe('Write tests for this code.');
    expect(askOf(readCommand('tests'), 'Use vitest.')).toBe('Write tests for this code.\n\nUse vitest.');
    expect(wishOf(readCommand('tests'))).toBeUndefined();
  });

  test('that names a side is a wish for this prompt, and leaves the words alone', () => {
    expect(askOf(readCommand('strong'), 'Why?')).toBe('Why?');
    expect(wishOf(readCommand('strong'))).toEqual({ side: 'strong', lasts: 'this-prompt' });
    expect(wishOf(readCommand('weak'))).toEqual({ side: 'weak', lasts: 'this-prompt' });
  });
});
