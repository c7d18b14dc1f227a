// @vitest-environment jsdom
import { beforeEach, expect, test } from 'vitest';
import { Composer } from '../../src/webview/sidebar/composer';
import { labels } from './labels';

let happened: string[];
let composer: Composer;

beforeEach(() => {
  happened = [];
  composer = new Composer(
    labels,
    {
      send: (prompt, side) =>
        happened.push(side === undefined ? `send ${prompt}` : `send ${prompt} to ${side}`),
      attach: (what) => happened.push(`attach ${what}`),
      detach: (id) => happened.push(`detach ${id}`),
      pin: (side) => happened.push(`pin ${side}`),
      stop: () => happened.push('stop'),
      newChat: () => happened.push('newChat'),
      openReport: () => happened.push('openReport'),
      draftChanged: () => {},
    },
    100,
  );
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

test.each([{ ctrlKey: true }, { metaKey: true }])(
  'with %j, Enter sends to the strong model this time',
  (keys) => {
    type('Prove it.');
    expect(press('Enter', keys)).toBe(false);
    type('And now?');
    press('Enter');
    expect(happened).toEqual(['send Prove it. to strong', 'send And now?']);
  },
);

const whoButton = () => part<HTMLButtonElement>('.who-button');
const menuItems = () => [
  ...composer.element.querySelectorAll<HTMLButtonElement>('.menu:not([hidden]) button'),
];
const choose = (label: string) =>
  menuItems()
    .find((item) => item.textContent?.startsWith(label))
    ?.click();

test('a side chosen for this prompt holds once', () => {
  whoButton().click();
  choose('weak this prompt');
  expect(whoButton().getAttribute('aria-label')).toBe('whoAnswers weak');
  type('One');
  press('Enter');
  type('Two');
  press('Enter');
  expect(happened).toEqual(['send One to weak', 'send Two']);
  expect(whoButton().getAttribute('aria-label')).toBe('whoAnswers auto');
});

test('a side chosen for the chat is asked of the host, shown when it says so, and stays until it is removed', () => {
  whoButton().click();
  choose('strong this chat');
  expect(happened).toEqual(['pin strong']);
  expect(part<HTMLElement>('.pin').hidden).toBe(true);
  composer.showPinned('strong');
  expect(part('.pin').textContent).toBe('strong pinned');
  type('One');
  press('Enter');
  expect(happened.at(-1)).toBe('send One');
  expect(part('.pin').textContent).toBe('strong pinned');
  part<HTMLButtonElement>('.pin button').click();
  expect(happened.at(-1)).toBe('pin null');
  composer.showPinned(null);
  expect(part<HTMLElement>('.pin').hidden).toBe(true);
});

test('the menu of sides says which one is chosen', () => {
  composer.showPinned('weak');
  whoButton().click();
  const checked = menuItems().filter((item) => item.getAttribute('aria-checked') === 'true');
  expect(checked.map((item) => item.textContent)).toEqual(['weak this chat']);
  choose('letTurnoutDecide');
  expect(happened).toEqual(['pin null']);
});

test('the menu that attaches is worked with the keyboard alone', () => {
  const button = part<HTMLButtonElement>('[aria-label=attach]');
  const key = (name: string) =>
    document.activeElement?.dispatchEvent(
      new KeyboardEvent('keydown', { key: name, bubbles: true, cancelable: true }),
    );
  button.focus();
  key('ArrowDown');
  expect(button.getAttribute('aria-expanded')).toBe('true');
  expect(document.activeElement?.textContent).toBe('attach selection');
  key('ArrowUp');
  expect(document.activeElement?.textContent).toBe('attach staged-diff');
  key('Home');
  key('ArrowDown');
  (document.activeElement as HTMLButtonElement).click();
  expect(happened).toEqual(['attach file']);
  expect(document.activeElement).toBe(button);
  key('ArrowDown');
  key('Escape');
  expect(menuItems()).toEqual([]);
  expect(document.activeElement).toBe(button);
});

test('Escape closes an open menu before it stops an answer', () => {
  composer.setWorking(true);
  whoButton().click();
  document.activeElement?.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true }));
  expect(happened).toEqual([]);
  document.activeElement?.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true }));
  expect(happened).toEqual(['stop']);
});

test('attachments are chips with their size, each removable, and the focus goes to the next', () => {
  const chips = [
    { id: 'a', name: 'src/a.ts', tokens: 60 },
    { id: 'b', name: 'src/b.ts', tokens: 20 },
  ];
  composer.showAttachments(chips);
  const shown = [...composer.element.querySelectorAll('.chip')].map((chip) => chip.textContent);
  expect(shown).toEqual(['src/a.ts 60 tokens', 'src/b.ts 20 tokens']);
  const remove = part<HTMLButtonElement>('[aria-label="remove src/a.ts"]');
  remove.focus();
  remove.click();
  expect(happened).toEqual(['detach a']);
  composer.showAttachments(chips.slice(1));
  expect(document.activeElement?.getAttribute('aria-label')).toBe('remove src/b.ts');
  composer.showAttachments([]);
  expect(document.activeElement?.getAttribute('aria-label')).toBe('attach');
  expect(composer.element.querySelector('.chip')).toBeNull();
});

test('attachments longer than the budget together are said to be cut', () => {
  composer.showAttachments([{ id: 'a', name: 'a', tokens: 100 }]);
  expect(composer.element.querySelector('.over-budget')).toBeNull();
  composer.showAttachments([
    { id: 'a', name: 'a', tokens: 100 },
    { id: 'b', name: 'b', tokens: 1 },
  ]);
  expect(part('.over-budget').textContent).toBe('over 100');
});
