// @vitest-environment jsdom
import { expect, test } from 'vitest';
import { TurnView } from '../../src/webview/sidebar/turnView';
import type { SidebarToHost, Turn } from '../../src/webview/sidebarProtocol';
import { labels } from './labels';
import { badge, doneAnswer, otherAnswer, turnWith, workingAnswer } from './turns';

function show(turn: Turn): {
  view: TurnView;
  find: (selector: string) => HTMLElement | null;
  posted: SidebarToHost[];
  click: (name: string) => void;
} {
  const posted: SidebarToHost[] = [];
  const view = new TurnView(
    turn,
    labels,
    (message) => posted.push(message),
    () => {},
  );
  view.draw();
  document.body.replaceChildren(view.element);
  const click = (name: string) =>
    [...view.element.querySelectorAll('button')]
      .find((button) => [button.textContent, button.getAttribute('aria-label')].includes(name))
      ?.click();
  return { view, find: (selector) => view.element.querySelector<HTMLElement>(selector), posted, click };
}

test('the line above the answer has model, side, win rate, costs and, for screen readers too, the reason', () => {
  const { find } = show(turnWith({ ...workingAnswer, badge }));
  const summary = find('.decision summary');
  for (const part of ['small-model', 'weak', 'win rate 0.31 < 0.47', '$0.0004', '$0.0120', 'why']) {
    expect(summary?.textContent).toContain(part);
  }
  expect(summary?.title).toBe('The weak model should do.');
  expect(summary?.getAttribute('aria-description')).toBe('The weak model should do.');
});

test('what unfolds below it has the reason, where the win rate lies, and whatever else explains the decision', () => {
  const { find, view } = show(
    turnWith({ ...workingAnswer, badge: { ...badge, explanation: ['Like prompts about git.'] } }),
  );
  expect(find('.reason')?.textContent).toBe('The weak model should do.');
  expect(find('.scale-legend')?.textContent).toBe('winRate 0.310 threshold 0.470');
  const at = (selector: string, name: string) => Number(find(selector)?.getAttribute(name));
  expect(at('.scale-win-rate', 'cx')).toBeCloseTo(6 + 0.31 * 188);
  expect(at('.scale-threshold', 'x1')).toBeCloseTo(6 + 0.47 * 188);
  expect(find('.explanation li')?.textContent).toBe('Like prompts about git.');
  view.show(turnWith({ ...workingAnswer, badge: { ...badge, scale: undefined } }));
  expect(find('.scale')).toBeNull();
  expect(find('.explanation')).toBeNull();
});

test('more about a decision is asked for when it is unfolded, until it is known', () => {
  const { view, find, posted } = show(turnWith({ ...workingAnswer, badge }));
  const unfold = (open: boolean) => {
    find('.decision')?.toggleAttribute('open', open);
    find('.decision')?.dispatchEvent(new Event('toggle'));
  };
  unfold(true);
  unfold(false);
  expect(posted).toEqual([{ type: 'explain', turnId: '1', answerId: 'first' }]);
  view.show(turnWith({ ...workingAnswer, badge: { ...badge, explanation: [] } }));
  unfold(true);
  expect(posted).toHaveLength(1);
});

test('an unfolded reason stays unfolded as the turn goes on', () => {
  const { view, find } = show(turnWith({ ...workingAnswer, badge }));
  const details = find('.decision');
  details?.setAttribute('open', '');
  view.show(turnWith({ ...doneAnswer, badge: { ...badge, cost: '$0.0005' } }));
  expect(find('.decision')).toBe(details);
  expect(details?.hasAttribute('open')).toBe(true);
});

test('screen readers are kept waiting until the answer is whole', () => {
  const { view, find } = show(turnWith(workingAnswer));
  expect(view.element.getAttribute('aria-busy')).toBe('true');
  view.append('first', 'text', 'Because.');
  view.draw();
  expect(find('.answer')?.textContent.trim()).toBe('Because.');
  expect(view.element.getAttribute('aria-busy')).toBe('true');
  view.show(turnWith(doneAnswer));
  expect(view.element.getAttribute('aria-busy')).toBe('false');
});

test('what the model thinks is folded away, grows, and ends the waiting', () => {
  const { view, find } = show(turnWith({ ...workingAnswer, badge }));
  expect(find('.thinking')?.hidden).toBe(true);
  expect(find('.turn-status')?.textContent).toBe('working');
  view.append('first', 'thinking', 'Let me <b>see</b>');
  view.append('first', 'thinking', ' …');
  view.draw();
  expect(find('.thinking')?.hidden).toBe(false);
  expect(find('.thinking')?.hasAttribute('open')).toBe(false);
  expect(find('.thinking-text')?.textContent).toBe('Let me <b>see</b> …');
  expect(find('.thinking-text b')).toBeNull();
  expect(find('.turn-status')?.textContent).toBe('');
});

test('when the other model takes over, the line changes and another says so', () => {
  const { view, find } = show(turnWith({ ...workingAnswer, badge }));
  expect(find('.takeover')?.textContent).toBe('');
  const strong = { ...badge, side: 'strong', model: 'large-model' } as const;
  view.show(turnWith({ ...workingAnswer, badge: strong, takeover: 'small-model could not answer.' }));
  expect(find('.decision .model')?.textContent).toBe('large-model');
  expect(find('.takeover')?.textContent).toBe('small-model could not answer.');
});

test('a failed turn keeps its partial answer, raises one alert and offers two ways on', () => {
  const failed = turnWith({
    ...workingAnswer,
    text: 'Beca',
    status: { kind: 'failed', message: 'Cut off.' },
  });
  const { view, find, posted, click } = show(failed);
  expect(find('.answer')?.textContent.trim()).toBe('Beca');
  const alert = find('[role=alert]');
  expect(alert?.textContent).toBe('Cut off.');
  view.show(failed);
  expect(find('[role=alert]')).toBe(alert);
  click('tryAgain');
  click('connectModels');
  expect(posted).toEqual([{ type: 'tryAgain', turnId: '1' }, { type: 'connectModels' }]);
});

test('a preview offers to connect models or to practise, and nothing that needs an answer', () => {
  const { find, posted, click } = show(
    turnWith({ ...workingAnswer, badge, status: { kind: 'preview', message: 'Not sent.' } }),
  );
  expect(find('.turn-status [role=status]')?.textContent).toBe('Not sent.');
  expect(find('.answer-tools')?.childElementCount).toBe(0);
  click('connectModels');
  click('usePracticePair');
  expect(posted).toEqual([{ type: 'connectModels' }, { type: 'usePracticePair' }]);
});

test('a whole answer is rated, and the pressed thumb keeps the focus', () => {
  const { view, find, posted, click } = show(turnWith(doneAnswer));
  find('[aria-label=helpful]')?.focus();
  click('helpful');
  expect(posted).toEqual([{ type: 'rate', turnId: '1', answerId: 'first', helpful: true }]);
  view.show(turnWith({ ...doneAnswer, helpful: true }));
  expect(document.activeElement?.getAttribute('aria-label')).toBe('helpful');
  expect(find('[aria-label=helpful]')?.getAttribute('aria-pressed')).toBe('true');
  expect(find('[aria-label=notHelpful]')?.getAttribute('aria-pressed')).toBe('false');
});

test('the pressed thumb takes the verdict back, the other one changes it', () => {
  const { find, posted, click } = show(turnWith({ ...doneAnswer, helpful: true }));
  click('helpful');
  click('notHelpful');
  expect(posted).toEqual([
    { type: 'rate', turnId: '1', answerId: 'first', helpful: undefined },
    { type: 'rate', turnId: '1', answerId: 'first', helpful: false },
  ]);
  expect(find('[aria-label=helpful]')?.getAttribute('aria-pressed')).toBe('true');
});

test('an answer that the ledger does not have cannot be rated', () => {
  const { find } = show(turnWith({ ...doneAnswer, entry: undefined }));
  expect(find('[aria-label=helpful]')).toBeNull();
});

test('the other model is asked with a button, until it has been', () => {
  const { view, find, posted, click } = show(turnWith(doneAnswer));
  click('ask strong too');
  expect(posted).toEqual([{ type: 'askOther', turnId: '1' }]);
  view.show(
    turnWith(doneAnswer, { ...otherAnswer, text: '', status: { kind: 'working' }, entry: undefined }),
  );
  expect(view.element.querySelectorAll('.column')).toHaveLength(2);
  expect(view.element.getAttribute('aria-busy')).toBe('true');
  expect(find('[data-tool=ask-other]')).toBeNull();
  expect(find('[data-tool=keep]')).toBeNull();
});

test('of two answers one is kept, and the choice can be changed', () => {
  const { view, find, posted } = show(turnWith(doneAnswer, otherAnswer));
  const [first, second] = view.element.querySelectorAll('.column');
  const keep = (column: Element | undefined) => column?.querySelector<HTMLElement>('[data-tool=keep]');
  expect(keep(first)).not.toBeNull();
  keep(second)?.click();
  expect(posted).toEqual([{ type: 'keep', turnId: '1', answerId: 'second' }]);
  view.show({ ...turnWith(doneAnswer, otherAnswer), kept: 'second' });
  expect(second?.textContent).toContain('kept');
  expect(keep(second)).toBeNull();
  expect(keep(first)).not.toBeNull();
  expect(find('.column.kept')).toBe(second);
});

test('what was attached stands above the prompt and stays', () => {
  const attachments = [{ id: '0', name: 'src/a.ts', tokens: 1200 }];
  const { find } = show({ ...turnWith(doneAnswer), attachments });
  expect(find('.chips')?.textContent).toMatch(/^src\/a\.ts 1.?200 tokens$/);
  expect(find('.chips button')).toBeNull();
});

test('a prompt is text, and a long one unfolds', () => {
  const prompt = `<b>${'line\n'.repeat(100)}`;
  const { find, click } = show({ ...turnWith(workingAnswer), prompt });
  const text = find('.prompt-text');
  expect(text?.querySelector('b')).toBeNull();
  expect(text?.textContent.length).toBeLessThan(100);
  click('showMore');
  expect(text?.textContent).toBe(prompt);
  click('showLess');
  expect(text?.textContent.length).toBeLessThan(100);
});
