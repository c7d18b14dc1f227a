import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { PairPrices } from '../../../src/evaluation/study/costs';
import { runStudy } from '../../../src/evaluation/study/study';
import {
  type Augmentation,
  createScoreMemory,
  type OpenedRouter,
  type StudyRouter,
} from '../../../src/evaluation/study/studyRouter';
import type { Embed } from '../../../src/routing/router';
import { addOutcomes, type OutcomeLine, smallOutcomes } from '../outcomeFiles';
import { smallTree, writeRoutellmTree } from '../routellmTree';

const opus = 'claude-3-opus-20240229';
const llama = 'llama-3-8b-instruct';

/** One in three is beyond the small model. */
const maths: OutcomeLine[] = Array.from({ length: 120 }, (_, index) => [
  `How much is ${index} times ${index}${index % 3 === 0 ? ', and why so' : ''}?`,
  'test',
  { [opus]: 1, [llama]: index % 3 === 0 ? 0 : 1 },
]);

const golden: OutcomeLine[] = [
  ['Which bone?\n1) femur\n2) "FUNNY", that is', 'train', { 'gpt-4-1106-preview': 1, mixtral: 0 }],
];

/** A data folder with everything the study reads: four benchmark prompts of the paper's, one of them leaked. */
export async function writeStudyData(): Promise<string> {
  const data = await writeRoutellmTree(smallTree);
  await addOutcomes(data, { ...smallOutcomes, 'zeroeval-maths': maths, mmlu: golden });
  const folder = path.join(data, 'benchmarks', 'mt-bench');
  await mkdir(folder, { recursive: true });
  const marks = [81, 82, 83].flatMap((id) =>
    ['unify', 'martian'].flatMap((model) =>
      [1, 2].map((turn) => ({ question_id: id, model, turn, score: turn === 2 && id === 83 ? -1 : 9 })),
    ),
  );
  await writeFile(path.join(folder, 'gpt-4_single.jsonl'), linesOf(marks));
  for (const [name, models] of [
    ['unify', ['gpt-4-turbo@openai', 'mixtral-8x7b@fireworks-ai', 'gpt-4-turbo@openai']],
    ['martian', ['router', 'router', 'router']],
  ] as const) {
    await writeFile(path.join(folder, `${name}.jsonl`), linesOf(models.map((model_id) => ({ model_id }))));
  }
  return data;
}

function linesOf(values: readonly object[]): string {
  return values.map((value) => `${JSON.stringify(value)}\n`).join('');
}

/** A prompt's letters by their place in the alphabet, of unit length. */
export const letterEmbed: Embed = async (prompt) => {
  const values = new Float32Array(26);
  for (const letter of prompt.toLowerCase()) {
    const place = letter.charCodeAt(0) - 97;
    if (place >= 0 && place < 26) values[place] = (values[place] ?? 0) + 1;
  }
  const length = Math.hypot(...values) || 1;
  return { values: values.map((value) => value / length), unknownShare: 0 };
};

/** A router that likes long prompts, and with each augmentation a little more so. */
export function lengthRouter(name: string, augmentation: Augmentation, asked: string[] = []): OpenedRouter {
  const taste = { base: 10, golden: 20, judge: 30, labels: 35, all: 40 }[augmentation];
  return {
    name,
    augmentation,
    router: {
      name,
      winRate: async (prompt) => {
        asked.push(prompt);
        return { winRate: prompt.length / (prompt.length + taste), unknownShare: 0 };
      },
    },
    hash: `${name}0${augmentation}`,
    calibration: augmentation === 'all' ? { quantiles: [0, 0.4, 0.9] } : undefined,
    rowLimit: undefined,
  };
}

const someChat: readonly string[] = Array.from(
  { length: 30 },
  (_, index) => `Tell me ${'more '.repeat(index)}about the ${index}th of them.`,
);

const prices: readonly PairPrices[] = [{ title: 'at a tenth', strong: 10, weak: 1 }];

/** Runs the study on a data folder, with scores kept in `memoryFolder`. */
export async function runSmallStudy(data: string, memoryFolder: string, opened: readonly OpenedRouter[]) {
  const memory = createScoreMemory(memoryFolder);
  const routers: StudyRouter[] = [];
  for (const router of opened) routers.push(await memory.rememberRouter(router));
  const sections = await runStudy({
    data: { evals: path.join(data, 'routellm', 'evals'), outcomes: path.join(data, 'outcomes') },
    routers,
    mainRouter: 'default',
    memory,
    embed: letterEmbed,
    isTrainedOn: () => false,
    everyday: {
      chat: someChat,
      coding: someChat.slice(0, 5),
      languagePairs: [{ english: 'Why?', japanese: 'なぜ？' }],
      byLanguage: { de: ['Warum?', 'Beweise es.'] },
    },
    prices,
    machine: 'a test',
    onProgress: () => undefined,
  });
  await memory.close();
  return sections;
}
