import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { isInstalled } from '../../src/launch/packages.mjs';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'turnout-'));
  mkdirSync(path.join(folder, 'node_modules'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

type Packages = Record<string, { version: string; optional?: boolean }>;

function write(file: 'package-lock.json' | 'node_modules/.package-lock.json', packages: Packages): void {
  writeFileSync(path.join(folder, file), JSON.stringify({ packages }));
}

const locked = {
  '': { version: '0.1.0' },
  'node_modules/a': { version: '1.0.0' },
  'node_modules/for-another-platform': { version: '1.0.0', optional: true },
};

test('nothing is installed in a fresh clone, or after an installation cut short', () => {
  write('package-lock.json', locked);
  expect(isInstalled(folder)).toBe(false);
});

test('all is installed once every package has the locked version', () => {
  write('package-lock.json', locked);
  write('node_modules/.package-lock.json', { 'node_modules/a': { version: '1.0.0' } });
  expect(isInstalled(folder)).toBe(true);
});

test('a changed lock file asks for an installation', () => {
  write('node_modules/.package-lock.json', { 'node_modules/a': { version: '1.0.0' } });
  write('package-lock.json', { ...locked, 'node_modules/a': { version: '1.0.1' } });
  expect(isInstalled(folder)).toBe(false);
  write('package-lock.json', { ...locked, 'node_modules/b': { version: '1.0.0' } });
  expect(isInstalled(folder)).toBe(false);
});
