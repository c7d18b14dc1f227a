import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { encoderName } from '../../src/node/learning/encoderName';
import { createSignalFile, learningFolder, packEmbedding } from '../../src/node/learning/signalFile';
import { signalWith } from '../node/learning/storedSignals';
import { temporaryFolder } from '../node/temporaryFolder';
import { along } from '../routing/learning/observations';
import { parseLines, runTurnout, shippedModels } from './turnoutProcess';

/** A data folder with signals of somebody who wants strong for one half of the space of prompts and weak for the other. */
async function taught(count: number) {
  const home = temporaryFolder();
  const file = createSignalFile(learningFolder(home), await encoderName(shippedModels));
  for (let i = 0; i < count; i++) {
    const embedding = new Float32Array(384);
    embedding.set(along(i % 2 === 0 ? 0 : 4, (i % 37) / 100));
    const signal = { kind: 'kept', side: i % 2 === 0 ? 'strong' : 'weak' } as const;
    await file.append(
      signalWith({ entry: `entry-${i}`, router: 'default', embedding: packEmbedding(embedding), signal }),
    );
  }
  return home;
}

const learning = (home: string, ...args: string[]) => runTurnout(['learning', ...args], { home });

describe('turnout learning', () => {
  test('shows that there is nothing yet', async () => {
    const { code, stdout } = await learning(temporaryFolder(), 'show');
    expect(code).toBe(0);
    expect(stdout).toContain('0 signals');
    expect(stdout).toContain('learning begins with 40 signals');
  });

  test('shows signals, their trial and whether they decide; pauses and resumes', async () => {
    const home = await taught(60);
    const shown = async () => JSON.parse((await learning(home, 'show', '--json')).stdout);
    expect(await shown()).toMatchObject({
      router: 'default',
      paused: false,
      signals: 60,
      kinds: { verdict: 0, edit: 0, retried: 0, kept: 60 },
      trial: { signals: 60, passed: true },
      decides: true,
    });
    await learning(home, 'pause');
    expect(await shown()).toMatchObject({ paused: true, decides: false });
    await learning(home, 'resume');
    expect(await shown()).toMatchObject({ paused: false, decides: true });
    expect((await learning(home)).stdout).toContain('what was learnt decides');
  });

  test('exports every signal, and erases all of them', async () => {
    const home = await taught(3);
    const { stdout } = await learning(home, 'export');
    expect(parseLines(stdout)).toMatchObject([
      { entry: 'entry-0' },
      { entry: 'entry-1' },
      { entry: 'entry-2' },
    ]);
    await learning(home, 'erase');
    const left = readdirSync(home, { recursive: true, withFileTypes: true }).filter((one) => one.isFile());
    const traces = left.filter((one) =>
      readFileSync(path.join(one.parentPath, one.name), 'utf8').includes('entry-'),
    );
    expect(traces).toEqual([]);
    expect((await learning(home, 'show')).stdout).toContain('0 signals');
  });

  test('leaves routing exactly as it was for a prompt like none of the signals, and when paused', async () => {
    const home = await taught(60);
    const prompt = 'Prove that there are infinitely many primes.';
    const route = async (where?: string) =>
      JSON.parse(
        (await runTurnout(['route', prompt, '--json'], where === undefined ? {} : { home: where })).stdout,
      ).winRate;
    const frozen = await route();
    expect(await route(home)).toBe(frozen);
    await learning(home, 'pause');
    expect(await route(home)).toBe(frozen);
  });
});
