import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { openModelFiles } from '../../src/node/modelFiles';
import { openRouter } from '../../src/node/routers/routerList';
import { createOwnWinRates, ownWinRatesFolder } from '../../src/node/slider/ownWinRates';
import { temporaryFolder } from '../node/temporaryFolder';
import { runTurnout, shippedModels } from './turnoutProcess';

const unneeded = () => Promise.reject(new Error('It reads no word pieces and is no pack.'));

const secrets = Array.from(
  { length: 60 },
  (_, index) => `The secret of number ${index}${', and why'.repeat(index)}`,
);

function writeHistory(name: string, conversations: unknown): string {
  const file = path.join(temporaryFolder(), name);
  writeFileSync(file, JSON.stringify(conversations));
  return file;
}

const claude = (texts: readonly string[]) => [
  { uuid: 'x', chat_messages: texts.map((text) => ({ sender: 'human', text })) },
];
const chatgpt = (texts: readonly string[]) =>
  texts.map((text) => ({
    mapping: {
      a: {
        parent: null,
        message: { author: { role: 'user' }, content: { content_type: 'text', parts: [text] } },
      },
    },
    current_node: 'a',
  }));

describe('calibrate --history', () => {
  it('starts the slider from the prompts of both exports, and keeps numbers alone', async () => {
    const home = temporaryFolder();
    const files = [
      writeHistory('one.json', claude(secrets.slice(0, 30))),
      writeHistory('two.json', chatgpt(secrets.slice(30))),
    ];
    const imported = await runTurnout(['calibrate', '--router', 'lexical', '--history', ...files], { home });
    expect(imported).toMatchObject({ code: 0, stderr: '' });
    expect(imported.stdout).toContain('its win rates on 60 prompts');
    const kept = readFileSync(path.join(home, 'calibration', 'lexical.json'), 'utf8');
    expect(imported.stdout).toContain(path.join(home, 'calibration', 'lexical.json'));
    expect(kept).not.toContain('secret');

    const args = ['calibrate', '--router', 'lexical', '--strong-share', '0.3', '--json'];
    const asPrompts = path.join(temporaryFolder(), 'prompts.jsonl');
    writeFileSync(asPrompts, secrets.map((prompt) => `${JSON.stringify({ prompt })}\n`).join(''));
    const [after, expected] = [
      JSON.parse((await runTurnout(args, { home })).stdout),
      JSON.parse((await runTurnout([...args, '--prompts', asPrompts])).stdout),
    ];
    expect(after).toEqual({ ...expected, source: 'saved' });
  });

  it.each([
    { what: 'a file that is no export', conversations: [{ a: 1 }], named: 'is no chat history' },
    { what: 'an export without prompts', conversations: claude([' ']), named: 'no prompts of a person' },
  ])('refuses $what, naming it', async ({ conversations, named }) => {
    const file = writeHistory('conversations.json', conversations);
    const { code, stdout, stderr } = await runTurnout([
      'calibrate',
      '--router',
      'lexical',
      '--history',
      file,
    ]);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toContain(file);
    expect(stderr).toContain(named);
    expect(stderr).not.toMatch(/^ +at /m);
  });
});

describe('what Turnout’s doors have learnt', () => {
  const route = ['route', 'Sort a list', '--router', 'lexical', '--json'];
  const calibrated = ['calibrate', '--router', 'lexical', '--strong-share', '0.5', '--json'];

  /** A data folder with so many win rates of the lexical router as it ships. */
  async function homeWith(winRates: readonly number[]): Promise<string> {
    const home = temporaryFolder();
    const models = await openModelFiles(shippedModels);
    const lexical = await openRouter('lexical', { models, embed: unneeded, openPack: unneeded });
    const store = createOwnWinRates(ownWinRatesFolder(home), lexical);
    for (const winRate of winRates) await store.append(winRate);
    return home;
  }

  it('moves the thresholds of the command line, which teaches nothing itself', async () => {
    const home = await homeWith(Array.from({ length: 100 }, (_, rank) => 0.7 + rank / 1000));
    const { threshold, ownPrompts } = JSON.parse((await runTurnout(calibrated, { home })).stdout);
    expect(threshold).toBeGreaterThan(0.7);
    expect(ownPrompts).toBe(100);
    expect(JSON.parse((await runTurnout(route, { home })).stdout)).toMatchObject({
      threshold,
      model: 'weak',
    });
    expect(JSON.parse((await runTurnout(calibrated, { home })).stdout).ownPrompts).toBe(100);
  });

  it('is warned of where it divides nothing', async () => {
    const home = await homeWith(Array.from({ length: 60 }, () => 0.6));
    const { stderr } = await runTurnout(route, { home });
    expect(stderr).toMatch(/Nearly all of your latest prompts go to the strong model .*router lexical/);
  });
});
