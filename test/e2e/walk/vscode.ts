import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, inject } from 'vitest';
import { launchBrowser } from '../../../src/launch/browser.mjs';
import { testResults } from '../../../src/launch/layout.mjs';
import { seedSettings, startVsCode, type VsCodeServer } from '../../../src/launch/vscodeServer.mjs';
import { createLedgerFile } from '../../../src/node/ledger/ledgerFile';
import type { Entry } from '../../../src/routing/ledger/ledger';
import { setDisplayLanguage } from './displayLanguage';
import { Workbench } from './workbench';

export interface Settings {
  /** What the user set, before VS Code starts. */
  readonly user?: Readonly<Record<string, unknown>>;
  /** Settings of machine scope. */
  readonly machine?: Readonly<Record<string, unknown>>;
  /** What it is shown in, if not English. */
  readonly language?: string;
  /** What Turnout recorded earlier, oldest first. */
  readonly ledger?: readonly Entry[];
  /** The text of the files in the folder it opens, by their names. */
  readonly files?: Readonly<Record<string, string>>;
  /** Does more to that folder before VS Code opens it. */
  readonly arrange?: (workspace: string) => void;
  /** Variables of its environment. */
  readonly env?: Readonly<Record<string, string>>;
  /** The folder of the installed extension, if not the one all tests share. */
  readonly extensions?: string;
}

/** A VS Code with Turnout installed, and a browser that shows it. */
export interface VsCode {
  readonly page: Page;
  readonly workbench: Workbench;
  /** Everything it keeps on disk. */
  readonly data: string;
  /** The folder it opens. */
  readonly workspace: string;
  /** Turnout's data folder in it. */
  readonly home: string;
  /** The user's settings, as a file. */
  readonly settingsFile: string;
}

export const screenshots = path.join(testResults, 'walk');

/**
 * Gives the tests of a file a VS Code of their own, which has never been used before.
 *
 * @param settings read when it starts, after the hooks registered before
 * @returns it, once the tests run
 */
export function useVsCode(settings: () => Settings | Promise<Settings> = () => ({})): () => VsCode {
  let server: VsCodeServer | undefined;
  let browser: Browser | undefined;
  let running: VsCode | undefined;
  const data = mkdtempSync(path.join(inject('walks'), 'walk-'));
  const home = path.join(data, 'home');
  const settingsFile = path.join(data, 'user', 'User', 'settings.json');

  beforeAll(async () => {
    const {
      user,
      machine,
      language,
      ledger = [],
      files = {},
      arrange,
      env: further,
      extensions = inject('extensions'),
    } = await settings();
    seedSettings(data, { 'workbench.startupEditor': 'none', ...user }, { ...machine });
    if (language !== undefined) setDisplayLanguage(data, language);
    const workspace = path.join(data, 'workspace');
    mkdirSync(workspace);
    for (const [name, text] of Object.entries(files)) writeFileSync(path.join(workspace, name), text);
    arrange?.(workspace);
    for (const entry of ledger) await createLedgerFile(home).append(entry);
    const env = { TURNOUT_HOME: home, ...further };
    server = await startVsCode({ vscode: inject('vscode'), data, extensions, workspace, env });
    browser = await launchBrowser();
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
    await context.grantPermissions(['clipboard-read', 'clipboard-write']);
    const page = await context.newPage();
    const workbench = new Workbench(page);
    running = { page, workbench, data, workspace, home, settingsFile };
    await page.goto(server.url);
    await workbench.ready();
  });

  afterEach(async ({ task }) => {
    if (task.result?.state !== 'fail') return;
    const name = task.name.replace(/[^\w]+/g, '-');
    await running?.page.screenshot({ path: path.join(screenshots, `failed-${name}.png`) });
  });

  afterAll(async () => {
    await browser?.close();
    await server?.stop();
  });

  return () => {
    if (running === undefined) throw new Error('VS Code is not up: its set-up failed.');
    return running;
  };
}
