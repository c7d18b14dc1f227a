import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { oldestSidePackage, repository } from '../../src/launch/layout.mjs';

function readJson(...segments: string[]) {
  return JSON.parse(readFileSync(path.join(...segments), 'utf8'));
}

it('the oldest VS Code that is tested is the oldest that may install Turnout, and the one its types are of', () => {
  const { engines, devDependencies } = readJson(repository, 'package.json');
  const [, oldest] = /^\^1\.(\d+)\.0$/.exec(engines.vscode) ?? [];
  expect(oldest).toBeDefined();
  // code-server counts as VS Code does, from another first number.
  const { dependencies } = readJson(oldestSidePackage, 'package.json');
  expect(dependencies['code-server']).toMatch(new RegExp(`^4\\.${oldest}\\.\\d+$`));
  expect(devDependencies['@types/vscode']).toBe(`~1.${oldest}.0`);
  for (const folder of ['test/e2e/harness', 'src/launch/opener']) {
    expect(readJson(repository, folder, 'package.json').engines.vscode).toBe(engines.vscode);
  }
});
