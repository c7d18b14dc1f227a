import { readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { smallTree, writeRoutellmTree } from '../evaluation/routellmTree';
import { temporaryFolder } from '../node/temporaryFolder';
import { parseLines, runTurnout, shippedModels } from './turnoutProcess';

/** The shipped weights with one file's last byte changed. */
const damagedModels = (name: string) =>
  changedModels(name, (bytes) => {
    bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1;
    return bytes;
  });

/** The shipped weights with half of one file, as after a full disk. */
const cutModels = (name: string) => changedModels(name, (bytes) => bytes.subarray(0, bytes.length / 2));

/** The shipped weights with another router's in the place of one. */
const swappedModels = (name: string) =>
  changedModels(name, () => readFileSync(path.join(shippedModels, 'mf.json')));

/** The shipped weights, of which the manifest expects another hash of one file. */
function distrustedModels(name: string): string {
  return changedModels('manifest.json', (bytes) => {
    const manifest = JSON.parse(bytes.toString('utf8'));
    manifest.files[name].sha256 = '0'.repeat(64);
    return Buffer.from(JSON.stringify(manifest));
  });
}

function changedModels(name: string, change: (bytes: Buffer) => Buffer): string {
  const models = modelsWithout(name);
  writeFileSync(path.join(models, name), change(readFileSync(path.join(shippedModels, name))));
  return models;
}

function modelsWithout(name: string): string {
  const models = temporaryFolder();
  for (const file of readdirSync(shippedModels)) {
    if (file !== name) symlinkSync(path.join(shippedModels, file), path.join(models, file));
  }
  return models;
}

const cases = [
  { what: 'a damaged encoder', file: 'encoder.onnx', make: damagedModels },
  { what: 'a damaged tokenizer', file: 'tokenizer.json', make: damagedModels },
  { what: 'a damaged router', file: 'default.json', make: damagedModels },
  { what: 'half an encoder', file: 'encoder.onnx', make: cutModels },
  { what: 'another router’s weights', file: 'default.json', make: swappedModels },
  { what: 'an encoder of another hash', file: 'encoder.onnx', make: distrustedModels },
  { what: 'a missing encoder', file: 'encoder.onnx', make: modelsWithout },
  { what: 'a missing router', file: 'default.json', make: modelsWithout },
];

describe.each(cases)('with $what ($file)', ({ file, make }) => {
  it('the lexical router decides, and the message names the file', async () => {
    const { code, stdout, stderr } = await runTurnout(['route', 'Sort a list', '--json'], {
      models: make(file),
    });
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ router: 'lexical', winRate: expect.any(Number) });
    expect(stderr).toContain(file);
    expect(stderr).toContain('lexical');
  });

  it('a router asked for by name fails instead', async () => {
    const { code, stdout, stderr } = await runTurnout(
      ['route', 'Sort a list', '--router', 'default', '--json'],
      {
        models: make(file),
      },
    );
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toContain(file);
    expect(stderr).not.toMatch(/^ +at /m);
  });
});

describe('with a damaged encoder', () => {
  const prompts = '{"prompt": "one"}\n{"prompt": "two"}\n{"prompt": "three"}\n';

  it('score falls back for every line and says so once', async () => {
    const models = damagedModels('encoder.onnx');
    const { code, stdout, stderr } = await runTurnout(['score'], { stdin: prompts, models });
    const lexical = await runTurnout(['score', '--router', 'lexical'], { stdin: prompts, models });
    expect(code).toBe(0);
    expect(parseLines(stdout)).toEqual(parseLines(lexical.stdout));
    expect(stderr.match(/lexical router decides/g)).toHaveLength(1);
    expect(lexical.stderr).toBe('');
  });

  it('score --router mf fails and names the file', async () => {
    const models = damagedModels('encoder.onnx');
    const { code, stdout, stderr } = await runTurnout(['score', '--router', 'mf'], {
      stdin: prompts,
      models,
    });
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toContain('encoder.onnx');
  });

  it('evaluate never measures a fallback under another name', async () => {
    const clone = await writeRoutellmTree(smallTree);
    const models = damagedModels('encoder.onnx');
    const { code, stdout, stderr } = await runTurnout(['evaluate', '--data', clone], { models });
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toContain('encoder.onnx');
  });
});

describe('turnout route --explain', () => {
  const explain = async (models: string) => {
    const { code, stdout } = await runTurnout(['route', 'Sort a list', '--json', '--explain'], { models });
    expect(code).toBe(0);
    return JSON.parse(stdout);
  };

  it('without the encoder says where the win rate falls, and nothing of the task', async () => {
    const { router, explanation } = await explain(modelsWithout('encoder.onnx'));
    expect(router).toBe('lexical');
    expect(explanation).toEqual({
      rank: { below: expect.any(Number), among: 'calibration-sample', prompts: expect.any(Number) },
      assessment: null,
    });
  });
});

describe('turnout route --pair', () => {
  it.each([
    { what: 'missing', models: () => modelsWithout('levels.json') },
    { what: 'damaged', models: () => damagedModels('levels.json') },
  ])('falls back where the table of levels is $what, and names it', async ({ what, models }) => {
    const pair = ['--pair', 'gpt-5', 'gpt-5-nano'];
    const { code, stdout, stderr } = await runTurnout(['route', 'Sort a list', '--json', ...pair], {
      models: models(),
    });
    expect({ code, router: JSON.parse(stdout).router }).toEqual({ code: 0, router: 'lexical' });
    expect(stderr).toMatch(new RegExp(`levels\\.json is ${what}`));
  });
});

describe('with nothing that can decide', () => {
  it.each([
    { what: 'no weights at all', file: 'manifest.json', make: () => temporaryFolder() },
    { what: 'a damaged fallback', file: 'lexical.json', make: () => damagedModels('lexical.json') },
  ])('($what) the prompt goes to the strong model, visibly', async ({ file, make }) => {
    const { code, stdout } = await runTurnout(['route', 'Sort a list', '--json'], { models: make() });
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      model: 'strong',
      winRate: null,
      strongShare: 0.5,
      reason: { code: 'router-failed', detail: expect.stringContaining(file) },
    });
  });

  it('score ends with the file’s name', async () => {
    const { code, stdout, stderr } = await runTurnout(['score'], {
      stdin: '{"prompt": "one"}\n',
      models: temporaryFolder(),
    });
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toContain('manifest.json');
  });

  it('a manifest that is not JSON is named', async () => {
    const models = temporaryFolder();
    writeFileSync(path.join(models, 'manifest.json'), '{"files": ');
    const { code, stderr } = await runTurnout(['route', 'hi', '--router', 'lexical'], { models });
    expect(code).toBe(1);
    expect(stderr).toContain(path.join(models, 'manifest.json'));
  });
});
