import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { FrameLocator } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { answerOf } from '../../loopback/loopbackServer';
import { type OpenAiServer, startOpenAiServer } from '../../loopback/openaiServer';
import { pairSettings, usage } from './pair';
import { SidebarPage } from './sidebarPage';
import { screenshots, useVsCode } from './vscode';

const repository = path.resolve(import.meta.dirname, '../../..');
const bundle: Readonly<Record<string, string>> = JSON.parse(
  readFileSync(path.join(repository, 'l10n', 'bundle.l10n.ja.json'), 'utf8'),
);

let server: OpenAiServer;
beforeAll(async () => {
  server = await startOpenAiServer(({ model }) => answerOf(`${model} です。`, usage));
});
afterAll(() => server.close());

const vscode = useVsCode(() => ({
  machine: { ...pairSettings(server), 'turnout.server.port': 0 },
  language: 'ja',
}));
const sidebar = () => new SidebarPage(vscode().workbench);
const screenshot = (name: string) => path.join(screenshots, `japanese-${name}.png`);

/** Whatever of the English texts a text is, or has in it between two dots or as a sentence. */
function englishIn(text: string): string[] {
  const pieces = [text, ...text.split(' · ')].map((piece) => piece.trim());
  return Object.entries(bundle)
    .filter(([english, japanese]) => english !== japanese)
    .filter(([english]) => pieces.some((piece) => patternOf(english).test(piece)))
    .map(([english]) => english);
}

function patternOf(english: string): RegExp {
  const parts = english
    .trim()
    .split(/\{\d\}/)
    .map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  const pattern = parts.join('.+');
  return new RegExp(english.length < 24 ? `^${pattern}$` : pattern, 's');
}

/** All that can be read or heard in a page. */
async function textsOf(page: FrameLocator): Promise<string[]> {
  return page.locator('body').evaluate((body) => {
    const read: string[] = [];
    const walker = document.createTreeWalker(body, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT);
    for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
      if (node instanceof Element) {
        for (const name of ['aria-label', 'aria-valuetext', 'title', 'placeholder', 'alt']) {
          read.push(node.getAttribute(name) ?? '');
        }
      } else if (!['SCRIPT', 'STYLE'].includes(node.parentElement?.tagName ?? '')) {
        read.push(node.textContent ?? '');
      }
    }
    return read.filter((text) => text.trim() !== '');
  });
}

async function expectJapanese(page: FrameLocator): Promise<string> {
  const texts = await textsOf(page);
  expect(texts.flatMap(englishIn)).toEqual([]);
  return texts.join('\n');
}

test('English is found where it is left over', () => {
  expect(englishIn('Savings report')).toEqual(['Savings report']);
  expect(englishIn('強いモデル · win rate 0.310 < 0.470')).toEqual(['win rate {0} {1} {2}']);
  expect(englishIn('節約レポート')).toEqual([]);
});

test('the status bar and its hover are Japanese', async () => {
  const { workbench } = vscode();
  await expect.poll(() => workbench.slider.innerText()).toContain('強いモデル 50%');
  const card = await workbench.hover();
  const text = await card.innerText();
  expect(text).toContain('プロンプトの 50% を強いモデルに送ります');
  expect(text).toContain('今日の節約額');
  expect(text.split(/[\n\t]/).flatMap(englishIn)).toEqual([]);
});

test('the sidebar is Japanese, empty and with an answer', async () => {
  const { page, workbench } = vscode();
  await sidebar().open();
  expect(await expectJapanese(sidebar().frame)).toContain(bundle['Which model should answer?']);
  await page.screenshot({ path: screenshot('empty') });
  const turn = await sidebar().askAndWait('日本語で答えてください。');
  await turn.badge.click();
  expect(await expectJapanese(sidebar().frame)).toContain('しきい値');
  await page.screenshot({ path: screenshot('sidebar') });
  await workbench.widenSidebar(300);
  await page.screenshot({ path: screenshot('narrow') });
});

test('the report is Japanese', async () => {
  const { page, workbench } = vscode();
  await sidebar()
    .button(bundle['Savings report'] ?? '')
    .click();
  const report = workbench.webview('panel');
  await report.locator('.saved').waitFor();
  const text = await expectJapanese(report);
  expect(text).toContain('常に強いモデル');
  await page.screenshot({ path: screenshot('report') });
});

test('commands and notifications are Japanese', async () => {
  const { page, workbench } = vscode();
  await workbench.run('Turnout: ローカルサーバーを起動');
  const notice = workbench.notice('で待機しています');
  await notice.getByRole('button', { name: 'トークンをコピー' }).waitFor();
  expect((await notice.innerText()).split('\n').flatMap(englishIn)).toEqual([]);
  await page.screenshot({ path: screenshot('notification') });
});
