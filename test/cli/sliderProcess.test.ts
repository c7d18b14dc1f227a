import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { addOutcomes, smallOutcomes } from '../evaluation/outcomeFiles';
import { smallTree, writeRoutellmTree } from '../evaluation/routellmTree';
import { temporaryFolder } from '../node/temporaryFolder';
import { runTurnout } from './turnoutProcess';

const words = ['river', 'stone', 'green', 'why', '42', 'return', 'each', 'boat', '{', 'summer'];

/** A data folder with so many chat prompts, of which about half are held out. */
async function writeData(count: number): Promise<string> {
  const data = await writeRoutellmTree(smallTree);
  await addOutcomes(data, smallOutcomes);
  mkdirSync(path.join(data, 'prompts'));
  const lines = Array.from({ length: count }, (_, index) => {
    const prompt = Array.from(
      { length: 3 + (index % 17) },
      (_, place) => words[(index * 7 + place * 3) % 10],
    ).join(' ');
    return `${JSON.stringify({ source: 'arena_hard_v9', prompt: `${prompt} ${index}` })}\n`;
  });
  writeFileSync(path.join(data, 'prompts', 'chat.jsonl'), lines.join(''));
  return data;
}

describe('evaluate --slider', () => {
  it('prints how far the share sent lies from the one asked for, of groups that are large enough', async () => {
    const data = await writeData(560);
    const args = ['evaluate', '--data', data, '--slider', '--router', 'lexical'];
    const { code, stdout } = await runTurnout([...args, '--json'], { home: temporaryFolder() });
    expect(code).toBe(0);
    const rows = JSON.parse(stdout);
    expect(rows).toHaveLength(1);
    const [{ router, group, prompts, ...errors }] = rows;
    expect([router, group]).toEqual(['lexical', 'chat']);
    expect(prompts).toBeGreaterThan(200);
    expect(Object.keys(errors)).toEqual(['untouched', 'first20', 'first200', 'after200']);
    for (const error of Object.values(errors)) {
      expect(error).toBeGreaterThanOrEqual(0);
      expect(error).toBeLessThanOrEqual(50);
    }
    // 200 of them have taught it where they lie; the router tells few of these words apart, so no threshold fits exactly.
    expect(errors.after200).toBeLessThan(errors.untouched);
    expect(errors.after200).toBeLessThan(16);
  });

  it('names a folder without enough prompts', async () => {
    const data = await writeData(40);
    const { code, stderr } = await runTurnout(['evaluate', '--data', data, '--slider'], {
      home: temporaryFolder(),
    });
    expect(code).toBe(1);
    expect(stderr).toContain(`No group of ${data} has more than 200 prompts`);
  });

  it.each([['--slider'], ['--curves', 'file.json']])('needs the outcomes: %s', async (...args) => {
    const data = await writeData(40);
    rmSync(path.join(data, 'outcomes'), { recursive: true });
    const { code, stderr } = await runTurnout(['evaluate', '--data', data, ...args]);
    expect(code).toBe(1);
    expect(stderr).toContain(`the folder "outcomes" in ${data}`);
  });
});

it('evaluate --curves writes what a router recovers at every share', async () => {
  const data = await writeData(40);
  const file = path.join(temporaryFolder(), 'curves.json');
  const args = ['evaluate', '--data', data, '--curves', file, '--router', 'lexical'];
  expect(await runTurnout(args, { home: temporaryFolder() })).toMatchObject({
    code: 0,
    stdout: `${file} written.\n`,
  });
  const { benchmarks, routers } = JSON.parse(readFileSync(file, 'utf8'));
  expect(benchmarks[0]).toEqual({ title: 'MMLU', prompts: 3 });
  expect(routers.lexical.points).toHaveLength(21);
  expect(routers.lexical.points[20]).toEqual({ strongShare: 1, pgr: 1, low: 1, high: 1 });
});
