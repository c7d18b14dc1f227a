// @vitest-environment jsdom
import { beforeEach, expect, test } from 'vitest';
import { Intro } from '../../src/webview/sidebar/intro';
import { labels } from './labels';

let posted: string[];
let intro: Intro;

beforeEach(() => {
  posted = [];
  intro = new Intro(
    labels,
    ({ type }) => posted.push(type),
    (prompt) => posted.push(`choose ${prompt}`),
  );
  document.body.replaceChildren(intro.element);
  intro.show({ kind: 'preview' }, ['Prompt']);
});

const shown = (selector: string) =>
  [...intro.element.querySelectorAll<HTMLElement>(selector)].filter(
    (node) => node.closest('[hidden]') === null,
  );
const primary = () => shown('.button.primary').map((button) => button.textContent);
const others = () => shown('.button.link').map((button) => button.textContent);

test('without a model that needs no key, the next step is to choose models', () => {
  expect(primary()).toEqual(['connectModels']);
  expect(others()).toEqual(['usePracticePair', 'openWalkthrough']);
  shown('.button.primary')[0]?.click();
  expect(posted).toEqual(['connectModels']);
});

test('two models that need no key are one button, and choosing others is another way', () => {
  intro.showOffer({ kind: 'pair', strong: 'large', weak: 'small' });
  expect(primary()).toEqual(['start with large and small']);
  expect(others()).toEqual(['connectModels', 'usePracticePair', 'openWalkthrough']);
  expect(shown('.offer-explained')[0]?.textContent).toBe('large is strong, small is weak');
  shown('.button.primary')[0]?.click();
  expect(posted).toEqual(['useOffer']);
});

test('of one model it says what is asked for next', () => {
  intro.showOffer({ kind: 'half', side: 'weak', model: 'small' });
  expect(primary()).toEqual(['start with small as weak']);
  expect(shown('.offer-explained')[0]?.textContent).toBe('asks for strong next');
});

test('an offer that is still the same keeps the focus on its button', () => {
  intro.showOffer({ kind: 'half', side: 'weak', model: 'small' });
  shown('.button.primary')[0]?.focus();
  const focused = document.activeElement;
  intro.showOffer({ kind: 'half', side: 'weak', model: 'small' });
  expect(document.activeElement).toBe(focused);
  expect(focused?.textContent).toBe('start with small as weak');
});

test('once models are connected only the examples and the way around are left', () => {
  intro.showOffer({ kind: 'pair', strong: 'large', weak: 'small' });
  intro.show({ kind: 'connected', strong: 'large', weak: 'small' }, ['Prompt']);
  expect(primary()).toEqual([]);
  expect(others()).toEqual(['openWalkthrough']);
  shown('.example')[0]?.click();
  expect(posted).toEqual(['choose Prompt']);
});
