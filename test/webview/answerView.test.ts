// @vitest-environment jsdom
import { beforeEach, expect, test, vi } from 'vitest';
import { AnswerView } from '../../src/webview/sidebar/answerView';
import { labels } from './labels';

let happened: string[];
let view: AnswerView;

beforeEach(() => {
  happened = [];
  view = new AnswerView(labels, {
    copy: (text) => happened.push(`copy ${text}`),
    insert: (text) => happened.push(`insert ${text}`),
    openLink: (href) => happened.push(`open ${href}`),
  });
  document.body.replaceChildren(view.element);
});

test('what a stream has passed stays the same nodes', () => {
  view.show('First.\n\n```js\nlet a;\n```\n\nLa');
  const [first, code, last] = view.element.children;
  const button = view.element.querySelector('button');
  button?.focus();
  view.show('First.\n\n```js\nlet a;\n```\n\nLast.\n\nMore.');
  expect(view.element.children).toHaveLength(4);
  expect(view.element.children[0]).toBe(first);
  expect(view.element.children[1]).toBe(code);
  expect(view.element.children[2]).not.toBe(last);
  expect(document.activeElement).toBe(button);
});

test('streamed and shown at once, an answer looks the same', () => {
  const answer =
    '# A\n\nSee [it][1].\n\n- b\n- c\n\n```py\nx = 1\n```\n\n| d |\n|---|\n| e |\n\n[1]: https://example.org';
  for (let length = 1; length <= answer.length; length++) view.show(answer.slice(0, length));
  const whole = new AnswerView(labels, { copy: () => {}, insert: () => {}, openLink: () => {} });
  whole.show(answer);
  expect(view.element.innerHTML).toBe(whole.element.innerHTML);
  view.show('');
  expect(view.element.childNodes).toHaveLength(0);
});

test('a copy button copies its own code and says so for a while', () => {
  vi.useFakeTimers();
  try {
    view.show('```js\nlet a;\n```\n\n```\nplain <b>\n```');
    const [, , , second] = view.element.querySelectorAll('button');
    second?.click();
    expect(happened).toEqual(['copy plain <b>']);
    expect(second?.textContent).toBe('copied');
    vi.runAllTimers();
    expect(second?.textContent).toBe('copy');
  } finally {
    vi.useRealTimers();
  }
});

test('code is handed over to be inserted, as it is', () => {
  view.show('```js\nif (a < b) {\n  c();\n}\n```');
  view.element.querySelector<HTMLButtonElement>('[aria-label=insert]')?.click();
  expect(happened).toEqual(['insert if (a < b) {\n  c();\n}']);
});

test('a link is handed to the host and never followed, nor seen by the document', () => {
  view.show('[site](https://example.org/a?b=c "Looks harmless") and [none](javascript:alert(1))');
  const seen: Event[] = [];
  document.addEventListener('click', (event) => seen.push(event), { once: true });
  const link = view.element.querySelector('a');
  expect(link?.title).toBe('https://example.org/a?b=c');
  const click = new MouseEvent('click', { bubbles: true, cancelable: true });
  link?.dispatchEvent(click);
  expect(click.defaultPrevented).toBe(true);
  expect(happened).toEqual(['open https://example.org/a?b=c']);
  view.element.querySelectorAll('a')[1]?.click();
  expect(happened).toHaveLength(1);
  expect(seen).toEqual([]);
});
