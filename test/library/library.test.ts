import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type Anthropic from '@anthropic-ai/sdk';
import { marked } from 'marked';
import type OpenAI from 'openai';
import { afterAll, beforeAll, describe, expect, expectTypeOf, it } from 'vitest';
import type { Prompt } from '../../src/library/library';
import { checkTypes, installPacked, print, root } from './installed';

let folder: string;

beforeAll(async () => {
  folder = await installPacked();
}, 120_000);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The example of the page's section. */
const example = (() => {
  const tokens = marked.lexer(readFileSync(path.join(root, 'docs', 'command-line.md'), 'utf8'));
  const section = tokens.findIndex((token) => token.type === 'heading' && token.text === 'As a library');
  const code = tokens.slice(section).find((token) => token.type === 'code');
  return code?.type === 'code' ? String(code.text) : '';
})();

/** Runs a module in the folder Turnout is installed in; it prints one JSON value. */
async function evaluate(body: string): Promise<unknown> {
  const file = path.join(folder, 'evaluate.mjs');
  writeFileSync(file, `import { createRouter, TurnoutError } from 'turnout';\n${body}`);
  return JSON.parse(await print(process.execPath, [file], folder));
}

describe('the page’s example', () => {
  it('runs where Turnout is installed, and decides as the command line does', async () => {
    expect(example).toContain("from 'turnout'");
    writeFileSync(path.join(folder, 'example.mjs'), example);
    const [first = '', second] = (await print(process.execPath, ['example.mjs'], folder)).split('\n');
    const route = [path.join(root, 'dist', 'cli.js'), 'route', '--json', '--strong-share', '0.3'];
    const decide = async (prompt: string) =>
      JSON.parse(await print(process.execPath, [...route, prompt], folder));
    const hard = await decide('Prove that there are infinitely many primes.');
    const easy = await decide('What is the capital of France?');
    expect(first).toBe(`${hard.model} ${hard.winRate} ${hard.threshold}`);
    expect(second).toBe(easy.model === 'strong' ? 'ask the dear one' : 'ask the cheap one');
  });

  it('runs in the clone', async () => {
    mkdirSync(path.join(root, 'test-results'), { recursive: true });
    const file = path.join(root, 'test-results', 'example.mjs');
    writeFileSync(file, example);
    expect(await print(process.execPath, [file], root)).toMatch(/^(strong|weak) 0\.\d+ 0\.\d+\nask the /);
  });

  it.each([
    ['node16', 'node16'],
    ['nodenext', 'nodenext'],
    ['esnext', 'bundler'],
  ])('has the types it says it has, by the rules of module %s', async (module, resolution) => {
    writeFileSync(path.join(folder, 'example.mts'), example);
    expect(await checkTypes(folder, 'example.mts', module, resolution)).toBe('');
  });
});

describe('the types', () => {
  it('refuse what the code refuses', async () => {
    const lines = [
      "import { createRouter, type Decision, TurnoutError } from 'turnout';",
      '// @ts-expect-error a share is a number',
      "await createRouter({ strongShare: '0.3' });",
      '// @ts-expect-error one of both',
      'await createRouter({ strongShare: 0.3, threshold: 0.5 });',
      'const router = await createRouter({ threshold: 0.5, onFallback: ({ code }) => console.log(code) });',
      "const { model, winRate, reason }: Decision = await router.decide('Why?', { strongShare: 1 });",
      "const side: 'strong' | 'weak' = model;",
      '// @ts-expect-error it may be null',
      'const rate: number = winRate;',
      "if (reason.code === 'router-failed') console.log(reason.detail);",
      "console.log(side, rate, new TurnoutError('bad-input', '').code);",
    ];
    writeFileSync(path.join(folder, 'misuse.mts'), lines.join('\n'));
    expect(await checkTypes(folder, 'misuse.mts', 'node16', 'node16')).toBe('');
  });

  // Held by the compiler, in `npm run check`.
  it("take the messages of OpenAI's and Anthropic's own packages", () => {
    expectTypeOf<OpenAI.ChatCompletionMessageParam[]>().toExtend<Prompt>();
    expectTypeOf<Anthropic.MessageParam[]>().toExtend<Prompt>();
  });
});

describe('a router', () => {
  it('decides by the share, by a win rate, and by another line for one prompt', async () => {
    const decided = await evaluate(`
      const router = await createRouter({ router: 'lexical', threshold: 0.4 });
      const prompt = 'Write a function that parses dates.';
      console.log(JSON.stringify([
        await router.decide(prompt),
        await router.decide(prompt, { threshold: 0 }),
        await router.decide(prompt, { strongShare: 0 }),
        await router.winRate(prompt),
      ]));`);
    const [usual, all, none, winRate] = decided as [unknown, unknown, unknown, number];
    expect(usual).toMatchObject({ router: 'lexical', threshold: 0.4, winRate });
    expect(all).toMatchObject({ model: 'strong', threshold: 0, winRate });
    expect(none).toMatchObject({ model: 'weak', threshold: 1, strongShare: 0, winRate });
  });

  it('reads the last ask of a conversation, not what tools gave back', async () => {
    const [conversation, alone] = (await evaluate(`
      const router = await createRouter({ router: 'lexical' });
      console.log(JSON.stringify([
        await router.winRate([
          { role: 'user', content: 'Hello' },
          { role: 'assistant', content: 'Hi.' },
          { role: 'user', content: [{ type: 'text', text: 'Sort these lines.' }] },
          { role: 'assistant', content: null, tool_calls: [] },
          { role: 'tool', content: 'b\\na' },
        ]),
        await router.winRate('Sort these lines.'),
      ]));`)) as [number, number];
    expect(conversation).toBe(alone);
  });

  it('says what is wrong with what it is given', async () => {
    const told = await evaluate(`
      const lexical = await createRouter({ router: 'lexical' });
      const wrong = [
        () => createRouter({ router: 'lexicl' }),
        () => createRouter({ strongShare: 30 }),
        () => createRouter({ strongShare: 0.3, threshold: 0.4 }),
        () => createRouter({ router: 'bert' }),
        () => lexical.decide('  '),
        () => lexical.decide(undefined),
        () => lexical.decide([{ role: 'user' }]),
        () => lexical.decide('Why?', { threshold: 2 }),
        () => lexical.winRate(['Why?']),
      ];
      const told = [];
      for (const act of wrong) {
        await act().then(() => told.push('nothing'), (error) => told.push([error instanceof TurnoutError, error.code]));
      }
      console.log(JSON.stringify(told));`);
    const codes = [
      'unknown-router',
      'bad-input',
      'bad-input',
      'weights-missing',
      'empty-prompt',
      'bad-input',
      'empty-prompt',
      'bad-input',
      'bad-input',
    ];
    expect(told).toEqual(codes.map((code) => [true, code]));
  });

  it('is had by require too, and lets a program end that never closes it', async () => {
    const program = "require('turnout').createRouter().then((r) => r.winRate('Why?')).then(console.log)";
    expect(Number(await print(process.execPath, ['-e', program], folder))).toBeGreaterThan(0);
  });

  it('gives way to the lexical one where the encoder cannot run, unless it was named', async () => {
    const native = path.join(folder, 'node_modules', 'turnout', 'dist', 'native');
    renameSync(native, `${native}-away`);
    try {
      const told = await evaluate(`
        const why = [];
        const router = await createRouter({ onFallback: ({ code }) => why.push(code) });
        const { router: decided } = await router.decide('Why?');
        await router.decide('How?');
        const named = await createRouter({ router: 'default' });
        const refused = await named.decide('Why?').then(() => 'nothing', ({ code }) => code);
        console.log(JSON.stringify({ decided, why, refused }));`);
      expect(told).toEqual({
        decided: 'lexical',
        why: ['encoder-unavailable'],
        refused: 'encoder-unavailable',
      });
    } finally {
      renameSync(`${native}-away`, native);
    }
  });
});

it('leaves the extension to be started by a file of its own', () => {
  const { main } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
  expect(main).toBe('./dist/extension.js');
});
