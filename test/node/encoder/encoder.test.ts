import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { build } from 'esbuild';
import { expect, onTestFinished, test } from 'vitest';
import { createEncoder, type Encoder } from '../../../src/node/encoder/encoder';
import { temporaryFolder } from '../temporaryFolder';

const repository = path.join(import.meta.dirname, '..', '..', '..');

/** The built worker on the bundled weights, stopped with the test. */
function encoderOn(modelsFolder = path.join(repository, 'models')): Encoder {
  const encoder = createEncoder(path.join(repository, 'dist', 'encoderWorker.js'), modelsFolder);
  onTestFinished(() => encoder.close());
  return encoder;
}

test('an embedding is a direction: 384 numbers of length one', async () => {
  const { values } = await encoderOn().embed('How do I sort a list?');
  expect(values).toHaveLength(384);
  expect(Math.hypot(...values)).toBeCloseTo(1, 5);
});

test.each([
  ['Sort a list.', 0],
  ['整列', 0],
  // Of each word one piece says that it begins, and all that is unknown of it is one more.
  ['Sort ᏣᎳᎩ now', 1 / 4],
  ['ᏣᎳᎩ', 1 / 2],
])('of %j the share %d is unknown', async (prompt, share) => {
  const { unknownShare } = await encoderOn().embed(prompt);
  expect(unknownShare).toBeCloseTo(share, 12);
});

test('prompts asked for at once each get their own embedding', async () => {
  const encoder = encoderOn();
  const prompts = Array.from({ length: 20 }, (_, number) => `Count to ${number}.`);
  const together = await Promise.all(prompts.map((prompt) => encoder.embed(prompt)));
  for (const [index, prompt] of prompts.entries()) {
    expect(await encoder.embed(prompt)).toEqual(together[index]);
  }
});

test('near meanings lie nearer than far ones', async () => {
  const encoder = encoderOn();
  const [git, commit, recipe] = await Promise.all(
    ['How do I undo a git commit?', 'Revert my last commit in git', 'A recipe for lentil soup'].map(
      async (prompt) => (await encoder.embed(prompt)).values,
    ),
  );
  const cosine = (a?: Float32Array, b?: Float32Array) =>
    a?.reduce((sum, value, index) => sum + value * (b?.[index] ?? 0), 0) ?? Number.NaN;
  expect(cosine(git, commit)).toBeGreaterThan(cosine(git, recipe));
});

test('a worker that is stopped rejects what was waiting, and the next prompt starts another', async () => {
  const encoder = encoderOn();
  const before = await encoder.embed('one');
  const waiting = encoder.embed('two');
  await Promise.all([expect(waiting).rejects.toMatchObject({ code: 'router-failed' }), encoder.close()]);
  expect(await encoder.embed('one')).toEqual(before);
  expect((await encoder.embed('two')).values).toHaveLength(384);
});

test('weights that are missing are named for every prompt', async () => {
  const folder = temporaryFolder();
  const encoder = encoderOn(folder);
  for (const prompt of ['one', 'two']) {
    await expect(encoder.embed(prompt)).rejects.toMatchObject({
      code: 'weights-missing',
      message: expect.stringContaining(path.join(folder, 'manifest.json')),
    });
  }
});

test.each([
  ['lone surrogates', '\ud800 and \udfff'],
  ['a null character', 'a\0b'],
  ['only emoji', '🎉'.repeat(500)],
  ['a megabyte', 'word '.repeat(200_000)],
])('%s is embedded like anything else', async (_name, prompt) => {
  const { values } = await encoderOn().embed(prompt);
  expect(Math.hypot(...values)).toBeCloseTo(1, 5);
});

test.each([path.join(repository, 'models'), path.join(repository, 'no-such-models')])(
  'an encoder that was started on %s and never asked keeps no program running',
  async (modelsFolder) => {
    const program = path.join(temporaryFolder(), 'program.cjs');
    await build({
      stdin: {
        contents: `import { createEncoder } from './src/node/encoder/encoder';
          const [workerFile, modelsFolder] = process.argv.slice(2);
          createEncoder(workerFile, modelsFolder).start();`,
        resolveDir: repository,
        loader: 'ts',
      },
      outfile: program,
      bundle: true,
      platform: 'node',
    });
    const worker = path.join(repository, 'dist', 'encoderWorker.js');
    const child = spawn(process.execPath, [program, worker, modelsFolder], { stdio: 'inherit' });
    expect(await once(child, 'exit')).toEqual([0, null]);
  },
);

test('an encoder that was started gives the same embeddings', async () => {
  const started = encoderOn();
  started.start();
  started.start();
  expect(await started.embed('one')).toEqual(await encoderOn().embed('one'));
});
