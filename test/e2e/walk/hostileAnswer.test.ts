import path from 'node:path';
import type { Frame } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { answerOf, type LoopbackServer, startLoopbackServer } from '../../loopback/loopbackServer';
import { type OpenAiServer, startOpenAiServer } from '../../loopback/openaiServer';
import { attacks } from '../../webview/attacks';
import { dear, usage } from './pair';
import { SidebarPage } from './sidebarPage';
import { screenshots, useVsCode } from './vscode';

let model: OpenAiServer;
/** Nobody may ever ask it for anything. */
let attacker: LoopbackServer;
const script = 'globalThis.attacked=1';

beforeAll(async () => {
  model = await startOpenAiServer(answerOf('All is well.', usage));
  attacker = await startLoopbackServer((_, response) => {
    response.writeHead(200, { 'content-type': 'image/png' }).end();
  });
});
afterAll(async () => {
  await model.close();
  await attacker.close();
});

const vscode = useVsCode(() => {
  const { baseUrl } = model;
  // Names of models are shown in both pages.
  const hostile = `<img src=${attacker.origin}/name.png onerror=${script}>`;
  return {
    user: { 'turnout.strongShare': 0 },
    machine: {
      'turnout.strong': { provider: 'openai', baseUrl, model: dear },
      'turnout.weak': { provider: 'openai', baseUrl, model: hostile },
    },
  };
});
const sidebar = () => new SidebarPage(vscode().workbench);

/** Turnout's own pages, inside the frames that VS Code puts around them. */
async function ownPages(): Promise<Frame[]> {
  const found: Frame[] = [];
  for (const frame of vscode().page.frames()) {
    if (
      (await frame
        .locator('main#app')
        .count()
        .catch(() => 0)) > 0
    )
      found.push(frame);
  }
  return found;
}

async function ranAnywhere(): Promise<boolean[]> {
  return Promise.all(
    vscode()
      .page.frames()
      .map((frame) => frame.evaluate(() => 'attacked' in globalThis)),
  );
}

test('every attack in an answer comes to nothing: none runs, and nothing is fetched', async () => {
  await sidebar().open();
  const corpus = attacks(attacker.origin, script);
  model.reply = answerOf(corpus.join('\n\n'), usage);
  const turn = await sidebar().askAndWait('Show me what you have.');
  expect((await turn.answer.innerText()).length).toBeGreaterThan(500);
  await vscode().page.screenshot({ path: path.join(screenshots, 'hostile-answer.png') });
  expect(await ranAnywhere()).not.toContain(true);
  expect(attacker.requests).toEqual([]);
});

test('what gets past that is stopped by the page’s policy', async () => {
  await vscode().workbench.run('Turnout: Open Savings Report');
  await expect.poll(async () => (await ownPages()).length).toBe(2);
  for (const page of await ownPages()) {
    const policy = await page.locator('meta[http-equiv="Content-Security-Policy"]').getAttribute('content');
    expect(policy).toMatch(/^default-src 'none'; script-src 'nonce-[\w-]{22}'; /);
    expect(policy).not.toMatch(/unsafe|\*[ ;]|data:|script-src[^;]*https?:/);
    const refused = await page.evaluate(async (site) => {
      const directives: string[] = [];
      document.addEventListener('securitypolicyviolation', (event) => {
        directives.push(event.effectiveDirective);
      });
      const script = document.createElement('script');
      script.textContent = 'globalThis.attacked = 1';
      const image = document.createElement('img');
      image.setAttribute('onerror', 'globalThis.attacked = 1');
      image.src = `${site}/past.png`;
      const frame = document.createElement('iframe');
      frame.src = site;
      const added = document.createElement('div');
      added.setAttribute('style', `background: url(${site}/style.png)`);
      added.append(image, frame, script);
      document.body.append(added);
      const fetched = await fetch(site).then(
        () => 'fetched',
        () => 'refused',
      );
      const button = document.createElement('button');
      button.setAttribute('onclick', 'globalThis.attacked = 1; eval("globalThis.attacked = 1")');
      added.append(button);
      button.click();
      await new Promise((resolve) => setTimeout(resolve, 500));
      added.remove();
      return { fetched, directives: [...new Set(directives)].sort() };
    }, attacker.origin);
    expect(refused).toEqual({
      fetched: 'refused',
      directives: [
        'connect-src',
        'frame-src',
        'img-src',
        'script-src-attr',
        'script-src-elem',
        'style-src-attr',
      ],
    });
  }
  expect(await ranAnywhere()).not.toContain(true);
  expect(attacker.requests).toEqual([]);
});

test('a link opens only after it was asked about', async () => {
  const { workbench, page } = vscode();
  model.reply = answerOf(
    `Look [here](https://evil.example/linked), or [there](command:workbench.action.quit).`,
    usage,
  );
  const turn = await sidebar().askAndWait('Any links?');
  expect(await turn.answer.locator('a[href^="command:"]').count()).toBe(0);
  await turn.answer.getByText('here', { exact: true }).click();
  const question = workbench.notice('open the external website');
  await question.waitFor();
  await page.screenshot({ path: path.join(screenshots, 'link-question.png') });
  expect(page.context().pages()).toHaveLength(1);
  await question.getByRole('button', { name: 'Cancel' }).click();
  await question.waitFor({ state: 'hidden' });
  expect(page.context().pages()).toHaveLength(1);
});

test('a link to this machine too, which the editor itself would open unasked', async () => {
  const { workbench, page } = vscode();
  model.reply = answerOf(`It is [here](${attacker.origin}/linked).`, usage);
  const turn = await sidebar().askAndWait('And where is it?');
  await turn.answer.getByText('here', { exact: true }).click();
  const question = workbench.notice('Open a page of a program on this machine?');
  await question.filter({ hasText: `${attacker.origin}/linked` }).waitFor();
  await page.screenshot({ path: path.join(screenshots, 'link-of-this-machine.png') });
  await question.getByRole('button', { name: 'Cancel' }).click();
  await question.waitFor({ state: 'hidden' });
  expect(page.context().pages()).toHaveLength(1);
  expect(attacker.requests).toEqual([]);
});
