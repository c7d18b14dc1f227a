import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Section } from '../../../src/evaluation/study/page';
import { writeStudyPage } from '../../../src/evaluation/study/studyPage';
import { temporaryFolder } from '../../node/temporaryFolder';
import { lengthRouter, runSmallStudy, writeStudyData } from './studySetting';

const fonts = [createRequire(import.meta.url).resolve('dejavu-fonts-ttf/ttf/DejaVuSans.ttf')];

const everyRouter = () => [
  ...(['base', 'golden', 'judge', 'labels', 'all'] as const).map((augmentation) =>
    lengthRouter('default', augmentation),
  ),
  lengthRouter('mf', 'all'),
  { ...lengthRouter('slow', 'all'), rowLimit: 60 },
];

function sectionOf(sections: readonly Section[], title: string): Section {
  const found = sections.find((section) => section.title.startsWith(title));
  if (found === undefined) throw new Error(`no section is called "${title}"`);
  return found;
}

/** The cells of a section's first table. */
function rowsOf(sections: readonly Section[], title: string): readonly (readonly string[])[] {
  const table = sectionOf(sections, title).blocks.find((block) => block.kind === 'table');
  return table?.kind === 'table' ? table.rows : [];
}

describe('on a small data folder', () => {
  let running: Promise<readonly Section[]> | undefined;
  /** The same study for all of these tests; the first of them waits for it. */
  const study = () => {
    running ??= writeStudyData().then((data) => runSmallStudy(data, temporaryFolder(), everyRouter()));
    return running;
  };

  it('has all the sections of the paper and our own', async () => {
    const sections = await study();
    expect(sections.map(({ title }) => title)).toEqual([
      'In short',
      'Table 1: MT-Bench',
      'Table 2: MMLU',
      'Table 3: GSM8K',
      'Code',
      'Table 4: other pairs, without retraining',
      'Table 5: similarity of training data and benchmark',
      'Contamination (Appendix B)',
      'Table 6: cost saving ratios',
      'Appendix E: commercial routers on MT-Bench',
      'Appendix F: quality against calls to the strong model',
      'Calibration: is a win rate a probability?',
      'Robustness: do decisions stay the same?',
      'Balance: does each kind of prompt go both ways?',
      'Table 7: what routing costs',
    ]);
  });

  it('gives each router a row for each augmentation, with dashes where there are no weights', async () => {
    const sections = await study();
    const rows = rowsOf(sections, 'Table 2: MMLU');
    expect(rows.filter(([router]) => router === 'default').map(([, trainedOn]) => trainedOn)).toEqual([
      'base',
      'base + golden',
      'base + judge',
      'base + labels',
      'all parts',
    ]);
    const [missing, all] = rows.filter(([router]) => router === 'mf');
    expect(missing).toEqual([
      'mf',
      'base; base + golden; base + judge; base + labels',
      ...Array.from({ length: 7 }, () => '–'),
    ]);
    expect(all?.[2]).toBe('3');
    expect(rows.find(([router]) => router === '*oracle*')?.[5]).toBe('0.833');
    expect(rows.filter(([router]) => router?.startsWith('paper: '))).toHaveLength(5);
  });

  it('measures a slow router on a sample of a large benchmark, and says so', async () => {
    const sections = await study();
    const [pair] = rowsOf(sections, 'Table 4');
    const [title, source, n, strong, weak, first, , slow] = pair ?? [];
    expect([title, source, n, strong, weak]).toEqual([
      'Claude 3 Opus / Llama 3 8B',
      'zeroeval-maths',
      '120',
      '100.0 %',
      '66.7 %',
    ]);
    // The prompts that gain are the longest.
    expect(first).toMatch(/^0\.833 \(0\.\d\d to 0\.\d\d\)$/);
    expect(slow).toMatch(/^0\.8\d\d \(0\.\d\d to 0\.\d\d, n = 60\)$/);
  });

  it('finds the leaked prompt, counts it, and measures without it too', async () => {
    const sections = await study();
    const mmlu = rowsOf(sections, 'Contamination').find(([title]) => title === 'MMLU');
    expect(mmlu?.slice(1, 5)).toEqual(['3', '1', '1', '1']);
    expect(mmlu?.[6]).toBe('–');
    const gsm8k = rowsOf(sections, 'Contamination').find(([title]) => title === 'GSM8K');
    expect(gsm8k?.slice(1, 5)).toEqual(['2', '0', '0', '0']);
  });

  it('takes the commercial routers from RouteLLM’s files', async () => {
    const sections = await study();
    const [unify, martian] = rowsOf(sections, 'Appendix E');
    // A failed judgement is left out, and only the questions 81 and 83 are measured on; the pair gets 9 and 8.25.
    expect(unify?.slice(0, 4)).toEqual(['unify', '9.000', '9.000', '66.7 %']);
    expect(martian?.slice(0, 4)).toEqual(['martian', '9.000', '9.000', '–']);
  });
});

describe('a second run', () => {
  it('gives the same pages and plots but for the overhead, and asks each router little', async () => {
    const data = await writeStudyData();
    const memory = temporaryFolder();
    const out = temporaryFolder();
    writeFileSync(path.join(out, 'quality-of-old.svg'), '');
    writeFileSync(path.join(out, 'notes.txt'), '');
    const run = async () => {
      const asked: string[] = [];
      const sections = await runSmallStudy(data, memory, [lengthRouter('default', 'all', asked)]);
      const repeatable = sections.filter(({ title }) => !title.startsWith('Table 7'));
      await writeStudyPage(out, { opening: ['Made by a test.'], sections: repeatable }, fonts);
      const files = readdirSync(out).sort();
      return {
        asked,
        files,
        bytes: files.map((file) => readFileSync(path.join(out, file)).toString('base64')),
      };
    };
    const first = await run();
    const second = await run();
    expect(second.bytes).toEqual(first.bytes);
    expect(first.files).toEqual([
      'README.md',
      'notes.txt',
      ...['gsm8k', 'intercode-sql', 'livecodebench', 'mmlu', 'mt-bench', 'zeroeval-crux'].flatMap((name) => [
        `quality-${name}.png`,
        `quality-${name}.svg`,
      ]),
      'reliability-default.png',
      'reliability-default.svg',
    ]);
    // Thirty prompts tell that it is the same router, and thirty are timed.
    expect(second.asked).toHaveLength(60);
    expect(first.asked.length).toBeGreaterThan(150);
  });
});
