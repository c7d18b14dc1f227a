import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { build, type Plugin } from 'esbuild';
import { marked } from 'marked';
import { beforeAll, expect, it, onTestFinished } from 'vitest';
import { plainBaselines } from '../../src/evaluation/baselines/baselineList';
import { benchmarks } from '../../src/evaluation/benchmarks/benchmarkList';
import { locateData } from '../../src/evaluation/dataFolders';
import { evaluate } from '../../src/evaluation/evaluate';
import type * as Dispatching from '../../src/node/dispatcher';
import type * as RouterList from '../../src/node/routers/routerList';
import { smallTree, writeRoutellmTree } from '../evaluation/routellmTree';
import { temporaryFolder } from '../node/temporaryFolder';

const root = path.join(import.meta.dirname, '..', '..');
const listFile = path.join(root, 'src', 'node', 'routers', 'routerList.ts');
const routerFile = path.join(root, 'src', 'routing', 'routers', 'longWords.ts');
const startOfList = 'const routers: Readonly<Record<string, Listing>> = {\n';
const choice = { router: 'long_words', ifUnavailable: 'fail' } as const;

let turnout: typeof Dispatching & typeof RouterList;

/** The page's blocks of TypeScript; each begins with a line that names its file. */
async function readBlocks(): Promise<readonly string[]> {
  const page = await readFile(path.join(root, 'docs', 'adding-a-router.md'), 'utf8');
  return marked
    .lexer(page)
    .flatMap((token) => (token.type === 'code' && token.lang === 'ts' ? [String(token.text)] : []));
}

/** Puts the page's router and its entry into the sources while they are bundled. */
async function followPage(): Promise<Plugin> {
  const [router = '', list = ''] = await readBlocks();
  expect(router).toMatch(/^\/\/ src\/routing\/routers\/longWords\.ts\n/);
  expect(list).toMatch(/^\/\/ src\/node\/routers\/routerList\.ts\n/);
  const imports = list.match(/^import .*;\n/gm)?.join('') ?? '';
  const entry = list.replace(/^(\/\/|import ).*\n/gm, '');
  const source = await readFile(listFile, 'utf8');
  expect(source.split(startOfList)).toHaveLength(2);
  const changed = imports + source.replace(startOfList, `${startOfList}${entry}\n`);
  return {
    name: 'page',
    setup: ({ onLoad, onResolve }) => {
      onResolve({ filter: /\/longWords$/ }, () => ({ path: routerFile }));
      onLoad({ filter: /longWords\.ts$/ }, () => ({ contents: router, loader: 'ts' }));
      onLoad({ filter: /routerList\.ts$/ }, () => ({ contents: changed, loader: 'ts' }));
    },
  };
}

beforeAll(async () => {
  const outfile = path.join(root, 'test-results', 'adding-a-router', 'turnout.cjs');
  const contents =
    "export * from './src/node/dispatcher'; export * from './src/node/routers/routerList';";
  await build({
    stdin: { contents, resolveDir: root },
    outfile,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    plugins: [await followPage()],
    logLevel: 'warning',
  });
  turnout = createRequire(import.meta.url)(outfile);
});

function openDispatcher(): Dispatching.Dispatcher {
  const dispatcher = turnout.createDispatcher({
    modelsFolder: path.join(root, 'models'),
    packFolders: [],
    calibrationFolder: temporaryFolder(),
    workerFile: 'not needed: this router reads no embedding',
    onFallback: (why) => expect.unreachable(why.message),
  });
  onTestFinished(() => dispatcher.close());
  return dispatcher;
}

it('lists the router of the page', () => {
  expect(turnout.routerNames).toContain('long_words');
});

it('routes prompts by it', async () => {
  const dispatcher = openDispatcher();
  const limit = { kind: 'strong-share', strongShare: 0.5 } as const;
  const easy = await dispatcher.decide('Name a river in France.', choice, limit);
  const hard = await dispatcher.decide('Characterise bounded holomorphic functions.', choice, limit);
  expect(easy).toMatchObject({ model: 'weak', winRate: 0, threshold: 0.2, router: 'long_words' });
  expect(hard).toMatchObject({ model: 'strong', winRate: 0.75, threshold: 0.2, router: 'long_words' });
  expect(await dispatcher.winRate('a'.repeat(1_000_000), choice)).toEqual({
    winRate: 1 - 1e-6,
    unknownShare: 0,
  });
});

it('measures it on benchmarks', async () => {
  const dispatcher = openDispatcher();
  const { benchmarks: results } = await evaluate({
    data: await locateData(await writeRoutellmTree(smallTree)),
    benchmarks: benchmarks.filter(({ group }) => group === 'paper'),
    routers: [{ name: choice.router, winRate: (prompt) => dispatcher.winRate(prompt, choice) }],
    openBaselines: async () => plainBaselines,
    isTrainedOn: () => false,
    sample: undefined,
    grid: 'exact',
    onProgress: () => undefined,
  });
  expect(results).toHaveLength(3);
  for (const { routers } of results) expect(routers[0]?.router).toBe('long_words');
});
