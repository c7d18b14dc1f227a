import { cpSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../node/temporaryFolder';
import { runTurnout } from './turnoutProcess';

const repository = path.join(import.meta.dirname, '..', '..');
const binaries = path.join(repository, 'node_modules', 'onnxruntime-node', 'bin', 'napi-v6');

/** The built program with the native code of another platform, or with none. */
function distWith(native: string | undefined): string {
  const dist = path.join(temporaryFolder(), 'dist');
  mkdirSync(dist);
  for (const file of ['cli.js', 'encoderWorker.js']) {
    cpSync(path.join(repository, 'dist', file), path.join(dist, file));
  }
  if (native !== undefined) {
    const here = path.join(dist, 'native', `${process.platform}-${process.arch}`);
    cpSync(path.join(binaries, native), here, { recursive: true });
  }
  return dist;
}

const other = process.arch === 'arm64' ? 'linux/x64' : 'linux/arm64';

test.each([
  ['native code of another platform', other, '.*'],
  ['no native code', undefined, 'this package of Turnout has no native code for it\\.'],
])('with %s the lexical router decides, and says why', async (_, native, why) => {
  const { code, stdout, stderr } = await runTurnout(['route', 'Sort a list', '--json'], {
    dist: distWith(native),
  });
  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({ router: 'lexical', winRate: expect.any(Number) });
  expect(stderr).toMatch(
    new RegExp(
      `This machine \\(\\w+ \\w+\\) cannot run the encoder: ${why}\\nThe lexical router decides instead\\.\\n$`,
    ),
  );
  expect(stderr).not.toMatch(/^ +at /m);
});
