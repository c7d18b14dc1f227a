import path from 'node:path';
import type { Locator } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { answerOf } from '../../loopback/loopbackServer';
import { ollamaTags } from '../../loopback/ollamaTags';
import { type OpenAiServer, startOpenAiServer } from '../../loopback/openaiServer';
import { readLedger } from './ledger';
import { ReportPage } from './reportPage';
import { SidebarPage } from './sidebarPage';
import { themes } from './themes';
import { screenshots, useVsCode } from './vscode';
import { WalkthroughPage } from './walkthroughPage';

/** Ollama answers in OpenAI's format too; its list of models is its own. */
let ollama: OpenAiServer;

beforeAll(async () => {
  ollama = await startOpenAiServer(answerOf('I run on this machine.'), [], {
    '/api/tags': ollamaTags(['llama3.2:latest', 'llama'], ['qwen3:14b', 'qwen3']),
  });
});
afterAll(() => ollama.close());

const vscode = useVsCode(() => ({ machine: { 'turnout.ollamaUrl': ollama.origin } }));
const sidebar = () => new SidebarPage(vscode().workbench);
const walkthrough = () => new WalkthroughPage(vscode().page);
const shoot = (name: string) => vscode().page.screenshot({ path: path.join(screenshots, `${name}.png`) });
const looks = () => ollama.requests.filter((request) => request.path === '/api/tags').length;

test('nothing opens by itself', async () => {
  expect(
    await vscode()
      .page.getByRole('tab', { name: /Walkthrough/ })
      .count(),
  ).toBe(0);
  expect(await sidebar().prompt.count()).toBe(0);
});

test('from a fresh install three clicks lead to the first routed answer', async () => {
  const { page, workbench, home } = vscode();
  let clicks = 0;
  const click = async (target: Locator) => {
    clicks += 1;
    await target.click();
  };
  await click(workbench.turnoutTab);
  await sidebar().button('Start with qwen3:14b and llama3.2:latest').waitFor();
  await shoot('first-minute');
  await click(sidebar().button('Start with qwen3:14b and llama3.2:latest'));
  await workbench.notice('Turnout now chooses between qwen3:14b and llama3.2:latest.').waitFor();
  // The cursor is where the prompt goes.
  await sidebar().prompt.and(sidebar().frame.locator(':focus')).waitFor();
  await page.keyboard.type('Where do you run?');
  await click(sidebar().frame.getByRole('button', { name: /^Send/ }));
  const turn = sidebar().turn(0);
  await turn.settled();
  expect(await turn.answer.innerText()).toBe('I run on this machine.');
  expect(await turn.badge.innerText()).toMatch(
    /(qwen3:14b|llama3\.2:latest)[\s\S]*win rate 0\.\d+ [<≥] 0\.\d+/,
  );
  expect(clicks).toBeLessThanOrEqual(3);
  expect(await readLedger(home)).toMatchObject([
    {
      kind: 'call',
      door: 'sidebar',
      outcome: { kind: 'ok' },
      pair: { strong: { model: 'qwen3:14b' }, weak: { model: 'llama3.2:latest' } },
    },
  ]);
});

test('once models are chosen, the port is left alone', async () => {
  const before = looks();
  await sidebar().button('New chat').click();
  await expect.poll(() => sidebar().turns.count()).toBe(0);
  await sidebar().askAndWait('Still there?');
  expect(looks()).toBe(before);
});

test('the walkthrough opens from the empty chat, and knows what has been done', async () => {
  await sidebar().button('New chat').click();
  await sidebar().button('Show me around').click();
  await expect
    .poll(() => walkthrough().steps())
    .toEqual([
      ['Choose two models', true],
      ['Send a prompt', true],
      ['Move the slider', false],
      ['See what it saved', false],
    ]);
});

test('moving the slider and opening the report are its last two steps', async () => {
  await sidebar().setStrongShare(40);
  await expect.poll(() => walkthrough().isDone('Move the slider')).toBe(true);
  await walkthrough().open('See what it saved');
  await walkthrough().button('Open the Savings Report').click();
  await new ReportPage(vscode().workbench).saved.waitFor();
  await vscode().workbench.run('Turnout: Show Me Around');
  await expect.poll(() => walkthrough().isDone('See what it saved')).toBe(true);
});

test('it opens by a command, wide enough for its pictures', async () => {
  await vscode().page.setViewportSize({ width: 1500, height: 800 });
  await vscode().workbench.run('Turnout: Show Me Around');
  await walkthrough().open('Choose two models');
});

test.each(themes)('its pictures follow a %s theme', async (name, theme, bodyClass) => {
  await vscode().workbench.run('Preferences: Color Theme');
  await vscode().workbench.find(theme);
  await sidebar().frame.locator(`body.${bodyClass}`).waitFor();
  const inks = new Set<string>();
  for (const step of ['Choose two models', 'Send a prompt', 'Move the slider', 'See what it saved']) {
    await walkthrough().open(step);
    inks.add(await walkthrough().pictureInk(bodyClass));
    await shoot(`walkthrough-${name}-${step.toLowerCase().replaceAll(' ', '-')}`);
  }
  expect(inks).toEqual(new Set([await sidebar().ink()]));
});
