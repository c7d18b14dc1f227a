import path from 'node:path';
import type { Locator } from 'playwright-core';
import { expect, test } from 'vitest';
import { cutOff, expectAccessible, movingParts } from './accessibility';
import { monthLedger } from './monthLedger';
import { ReportPage } from './reportPage';
import { themes } from './themes';
import { screenshots, useVsCode } from './vscode';

const vscode = useVsCode(() => ({ ledger: monthLedger() }));
const report = () => new ReportPage(vscode().workbench);
const canvas = () => report().frame.getByRole('img', { name: /^Spending over time/ });

/** Whether a chart has points of the colour that the theme has for what was spent. */
function isDrawnInTheme(chart: Locator): Promise<boolean> {
  return chart.evaluate((node) => {
    const picture = node as HTMLCanvasElement;
    const probe = document.createElement('canvas').getContext('2d');
    const ink = picture.getContext('2d');
    if (probe === null || ink === null) throw new Error('There is no canvas.');
    probe.fillStyle = getComputedStyle(document.body).getPropertyValue('--spent').trim();
    probe.fillRect(0, 0, 1, 1);
    const [red = 0, green = 0, blue = 0] = probe.getImageData(0, 0, 1, 1).data;
    const { data } = ink.getImageData(0, 0, picture.width, picture.height);
    for (let at = 0; at < data.length; at += 4) {
      if (data[at] === red && data[at + 1] === green && data[at + 2] === blue && data[at + 3] === 255)
        return true;
    }
    return false;
  });
}

test('it opens', async () => {
  const { workbench, page } = vscode();
  await workbench.run('View: Toggle Primary Side Bar Visibility');
  await page.setViewportSize({ width: 1180, height: 2360 });
  await workbench.run('Turnout: Open Savings Report');
  await report().saved.waitFor();
});

test.each(themes)(
  'in a %s theme it is drawn in its colours, and accessible',
  async (name, theme, bodyClass) => {
    const { workbench, page } = vscode();
    await workbench.run('Preferences: Color Theme');
    await workbench.find(theme);
    await report().frame.locator(`body.${bodyClass}`).waitFor();
    await expect.poll(() => isDrawnInTheme(canvas())).toBe(true);
    await expect.poll(() => page.locator('.quick-input-widget:visible').count()).toBe(0);
    await page.screenshot({ path: path.join(screenshots, `report-${name}.png`) });
    await expectAccessible(report().frame, 'editor-background');
  },
);

test('the keyboard reaches every control, and shows where it is', async () => {
  const { page } = vscode();
  const { frame } = report();
  for (const summary of await frame.locator('summary').all()) await summary.press('Enter');
  await expectAccessible(frame, 'editor-background');
  const reachable = await frame
    .locator('body')
    .evaluate((body) =>
      [...body.querySelectorAll<HTMLElement>('button, select, summary, input, [tabindex="0"]')]
        .filter(
          (node) => node.checkVisibility() && !(node.matches('[type=radio]') && !node.matches(':checked')),
        )
        .map(({ id, textContent }) => id || (textContent ?? '')),
    );
  expect(reachable.length).toBeGreaterThan(30);
  const where = () =>
    frame.locator('body').evaluate(({ ownerDocument }) => {
      const node = ownerDocument.activeElement;
      const shown = node?.matches('[type=radio]') ? node.nextElementSibling : node;
      const { outlineStyle, outlineWidth } = getComputedStyle(shown ?? ownerDocument.body);
      const isShown = outlineStyle !== 'none' && Number.parseFloat(outlineWidth) > 0;
      return { name: node?.id || (node?.textContent ?? ''), isShown };
    });
  await frame.locator('#export-csv').focus();
  const visited = [await where()];
  while (visited.length < reachable.length) {
    await page.keyboard.press('Tab');
    visited.push(await where());
  }
  expect(visited.map(({ name }) => name)).toEqual(reachable);
  // The first was given the focus by the test, which no browser shows as a key's.
  expect(visited.slice(1).filter(({ isShown }) => !isShown)).toEqual([]);
});

test('arrows move the slider and the range', async () => {
  const { frame } = report();
  // The slider goes first: with another range the page draws it anew.
  const slider = frame.getByRole('slider', { name: 'Share of prompts' });
  const before = Number(await slider.inputValue());
  await slider.press('ArrowRight');
  await expect.poll(() => slider.getAttribute('aria-valuetext')).toBe(`${before + 1}\u00a0%`);
  await frame.getByRole('radio', { name: '30 days' }).press('ArrowLeft');
  await expect.poll(() => frame.getByRole('radio', { name: '7 days' }).isChecked()).toBe(true);
  await expect.poll(() => frame.locator('#range-last-7-days:focus').count()).toBe(1);
  await frame.getByRole('radio', { name: '7 days' }).press('ArrowRight');
  await expect.poll(() => frame.locator('#range-last-30-days:focus').count()).toBe(1);
});

test('a screen reader is told of every part by its role and its name', async () => {
  const told = await report().frame.locator('main').ariaSnapshot();
  for (const part of [
    'heading "Turnout: savings report" [level=1]',
    'button "Refresh"',
    'radiogroup "Days"',
    'radio "30 days" [checked]',
    'slider "Share of prompts for the strong model"',
    'region "Latest decisions"',
  ]) {
    expect(told).toContain(part);
  }
  const charts = [...told.matchAll(/img "([^".]+)\./g)].map(([, name]) => name);
  expect(charts).toEqual([
    'Spending over time',
    'Strong share over time',
    'Win rates of your prompts',
    'Had the slider stood elsewhere',
    'By model',
    'By door',
    'By language of the code',
  ]);
  for (const chart of charts) expect(told).toContain(`table "${chart}"`);
  expect(told).toMatch(/paragraph: "?Calls that no stop moves: \d+, for \$\d/);
});

test('nothing moves where the person wants it still', async () => {
  const { page } = vscode();
  expect(await movingParts(report().frame)).toContain('SPAN codicon codicon-loading codicon-modifier-spin');
  await page.emulateMedia({ reducedMotion: 'reduce' });
  expect(await movingParts(report().frame)).toEqual([]);
});

test('at twice the size, and 200 pixels wide, nothing is cut off', async () => {
  const { page } = vscode();
  for (const summary of await report().frame.locator('summary').all()) await summary.press('Enter');
  await page.setViewportSize({ width: 640, height: 400 });
  await expect.poll(() => cutOff(report().frame)).toEqual([]);
  await page.screenshot({ path: path.join(screenshots, 'report-zoomed.png') });
  await page.setViewportSize({ width: 640, height: 3800 });
  await page.locator('iframe.webview').evaluate((frame) => {
    frame.style.maxWidth = '200px';
  });
  await expect
    .poll(() =>
      report()
        .frame.locator('html')
        .evaluate((html) => html.clientWidth),
    )
    .toBeLessThanOrEqual(200);
  await expect.poll(() => cutOff(report().frame)).toEqual([]);
  await page.screenshot({ path: path.join(screenshots, 'report-narrow.png') });
});

test('days without calls say so, accessibly', async () => {
  const { frame } = report();
  await report().choose('From – to');
  await frame.getByLabel('From', { exact: true }).fill('2020-01-01');
  await frame.getByLabel('To', { exact: true }).fill('2020-01-02');
  await frame.getByRole('button', { name: 'Show' }).click();
  await frame.getByText('Nothing was routed in these days.').waitFor();
  await expectAccessible(frame, 'editor-background');
});
