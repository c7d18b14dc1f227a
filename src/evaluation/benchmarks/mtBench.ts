import path from 'node:path';
import { TurnoutError } from '../../routing/errors';
import type { Benchmark } from '../benchmark';
import { isObject, readJsonLines } from '../jsonLines';
import { readContaminatedPrompts, strongModel, weakModel } from './routellmFiles';

interface Question {
  readonly id: number;
  readonly turns: readonly [first: string, second: string];
}

interface Judgement {
  readonly questionId: number;
  readonly model: string;
  readonly turn: number;
  readonly score: number;
}

/**
 * MT-Bench: two-turn questions, each answer marked from 1 to 10 by GPT-4. Routed on the first turn; the score is the
 * mean mark of both.
 */
export const mtBench: Benchmark = {
  name: 'mt-bench',
  title: 'MT-Bench',
  group: 'paper',
  scale: 'grade',
  paperApgr: 0.802,
  read: async ({ evals }) => {
    const folder = path.join(evals, 'mt_bench');
    const contaminated = await readContaminatedPrompts(folder);
    const all = await readJsonLines(
      path.join(folder, 'question.jsonl'),
      'RouteLLM\'s JSON lines of {"question_id": n, "turns": ["…", "…"]}',
      parseQuestion,
    );
    const judgementFile = path.join(folder, 'judgements.jsonl');
    const marks = indexMarks(
      await readJsonLines(
        judgementFile,
        'RouteLLM\'s JSON lines of {"question_id": n, "model": "…", "turn": 1 or 2, "score": n}',
        parseJudgement,
      ),
    );
    const scoreOf = (id: number, model: string): number => {
      const [first, second] = [1, 2].map((turn) => marks.get(markKey(id, model, turn)));
      if (first === undefined || second === undefined) {
        throw new TurnoutError(
          'bad-input',
          `${judgementFile} should mark both turns of question ${id} for ${model}, and does not.`,
        );
      }
      return (first + second) / 2;
    };
    const kept = all.filter(({ turns }) => !turns.some((turn) => contaminated.has(turn)));
    return {
      rows: kept.map(({ id, turns }) => ({
        prompt: turns[0],
        strongScore: scoreOf(id, strongModel),
        weakScore: scoreOf(id, weakModel),
      })),
      contaminated: all.length - kept.length,
      unscored: 0,
    };
  },
};

function parseQuestion(value: unknown): Question | undefined {
  if (!isObject(value) || typeof value.question_id !== 'number' || !Array.isArray(value.turns))
    return undefined;
  const [first, second] = value.turns;
  if (typeof first !== 'string' || typeof second !== 'string') return undefined;
  return { id: value.question_id, turns: [first, second] };
}

function parseJudgement(value: unknown): Judgement | undefined {
  if (!isObject(value)) return undefined;
  const { question_id: questionId, model, turn, score } = value;
  return typeof questionId === 'number' &&
    typeof model === 'string' &&
    typeof turn === 'number' &&
    typeof score === 'number'
    ? { questionId, model, turn, score }
    : undefined;
}

function indexMarks(judgements: readonly Judgement[]): ReadonlyMap<string, number> {
  return new Map(
    judgements.map(({ questionId, model, turn, score }) => [markKey(questionId, model, turn), score]),
  );
}

function markKey(questionId: number, model: string, turn: number): string {
  return `${questionId} ${turn} ${model}`;
}
