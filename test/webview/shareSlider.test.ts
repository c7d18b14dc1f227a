// @vitest-environment jsdom
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { ShareSlider } from '../../src/webview/sidebar/shareSlider';
import { labels } from './labels';

let shares: number[];
let slider: ShareSlider;
let range: HTMLInputElement;

beforeEach(() => {
  vi.useFakeTimers();
  shares = [];
  slider = new ShareSlider(labels, (share) => shares.push(share));
  document.body.replaceChildren(slider.element);
  range = slider.element.querySelector('input') ?? expect.fail('no range');
});
afterEach(() => {
  vi.useRealTimers();
});

function move(percent: number): void {
  range.value = String(percent);
  range.dispatchEvent(new Event('input'));
}

function value(): string | null | undefined {
  return slider.element.querySelector('output')?.textContent;
}

test('it shows the host’s share, be it on no stop', () => {
  slider.show(0.42);
  expect(range.value).toBe('42');
  expect(value()).toBe('42 % strong');
  expect(range.getAttribute('aria-valuetext')).toBe('42 % strong');
  expect(shares).toEqual([]);
});

test('what a budget leaves is drawn below the share that was set, with its reason, until it takes nothing', () => {
  const filled = () => getComputedStyle(range).getPropertyValue('--sent');
  const reason = () => slider.element.querySelector('#share-budget')?.textContent;
  slider.show(0.8);
  slider.showBudget({ strongShare: 0.2, text: '$9 of $10 are spent.' });
  expect([range.value, filled(), reason()]).toEqual(['80', '0.2', '$9 of $10 are spent.']);
  expect(range.getAttribute('aria-describedby')).toContain('share-budget');
  slider.showBudget(null);
  expect([range.value, filled(), reason()]).toEqual(['80', '', '']);
});

test('moving it words the value at once and tells the host once a frame', () => {
  slider.show(0.4);
  for (const percent of [45, 50, 55]) move(percent);
  expect(value()).toBe('55 % strong');
  vi.advanceTimersToNextFrame();
  expect(shares).toEqual([0.55]);
});

test('late echoes do not contradict a hand on it; once it rests, the host’s value counts', () => {
  slider.show(0.4);
  range.dispatchEvent(new Event('pointerdown'));
  move(70);
  slider.show(0.4);
  vi.advanceTimersByTime(5000);
  expect(value()).toBe('70 % strong');
  range.dispatchEvent(new Event('pointerup'));
  slider.show(0.65);
  expect(value()).toBe('70 % strong');
  vi.advanceTimersByTime(1000);
  expect(value()).toBe('65 % strong');
});

test('the line below it tells what the host expects of the share under the hand', () => {
  slider.showForecasts(Array.from({ length: 101 }, (_, percent) => `forecast of ${percent}`));
  slider.show(0.4);
  const line = slider.element.querySelector('.share-forecast');
  expect(line?.textContent).toBe('forecast of 40');
  expect(range.getAttribute('aria-describedby')?.split(' ')).toContain(line?.id);
  move(73);
  expect(line?.textContent).toBe('forecast of 73');
  slider.showForecasts(Array.from({ length: 101 }, (_, percent) => `news of ${percent}`));
  expect(line?.textContent).toBe('news of 73');
});
