import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { repository } from '../../src/launch/layout.mjs';
import { pack } from '../../src/launch/vsix.mjs';
import { stage } from '../../src/launch/vsixContent.mjs';
import { createDispatcher } from '../../src/node/dispatcher';
import type { TurnoutError } from '../../src/routing/errors';
import { unzip } from './unzip';

const require = createRequire(import.meta.url);
const { listFiles, PackageManager } = require('@vscode/vsce');
const { nativeSources, targets } = require('../../esbuild.js');

/** In every VSIX. Pictures of README are not: it shows those of the repository. */
const everywhere = [
  'CHANGELOG.md',
  'LICENSE',
  'NOTICE',
  'README.md',
  'dist/THIRD_PARTY_NOTICES.txt',
  'dist/encoderWorker.js',
  'dist/extension.js',
  'dist/packages/anthropic.js',
  'dist/packages/openai.js',
  'dist/packages/picomatch.js',
  'dist/packages/prices.js',
  'dist/packages/streamJson.js',
  'dist/webview/codicon.css',
  'dist/webview/codicon.ttf',
  'dist/webview/report.css',
  'dist/webview/report.js',
  'dist/webview/sidebar.css',
  'dist/webview/sidebar.js',
  'media/icon.png',
  'media/turnout-dark.svg',
  'media/turnout-light.svg',
  'media/turnout.svg',
  'models/calibration.json',
  'models/lexical.json',
  'models/manifest.json',
  'package.json',
  ...namesIn('.', /^package\.nls.*\.json$/),
  ...namesIn('l10n', /^bundle\.l10n.*\.json$/),
  ...namesIn('media/walkthrough', /\.svg$/),
];

/** Where the encoder runs. */
const weights = [
  'models/default.json',
  'models/encoder.onnx',
  'models/levels.json',
  'models/mf.json',
  'models/qualityCurves.json',
  'models/swRanking.bin',
  'models/swRanking.json',
  'models/tokenizer.json',
];

const natives: Record<string, readonly string[]> = {
  'linux-x64': ['libonnxruntime.so.1', 'onnxruntime_binding.node'],
  'linux-arm64': ['libonnxruntime.so.1', 'onnxruntime_binding.node'],
  'darwin-arm64': ['libonnxruntime.1.dylib', 'onnxruntime_binding.node'],
  'win32-x64': ['DirectML.dll', 'onnxruntime.dll', 'onnxruntime_binding.node'],
  'win32-arm64': ['DirectML.dll', 'onnxruntime.dll', 'onnxruntime_binding.node'],
};

function namesIn(folder: string, pattern: RegExp): string[] {
  const full = path.join(repository, folder);
  if (!existsSync(full)) return [];
  return readdirSync(full)
    .filter((name) => pattern.test(name))
    .map((name) => path.posix.join(folder, name));
}

const folder = mkdtempSync(path.join(os.tmpdir(), 'turnout-vsix-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** As `npm run package -- --target all` builds it, but that native files are empty, with much that must not be shipped. */
const dist = path.join(folder, 'dist');

beforeAll(() => {
  const built = path.join(repository, 'dist');
  if (!existsSync(path.join(built, 'extension.js'))) {
    throw new Error('dist/extension.js is missing: run `npm run build` first.');
  }
  cpSync(built, dist, { recursive: true, filter: (file) => path.basename(file) !== 'native' });
  for (const target of targets) {
    mkdirSync(path.join(dist, 'native', target), { recursive: true });
    const names = [...nativeSources(target).map((file: string) => path.basename(file)), 'left-over/file.txt'];
    for (const name of names) writeDecoy(path.join('native', target, name));
  }
  for (const name of [
    'THIRD_PARTY_NOTICES.txt',
    'extension.js.map',
    'webview/report.js.map',
    'suite.test.js',
  ]) {
    writeDecoy(name);
  }
});

function writeDecoy(name: string): void {
  mkdirSync(path.join(dist, path.dirname(name)), { recursive: true });
  writeFileSync(path.join(dist, name), 'not the real one\n');
}

function staged(target: string): string {
  const staging = mkdtempSync(path.join(folder, target));
  stage(target, staging, dist);
  return staging;
}

describe('a VSIX holds what its target needs and nothing else', () => {
  it('for every target there is', () => {
    expect([...targets].sort()).toEqual([...Object.keys(natives), 'universal'].sort());
  });

  it.each(Object.keys(natives))('%s: all weights and its own native code', async (target) => {
    const options = { cwd: staged(target), packageManager: PackageManager.None, followSymlinks: true };
    const listed = await listFiles(options);
    const native = natives[target]?.map((name) => `dist/native/${target}/${name}`) ?? [];
    expect([...listed].sort()).toEqual([...everywhere, ...weights, ...native].sort());
    for (const file of nativeSources(target)) expect(statSync(file).size).toBeGreaterThan(200_000);
  });

  it('names in its manifest no picture that is left out', () => {
    const manifest = readFileSync(path.join(repository, 'package.json'), 'utf8');
    const named = [...manifest.matchAll(/"(media\/[^"]+)"/g)].map(([, name]) => name);
    expect(named.length).toBeGreaterThan(2);
    expect(named.filter((name) => name !== undefined && !everywhere.includes(name))).toEqual([]);
  });
});

describe('the universal VSIX', () => {
  let unpacked: string;
  let names: string[];

  beforeAll(async () => {
    const file = path.join(folder, 'universal.vsix');
    expect(await pack(staged('universal'), file, ['--follow-symlinks'])).toEqual([]);
    names = await unzip(file, path.join(folder, 'universal'));
    unpacked = path.join(folder, 'universal', 'extension');
  }, 120_000);

  it('holds what runs anywhere', () => {
    const renamed: Record<string, string> = {
      'CHANGELOG.md': 'changelog.md',
      LICENSE: 'LICENSE.txt',
      'README.md': 'readme.md',
    };
    const inside = everywhere.map((name) => `extension/${renamed[name] ?? name}`);
    expect(names).toEqual([...inside, 'extension.vsixmanifest', '[Content_Types].xml'].sort());
  });

  it('is offered to every kind of machine', () => {
    const manifest = readFileSync(path.join(path.dirname(unpacked), 'extension.vsixmanifest'), 'utf8');
    expect(manifest).toContain('<Identity');
    expect(manifest).not.toContain('TargetPlatform');
  });

  it('decides by the lexical router and says why', async () => {
    const told: TurnoutError[] = [];
    const dispatcher = createDispatcher({
      modelsFolder: path.join(unpacked, 'models'),
      workerFile: path.join(unpacked, 'dist', 'encoderWorker.js'),
      packFolders: [],
      onFallback: (why) => told.push(why),
    });
    const limit = { kind: 'strong-share', strongShare: 0.5 } as const;
    const decide = (router: string, ifUnavailable: 'fall-back' | 'fail') =>
      dispatcher.decide('Prove that there are infinitely many primes.', { router, ifUnavailable }, limit);
    try {
      const decision = await decide('default', 'fall-back');
      expect(decision).toMatchObject({ router: 'lexical', winRate: expect.any(Number) });
      expect(await decide('lexical', 'fail')).toMatchObject({ winRate: decision.winRate });
      expect(told.map(({ code }) => code)).toEqual(['encoder-unavailable']);
      expect(told[0]?.message).toContain('the package of Turnout for any machine comes without');
      for (const router of ['default', 'mf', 'sw_ranking']) {
        await expect(decide(router, 'fail')).rejects.toMatchObject({ code: 'encoder-unavailable' });
      }
    } finally {
      await dispatcher.close();
    }
  });
});
