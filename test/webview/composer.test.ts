// @vitest-environment jsdom
import { beforeEach, expect, test } from 'vitest';
import { Composer } from '../../src/webview/sidebar/composer';
import { labels } from './labels';

let happened: string[];
let composer: Composer;

beforeEach(() => {
  happened = [];
  composer = new Composer(labels, {
    send: (prompt) => happened.push(`send ${prompt}`),
    stop: () => happened.push('stop'),
    newChat: () => happened.push('newChat'),
    openReport: () => happened.push('openReport'),
    draftChanged: () => {},
  });
  document.body.replaceChildren(composer.element);
});

function part<Found extends Element>(selector: string): Found {
  const found = composer.element.querySelector<Found>(selector);
  if (found === null) throw new Error(`The composer has no ${selector}`);
  return found;
}

function type(text: string): void {
  const input = part<HTMLTextAreaElement>('textarea');
  input.value = text;
  input.dispatchEvent(new Event('input', { bubbles: true }));
}

function press(key: string, options: KeyboardEventInit = {}): boolean {
  return part('textarea').dispatchEvent(
    new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...options }),
  );
}

test('Enter sends what was written and empties the draft', () => {
  type('Why?');
  expect(press('Enter')).toBe(false);
  expect(happened).toEqual(['send Why?']);
  expect(composer.draft).toBe('');
});

test('Shift+Enter and an input method keep Enter to themselves', () => {
  type('日本');
  expect(press('Enter', { shiftKey: true })).toBe(true);
  expect(press('Enter', { isComposing: true })).toBe(true);
  expect(press('Enter', { keyCode: 229 })).toBe(true);
  expect(happened).toEqual([]);
});

test.each(['', ' \n\t '])(
  'a blank prompt %j is not sent: the hint says what to do, until something is typed',
  (blank) => {
    type(blank);
    press('Enter');
    part<HTMLButtonElement>('.go').click();
    expect(happened).toEqual([]);
    expect(part('.hint').textContent).toBe('emptyPrompt');
    expect(part('.go').getAttribute('aria-disabled')).toBe('true');
    type('W');
    expect(part('.hint').textContent).toBe('');
    expect(part('.go').getAttribute('aria-disabled')).toBe('false');
  },
);

test('while an answer is written, the button and Escape stop it, and Enter keeps the draft', () => {
  composer.setWorking(true);
  type('next');
  press('Enter');
  expect(happened).toEqual([]);
  expect(composer.draft).toBe('next');
  expect(part('.go').getAttribute('aria-label')).toBe('stop');
  part<HTMLButtonElement>('.go').click();
  press('Escape');
  expect(happened).toEqual(['stop', 'stop']);
  composer.setWorking(false);
  press('Escape');
  press('Enter');
  expect(happened).toEqual(['stop', 'stop', 'send next']);
});

test('Escape belongs to the input method while it composes', () => {
  composer.setWorking(true);
  press('Escape', { isComposing: true });
  expect(happened).toEqual([]);
});
