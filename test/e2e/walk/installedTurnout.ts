import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { TestProject } from 'vitest/node';
import { oldestVscode, type VsCodeBuild, vscodeOfToday } from '../../../src/launch/vscodeFromNpm.mjs';
import { extensionsOf, installVsix } from '../../../src/launch/vscodeServer.mjs';

declare module 'vitest' {
  interface ProvidedContext {
    /** The folder with Turnout in it as VS Code installed it. */
    readonly extensions: string;
    /** That it was installed into. */
    readonly vscode: VsCodeBuild;
    /** The folder for whatever a VS Code of the walk keeps; it goes when all of them have ended. */
    readonly walks: string;
  }
}

const folder = mkdtempSync(path.join(os.tmpdir(), 'turnout-walks-'));

/** Installs the VSIX once for all files of the walk. */
export async function setup(project: TestProject): Promise<void> {
  const vsix = process.env.TURNOUT_VSIX;
  if (vsix === undefined) throw new Error('The walk needs a VSIX: start it with `npm test -- walk`.');
  const vscode = process.env.TURNOUT_VSCODE === 'oldest' ? oldestVscode : vscodeOfToday;
  const installed = path.join(folder, 'installed');
  await installVsix([vsix], installed, vscode);
  project.provide('vscode', vscode);
  project.provide('extensions', extensionsOf(installed));
  project.provide('walks', folder);
}

export function teardown(): void {
  // The helpers of the last VS Code may still be writing.
  rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 500 });
}
