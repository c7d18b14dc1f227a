// @vitest-environment jsdom
import { expect, test } from 'vitest';
import type { Badge, SidebarToHost, Turn } from '../../src/webview/protocol';
import { TurnView } from '../../src/webview/sidebar/turnView';
import { labels } from './labels';

const badge: Badge = {
  side: 'weak',
  model: 'small-model',
  sideLabel: 'weak',
  comparison: 'win rate 0.31 < 0.47',
  cost: '$0.0004 · strong would have cost $0.0120',
  reason: 'The weak model should do.',
  practice: false,
};
const working: Turn = { id: '1', prompt: 'Why?', badge: undefined, answer: '', status: { kind: 'working' } };

function show(turn: Turn): { view: TurnView; posted: SidebarToHost[]; click: (name: string) => void } {
  const posted: SidebarToHost[] = [];
  const view = new TurnView(
    turn,
    labels,
    (message) => posted.push(message),
    () => {},
  );
  document.body.replaceChildren(view.element);
  const click = (name: string) =>
    [...view.element.querySelectorAll('button')].find((button) => button.textContent === name)?.click();
  return { view, posted, click };
}

test('the line above the answer has model, side, win rate, costs and, for screen readers too, the reason', () => {
  const { view } = show({ ...working, badge });
  const summary = view.element.querySelector('summary');
  for (const part of ['small-model', 'weak', 'win rate 0.31 < 0.47', '$0.0004', '$0.0120']) {
    expect(summary?.textContent).toContain(part);
  }
  expect(summary?.title).toBe('The weak model should do.');
  expect(summary?.getAttribute('aria-description')).toBe('The weak model should do.');
});

test('an unfolded reason stays unfolded as the turn goes on', () => {
  const { view } = show({ ...working, badge });
  const details = view.element.querySelector('details');
  details?.setAttribute('open', '');
  view.show({ ...working, badge: { ...badge, cost: '$0.0005' }, status: { kind: 'done' } });
  expect(view.element.querySelector('details')).toBe(details);
  expect(details?.open).toBe(true);
});

test('screen readers are kept waiting until the answer is whole', () => {
  const { view } = show(working);
  expect(view.element.getAttribute('aria-busy')).toBe('true');
  view.append('Because.');
  view.render();
  expect(view.element.querySelector('.answer')?.textContent.trim()).toBe('Because.');
  expect(view.element.getAttribute('aria-busy')).toBe('true');
  view.show({ ...working, answer: 'Because.', status: { kind: 'done' } });
  expect(view.element.getAttribute('aria-busy')).toBe('false');
});

test('a failed turn keeps its partial answer, raises one alert and offers two ways on', () => {
  const failed: Turn = { ...working, answer: 'Beca', status: { kind: 'failed', message: 'Cut off.' } };
  const { view, posted, click } = show(failed);
  expect(view.element.querySelector('.answer')?.textContent.trim()).toBe('Beca');
  const alert = view.element.querySelector('[role=alert]');
  expect(alert?.textContent).toBe('Cut off.');
  view.show(failed);
  expect(view.element.querySelector('[role=alert]')).toBe(alert);
  click('tryAgain');
  click('connectModels');
  expect(posted).toEqual([{ type: 'send', prompt: 'Why?' }, { type: 'connectModels' }]);
});

test('a preview offers to connect models or to practise', () => {
  const { view, posted, click } = show({
    ...working,
    badge,
    status: { kind: 'preview', message: 'Not sent.' },
  });
  expect(view.element.querySelector('[role=status]')?.textContent).toBe('Not sent.');
  click('connectModels');
  click('usePracticePair');
  expect(posted).toEqual([{ type: 'connectModels' }, { type: 'usePracticePair' }]);
});

test('a prompt is text, and a long one unfolds', () => {
  const prompt = `<b>${'line\n'.repeat(100)}`;
  const { view, click } = show({ ...working, prompt });
  const text = view.element.querySelector('.prompt-text');
  expect(text?.querySelector('b')).toBeNull();
  expect(text?.textContent.length).toBeLessThan(100);
  click('showMore');
  expect(text?.textContent).toBe(prompt);
  click('showLess');
  expect(text?.textContent.length).toBeLessThan(100);
});
