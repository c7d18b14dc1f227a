import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { suite, suiteSetup, suiteTeardown, test } from 'mocha';
import type * as vscode from 'vscode';
import { type LoopDelay, watchLoop } from '../../bench/eventLoop';
import { promptsOfTokens } from '../../bench/prompts';
import { answerOf } from '../../loopback/loopbackServer';
import { type OpenAiServer, startOpenAiServer } from '../../loopback/openaiServer';
import { dear } from '../walk/pair';
import { annotate } from './annotation';
import { activateHarness, type Harness } from './harness';
import { activateTurnout } from './turnout';
import { changeSettings } from './userSettings';

const prompts = promptsOfTokens(100, 100);
/** Of the whole extension host, VS Code's own work included. */
const idleMs = 5000;

// Its file comes right after that of the activation, while no prompt has loaded the encoder yet.
suite('the extension host while Turnout decides', () => {
  let strong: OpenAiServer;
  let harness: Harness;
  let restore: () => Promise<void>;

  suiteSetup(async () => {
    await activateTurnout();
    harness = await activateHarness();
    strong = await startOpenAiServer(answerOf('The strong model answers.'));
    restore = await changeSettings({
      'turnout.strong': { provider: 'openai', baseUrl: strong.baseUrl, model: dear },
      'turnout.weak': { provider: 'editor', baseUrl: 'vscode-lm:harness', model: 'scripted' },
      'turnout.strongShare': 0,
    });
  });
  suiteTeardown(async () => {
    await restore();
    await strong.close();
  });

  const askAll = async (vendor: string) => {
    const [model] = await harness.vscode.lm.selectChatModels({ vendor });
    assert.ok(model, `${vendor} offers no model`);
    for (const prompt of prompts) await ask(model, prompt);
  };
  const ask = async (model: vscode.LanguageModelChat, prompt: string) => {
    const { text } = await model.sendRequest([harness.vscode.LanguageModelChatMessage.User(prompt)]);
    for await (const _ of text);
  };

  test('loads the encoder and decides a hundred prompts in a thread of its own', async function () {
    this.timeout(300_000);
    assert.equal(hasLoadedEncoder(), false, 'the encoder is loaded before the first prompt');
    const idleBefore = await idleShare();
    const alone = await watchLoop(() => askAll('harness'));
    const before = decided();
    const busy = await watchLoop(() => askAll('turnout'));
    assert.equal(decided() - before, prompts.length, 'prompts that the default router decided');
    const idleAfter = await idleShare();
    annotate(
      this.test,
      `event loop of the extension host while the router loads and decides ${prompts.length} prompts: ${describe(busy)}; ` +
        `while another extension asks the same model directly: ${describe(alone)}; ` +
        `processor of the idle host: ${idleBefore} % of a core before the first prompt, ${idleAfter} % afterwards`,
    );
  });
});

function describe({ median, p99, longest }: LoopDelay): string {
  const [half, most, all] = [median, p99, longest].map((delay) => delay.toFixed(1));
  return `delays of ${half} ms in the median, ${most} ms in 99 %, ${all} ms at the most`;
}

/** In percent of one core, over all threads of the extension host. */
async function idleShare(): Promise<string> {
  const before = process.cpuUsage();
  await wait(idleMs);
  const { user, system } = process.cpuUsage(before);
  return (((user + system) / 1000 / idleMs) * 100).toFixed(1);
}

/** Only Linux tells. */
function hasLoadedEncoder(): boolean {
  const maps = '/proc/self/maps';
  return existsSync(maps) && readFileSync(maps, 'utf8').includes('onnxruntime');
}

/** How many calls of the ledger the default router decided. */
function decided(): number {
  const file = path.join(
    process.env.TURNOUT_HOME ?? '',
    `ledger-${new Date().toISOString().slice(0, 7)}.jsonl`,
  );
  if (!existsSync(file)) return 0;
  return readFileSync(file, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line).decision)
    .filter(({ router, winRate }) => router === 'default' && winRate !== null).length;
}
