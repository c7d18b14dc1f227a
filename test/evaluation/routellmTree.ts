import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { temporaryFolder } from '../node/temporaryFolder';

export const strong = 'gpt-4-1106-preview';
export const weak = 'mistralai/Mixtral-8x7B-Instruct-v0.1';

/** A prompt and whether each model answered right. */
export type Response = readonly [prompt: string, strongRight: boolean, weakRight: boolean];

export interface MtQuestion {
  readonly id: number;
  readonly turns: readonly [string, string];
  /** Marks of the strong model's two answers, then of the weak one's. */
  readonly marks: readonly [number, number, number, number];
}

export interface RoutellmTree {
  readonly mmlu: Readonly<Record<string, readonly Response[]>>;
  readonly gsm8k: readonly Response[];
  readonly mtBench: readonly MtQuestion[];
  readonly contaminated: Readonly<Record<'mmlu' | 'gsm8k' | 'mt_bench', readonly string[]>>;
}

/** Ten prompts, three of which RouteLLM leaves out; the strong model is the better one on each benchmark. */
export const smallTree: RoutellmTree = {
  mmlu: {
    anatomy: [
      ['Which bone?\nA. femur\nB. "funny", that is\nAnswer:', true, false],
      ['Which muscle?\nA. heart\nAnswer:', true, true],
    ],
    virology: [
      ['Which virus, if any, is alive?\nAnswer:', false, false],
      ['Seen in training\nAnswer:', true, false],
    ],
  },
  gsm8k: [
    ['Janet’s ducks lay 16 eggs. How many?', true, true],
    ['A robe takes 2 bolts, and half that. How many?', true, false],
    ['A leaked sum', false, true],
  ],
  mtBench: [
    { id: 81, turns: ['Write a post.', 'Now rhyme it.'], marks: [9, 10, 7, 8] },
    { id: 82, turns: ['Draft a mail.', 'A leaked second turn'], marks: [10, 10, 1, 1] },
    { id: 83, turns: ['Add two numbers.', 'And three?'], marks: [9, 8, 9, 9] },
  ],
  contaminated: {
    mmlu: ['Seen in training\nAnswer:'],
    gsm8k: ['A leaked sum', 'not in the file'],
    mt_bench: ['A leaked second turn'],
  },
};

/**
 * Writes a tree in RouteLLM's own layout to a new folder that is removed after the test.
 *
 * @returns the folder, as a clone of the repository would be
 */
export async function writeRoutellmTree(tree: RoutellmTree): Promise<string> {
  const clone = temporaryFolder();
  const evals = path.join(clone, 'routellm', 'evals');
  for (const [subject, responses] of Object.entries(tree.mmlu)) {
    await write(path.join(evals, 'mmlu', 'responses', `mmlu_${subject}.csv`), csvOf(responses));
  }
  await write(path.join(evals, 'gsm8k', 'gsm8k_responses.csv'), csvOf(tree.gsm8k));
  await write(
    path.join(evals, 'mt_bench', 'question.jsonl'),
    linesOf(tree.mtBench.map(({ id, turns }) => ({ question_id: id, category: 'writing', turns }))),
  );
  await write(path.join(evals, 'mt_bench', 'judgements.jsonl'), linesOf(tree.mtBench.flatMap(judgementsOf)));
  for (const [benchmark, prompts] of Object.entries(tree.contaminated)) {
    const lines = linesOf(prompts.map((prompt) => ({ train_prompt: `${prompt}!`, eval_prompt: prompt })));
    await write(path.join(evals, benchmark, 'contaminated_prompts.jsonl'), lines);
  }
  return clone;
}

async function write(file: string, text: string): Promise<void> {
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, text);
}

function csvOf(responses: readonly Response[]): string {
  const word = (right: boolean) => (right ? 'True' : 'False');
  const rows = responses.map(
    ([prompt, strongRight, weakRight]) =>
      `"${prompt.replaceAll('"', '""')}",${word(weakRight)},${word(strongRight)}`,
  );
  return [`prompt,${weak},${strong}`, ...rows, ''].join('\n');
}

function judgementsOf({ id, marks }: MtQuestion) {
  const judged = (model: string, turn: number, score: number | undefined) => ({
    question_id: id,
    model,
    judge: ['gpt-4', 'single-v1'],
    score,
    turn,
  });
  return [
    judged(weak, 2, marks[3]),
    judged(strong, 1, marks[0]),
    judged('some-other-model', 1, 1),
    judged(strong, 2, marks[1]),
    judged(weak, 1, marks[2]),
  ];
}

function linesOf(values: readonly object[]): string {
  return values.map((value) => `${JSON.stringify(value)}\n`).join('');
}
