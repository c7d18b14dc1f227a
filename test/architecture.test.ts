import { describe, expect, it } from 'vitest';
import { findCircles, findRoomCircles } from './architecture/circles';
import { findViolations } from './architecture/importRules';
import { readSources } from './architecture/sources';

function violationsOf(file: string, source: string): string[] {
  return findViolations(new Map([[file, source]]));
}

it('imports point one way', () => {
  const sources = readSources();
  expect(sources.size).toBeGreaterThan(40);
  expect(findViolations(sources)).toEqual([]);
});

it('no files import each other in a circle', () => {
  expect(findCircles(readSources())).toEqual([]);
});

it('a circle is found, also one of types and past a file that is in none', () => {
  const sources = new Map([
    ['src/a.ts', "import { d } from './d';\nimport { b } from './room/b';"],
    ['src/d.ts', ''],
    ['src/room/b.ts', "export { c } from './c';"],
    ['src/room/c.ts', "import type { A } from '../a';"],
  ]);
  expect(findCircles(sources)).toEqual(['src/a.ts → src/room/b.ts → src/room/c.ts → src/a.ts']);
});

it('no folders or files that lie side by side import each other in a circle', () => {
  expect(findRoomCircles(readSources())).toEqual([]);
});

it('a circle of rooms is found where none of their files are in one', () => {
  const sources = new Map([
    ['src/host/chat/chat.ts', "import type { Chip } from '../chips/chip';\nimport { turn } from './turn';"],
    ['src/host/chat/turn.ts', "import { models } from '../../models/list';"],
    ['src/host/chips/chip.ts', "import { words } from '../words';"],
    ['src/host/words.ts', "import type { Turn } from './chat/turn';"],
    ['src/models/list.ts', ''],
  ]);
  expect(findCircles(sources)).toHaveLength(0);
  expect(findRoomCircles(sources)).toEqual([
    'src/host/chat → src/host/chips → src/host/words.ts → src/host/chat',
  ]);
});

describe('the check finds', () => {
  it.each([
    { file: 'src/routing/a.ts', source: "import * as vscode from 'vscode';" },
    { file: 'src/routing/a.ts', source: "import type { Uri } from 'vscode';" },
    { file: 'src/routing/a.ts', source: "import { readFile } from 'node:fs/promises';" },
    { file: 'src/routing/a.ts', source: "import fs from 'fs';" },
    { file: 'src/routing/a.ts', source: "import { open } from '../node/dispatcher';" },
    { file: 'src/routing/routers/a.ts', source: "export { open } from '../../node/dispatcher';" },
    { file: 'src/routing/routers/a.ts', source: "export * from '../../node/dispatcher';" },
    { file: 'src/routing/a.ts', source: "import '../evaluation/evaluate';" },
    { file: 'src/routing/a.ts', source: "import {\n  one,\n  two,\n} from '../providers/openai';" },
    { file: 'src/routing/a.ts', source: "  const fs = await import('node:fs');" },
    { file: 'src/routing/a.ts', source: "const fs = require('node:fs');" },
    { file: 'src/routing/a.ts', source: "let fs: typeof import('node:fs');" },
    { file: 'src/webview/a.ts', source: "const b = c ? d : import('../node/dispatcher');" },
    {
      file: 'src/routing/a.ts',
      source: "await Promise.all([import('./router'), import('../node/prices')]);",
    },
    { file: 'src/routing/a.ts', source: "import data from '../../package.json';" },
    { file: 'src/providers/a.ts', source: "import { hashPrompt } from '../node/promptHash';" },
    { file: 'src/providers/a.ts', source: "import { evaluate } from '../evaluation/evaluate';" },
    { file: 'src/evaluation/a.ts', source: "import type { Manifest } from '../node/modelFiles';" },
    { file: 'src/evaluation/a.ts', source: "import { createOpenAi } from '../providers/openai';" },
    { file: 'src/node/a.ts', source: "import { start } from '../server/practicePair';" },
    { file: 'src/node/a.ts', source: "import OpenAI from 'openai';" },
    { file: 'src/extension/a.ts', source: "import type { Message } from '@anthropic-ai/sdk/resources';" },
    { file: 'src/server/a.ts', source: "import { tabulate } from '../cli/evaluationTable';" },
    { file: 'src/cli/a.ts', source: "import { activate } from '../extension/extension';" },
    { file: 'src/library/a.ts', source: "import { start } from '../server/practicePair';" },
    { file: 'src/cli/a.ts', source: "import type { Uri } from 'vscode';" },
    { file: 'src/extension/a.ts', source: "import { show } from '../webview/sidebar';" },
    { file: 'src/webview/a.ts', source: "import { askOf } from '../extension/chat';" },
    { file: 'src/webview/a.ts', source: "import { type Report } from '../evaluation/report';" },
    { file: 'src/webview/a.ts', source: "import path from 'node:path';" },
    { file: 'src/launch/a.mjs', source: "import * as vscode from 'vscode';" },
    { file: 'src/launch/a.mjs', source: "import { askOf } from '../routing/ask.ts';" },
    {
      file: 'src/launch/a.mjs',
      source:
        "/** @type {import('../routing/router.ts').Router} */ const router = undefined;\nawait import('../cli/cli.ts');",
    },
    { file: 'src/node/encoder/a.ts', source: "const run = await import('onnxruntime-node');" },
    { file: 'src/utils/a.ts', source: '' },
  ])('$source in $file', ({ file, source }) => {
    expect(violationsOf(file, source)).toHaveLength(1);
  });
});

describe('the check allows', () => {
  it.each([
    { file: 'src/routing/routers/a.ts', source: "import { TurnoutError } from '../errors';" },
    {
      file: 'src/routing/a.ts',
      source: "// import fs from 'node:fs';\n/**\n * as `import('node:fs')` would\n */",
    },
    { file: 'src/providers/a.ts', source: "import OpenAI, { type ClientOptions } from 'openai';" },
    { file: 'src/evaluation/benchmarks/a.ts', source: "import { parse } from 'csv-parse/sync';" },
    { file: 'src/node/a.ts', source: "import { evaluate } from '../evaluation/evaluate';" },
    { file: 'src/cli/a.ts', source: "import { version } from '../../package.json';" },
    { file: 'src/extension/a.ts', source: "const { start } = await import('../server/practicePair');" },
    { file: 'src/extension/a.ts', source: "import type { ToWebview } from '../webview/sidebarProtocol';" },
    { file: 'src/webview/report/a.ts', source: "import type { Report } from '../../routing/report';" },
    { file: 'src/webview/report/a.ts', source: "import { formatMoney } from '../../routing/money';" },
    { file: 'src/launch/a.mjs', source: "import { spawn } from 'node:child_process';" },
  ])('$source in $file', ({ file, source }) => {
    expect(violationsOf(file, source)).toEqual([]);
  });
});
