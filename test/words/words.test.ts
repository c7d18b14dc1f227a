import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it, test } from 'vitest';
import { ownDetails } from '../../src/providers/ownDetails';
import { type Bundle, placesOf, readJson, textsBelow } from './bundle';
import { readTexts } from './sourceTexts';

/** Beside English, each with the script of its texts, and those that hold no word. */
const languages = [
  {
    language: 'ja',
    script: /[\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Han}]/u,
    unworded: ['JSON Lines', '{0}（{1}～{2}）', '{0}%'],
  },
];

const manifest = readJson<Bundle>('package.nls.json');
const bundle = readJson<Bundle>('l10n/bundle.l10n.ja.json');
const manifestJa = readJson<Bundle>('package.nls.ja.json');

/** What the extension's core says, in English, of what went wrong. */
const core = textsBelow(['src/routing', 'src/providers', 'src/node']);
const coreTexts = [...core.values()]
  .flatMap(({ translated }) => translated.map(({ text }) => text))
  .filter((text) => /\p{L}/u.test(text));

/** What is looked up by another name than its own, by the one source that does so. */
const lookedUpByName = {
  'src/extension/wording.ts': [...coreTexts, ...Object.values(ownDetails)],
};

/** Literals for models and machines, which no person reads. */
const unseen: Readonly<Record<string, RegExp>> = {
  // What models are asked and sent.
  'src/extension/assist/codeAssist.ts': /^(Above all, explain|Make it simpler)/,
  'src/extension/assist/codePrompt.ts': /^(What comes|Answer with)/,
  'src/extension/quoting/lineCut.ts': /^… … (lines|characters) left out …$/,
  'src/extension/assist/tasks.ts': /^(Explain|Find|Refactor|Write|Document) /,
  'src/extension/commitMessage/commitPrompt.ts':
    /^(Write a commit|Answer with|The latest messages|… … more files)/,
  // Names of products, of commands and of files.
  'src/extension/assist/codeActions.ts': /^turnout\.\w+$/,
  'src/extension/models/modelPicker.ts': /^LM Studio$/,
  'src/extension/learningCommands.ts': /^turnout-signals\.jsonl$/,
  'src/extension/report/reportPanel.ts': /^turnout-(report\.html|calls\.…)$/,
  // Keys, names of groups of buttons, and styles.
  'src/webview/report/rangePicker.ts': /^range$/,
  'src/webview/report/decisionsTable.ts': /^codicon /,
  'src/webview/sidebar/composer.ts': /^Enter Control\+Enter/,
  'src/extension/report/printPage.ts': /^\nbody \{/,
  'src/extension/slider/statusBar.ts': /^\$\(repo-forked\) … ……$/,
};

const sources = textsBelow(['src/extension']);
const pages = textsBelow(['src/webview']);

function texts(): Set<string> {
  const inSources = [...sources.values()].flatMap(({ translated }) => translated.map(({ text }) => text));
  return new Set([...inSources, ...Object.values(lookedUpByName).flat()]);
}

describe.each(languages)('$language', ({ language, script, unworded }) => {
  const translated = readJson<Bundle>(`l10n/bundle.l10n.${language}.json`);
  const names = readJson<Bundle>(`package.nls.${language}.json`);

  test('has every text', () => {
    expect([...texts()].filter((text) => !(text in translated))).toEqual([]);
  });

  test('has none of a text that is gone', () => {
    const known = texts();
    expect(Object.keys(translated).filter((text) => !known.has(text))).toEqual([]);
  });

  test('has every name of package.json', () => {
    expect(Object.keys(manifest).filter((name) => !(name in names))).toEqual([]);
    expect(Object.keys(names).filter((name) => !(name in manifest))).toEqual([]);
  });

  test('has values in the same places', () => {
    const pairs = [
      ...Object.entries(translated),
      ...Object.entries(manifest).map(([name, text]) => [text, names[name] ?? ''] as const),
    ];
    expect(pairs.filter(([text, own]) => placesOf(text).join() !== placesOf(own).join())).toEqual([]);
  });

  test('is in its own script, but where there is no word', () => {
    const other = [...Object.values(translated), ...Object.values(names)].filter(
      (text) => !script.test(text),
    );
    expect(other).toEqual(unworded);
  });
});

describe('Japanese', () => {
  test('names commands as the palette does', () => {
    const commands = Object.entries(manifest).filter(([name]) => name.startsWith('command.'));
    const quoted = Object.entries(bundle).flatMap(([text, japanese]) =>
      [...text.matchAll(/“Turnout: ([^”]+)”/g)].map(([, title = '']) => ({ title, japanese })),
    );
    expect(quoted.length).toBeGreaterThan(5);
    for (const { title, japanese } of quoted) {
      const [name = title] = commands.find(([, english]) => english === title) ?? [];
      expect(japanese).toContain(`「Turnout: ${manifestJa[name]}」`);
    }
  });
});

describe('English', () => {
  test('has every name of package.json, and no other', () => {
    const text = JSON.stringify(readJson('package.json'));
    const used = new Set([...text.matchAll(/"%([^%"\s]+)%"/g)].map(([, name = '']) => name));
    expect(used.size).toBeGreaterThan(50);
    expect([...used].filter((name) => !(name in manifest))).toEqual([]);
    expect(Object.keys(manifest).filter((name) => !used.has(name))).toEqual([]);
  });

  test('is written nowhere but where it is looked up', () => {
    const loose = [...sources].flatMap(([file, found]) =>
      found.loose
        .filter(({ text }) => !unseen[file]?.test(text))
        .map(({ line, text }) => `${file}:${line} ${text}`),
    );
    expect(loose).toEqual([]);
  });

  test('is not in the pages, which are told their texts', () => {
    const loose = [...pages].flatMap(([file, found]) =>
      [...found.loose, ...found.translated]
        .filter(({ text }) => !unseen[file]?.test(text))
        .map(({ line, text }) => `${file}:${line} ${text}`),
    );
    expect(loose).toEqual([]);
  });

  test('is never put together before it is looked up', () => {
    const computed = [...sources].filter(([, found]) => found.computed.length > 0).map(([file]) => file);
    expect(computed).toEqual(Object.keys(lookedUpByName));
  });

  test('the core words nothing that cannot be looked up', () => {
    const computed = [...core]
      .filter(([file]) => file !== 'src/routing/errors.ts')
      .flatMap(([file, found]) => found.computed.map(({ line, text }) => `${file}:${line} ${text}`));
    expect(coreTexts.length).toBeGreaterThan(40);
    expect(computed).toEqual([]);
  });

  test('every exception still has what it is for', () => {
    const idle = Object.entries(unseen).filter(
      ([file, pattern]) =>
        !(sources.get(file) ?? pages.get(file))?.loose.some(({ text }) => pattern.test(text)),
    );
    expect(idle).toEqual([]);
  });
});

describe('the search finds', () => {
  const planted = readFileSync(path.join(import.meta.dirname, 'planted.txt'), 'utf8')
    .trimEnd()
    .split('\n');

  it.each(planted)('%s', (source) => {
    expect(readTexts(source).loose.length).toBeGreaterThan(0);
  });

  it('a text that is put together', () => {
    expect(readTexts("vscode.l10n.t('Saved ' + sum); t(saved)").computed).toHaveLength(2);
  });

  it('a text where it is looked up, with its line', () => {
    const { translated, loose } = readTexts(
      "const a = 1;\nshow(vscode.l10n.t('Saved ' + 'today: {0}', sum), t('Print'));",
    );
    expect(translated).toEqual([
      { text: 'Saved today: {0}', line: 2 },
      { text: 'Print', line: 2 },
    ]);
    expect(loose).toEqual([]);
  });
});
