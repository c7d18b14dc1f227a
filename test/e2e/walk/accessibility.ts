import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { FrameLocator } from 'playwright-core';
import { expect } from 'vitest';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

interface AxeResults {
  readonly violations: readonly {
    readonly id: string;
    readonly nodes: readonly { readonly html: string; readonly failureSummary?: string }[];
  }[];
  readonly passes: readonly unknown[];
}

/**
 * Holds a webview's page against all of axe's rules, those of good practice among them.
 *
 * @param behind the theme's name of the colour that the editor paints behind the page, where axe cannot see it
 */
export async function expectAccessible(page: FrameLocator, behind: string): Promise<void> {
  await page.locator('body').evaluate((body, colour) => {
    body.style.backgroundColor = `var(--vscode-${colour})`;
  }, behind);
  const root = await page.locator('html').elementHandle();
  const frame = await root?.ownerFrame();
  if (!frame) throw new Error('The webview is not there.');
  await frame.evaluate(axe);
  const { violations, passes } = (await frame.evaluate('axe.run()')) as AxeResults;
  const found = violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${html.slice(0, 300)}\n${failureSummary ?? ''}`),
  );
  expect(found).toEqual([]);
  expect(passes.length).toBeGreaterThan(10);
}

/** Everything that moves, or would, by its class or its name. */
export async function movingParts(page: FrameLocator): Promise<string[]> {
  return page.locator('body').evaluate((body) => {
    // Whatever else is on the page, it may turn a wheel while it works.
    const wheel = document.createElement('span');
    wheel.className = 'codicon codicon-loading codicon-modifier-spin';
    body.append(wheel);
    const moving = [...body.querySelectorAll('*')].filter((node) => {
      const { animationName, transitionDuration } = getComputedStyle(node);
      return animationName !== 'none' || transitionDuration.split(', ').some((time) => time !== '0s');
    });
    wheel.remove();
    return moving.map(({ className, tagName }) => `${tagName} ${className}`);
  });
}

/** What is wider than the place it has, and neither scrolls there nor ends in dots. */
export async function cutOff(page: FrameLocator): Promise<string[]> {
  return page.locator('html').evaluate((html) => {
    const scrolls = (node: Element | null): boolean =>
      node !== null && (/auto|scroll/.test(getComputedStyle(node).overflowX) || scrolls(node.parentElement));
    return [html, ...html.querySelectorAll('body *')]
      .filter((node) => {
        const { display, position, textOverflow } = getComputedStyle(node);
        const isMeasured = display !== 'inline' && position !== 'absolute' && textOverflow !== 'ellipsis';
        const isInside = node === html || !scrolls(node);
        return isMeasured && isInside && node.clientWidth > 0 && node.scrollWidth > node.clientWidth + 1;
      })
      .map(({ tagName, className, textContent }) => `${tagName} ${className}: ${textContent?.slice(0, 60)}`);
  });
}
