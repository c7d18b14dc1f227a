import path from 'node:path';
import { TurnoutError } from '../../routing/errors';
import { isObject, readJsonLines } from '../jsonLines';

/** What a commercial router got on MT-Bench, from RouteLLM's files. */
export interface CommercialRouter {
  readonly name: string;
  /** Mean mark of the valid judgements over all questions, as the paper reports it. */
  readonly markOfAll: number;
  /** The same over the questions that RouteLLM did not find in its training data. */
  readonly mark: number;
  /** Share of answers that came from a GPT-4 model; undefined where the file does not say. */
  readonly strongShare: number | undefined;
}

const names = ['unify', 'martian'] as const;

/**
 * Reads RouteLLM's `benchmarks/mt-bench`.
 *
 * @param evals RouteLLM's folder `routellm/evals`, beside whose `routellm` the other lies
 * @param keptPrompts first turns of the questions that are measured on
 * @throws TurnoutError `bad-input` naming the file and the line
 */
export async function readCommercialRouters(
  evals: string,
  keptPrompts: ReadonlySet<string>,
): Promise<readonly CommercialRouter[]> {
  const folder = path.join(evals, '..', '..', 'benchmarks', 'mt-bench');
  const kept = new Set(
    (
      await readJsonLines(
        path.join(evals, 'mt_bench', 'question.jsonl'),
        "RouteLLM's questions",
        parseQuestion,
      )
    )
      .filter(({ prompt }) => keptPrompts.has(prompt))
      .map(({ id }) => id),
  );
  const marksFile = path.join(folder, 'gpt-4_single.jsonl');
  const marks = await readJsonLines(marksFile, "RouteLLM's judgements", parseMark);
  const routers: CommercialRouter[] = [];
  for (const name of names) {
    // The judge's failures are marked −1.
    const valid = marks.filter(({ model, mark }) => model === name && mark >= 0);
    const onKept = valid.filter(({ id }) => kept.has(id));
    if (onKept.length === 0) {
      throw new TurnoutError('bad-input', `${marksFile} holds no judgement of "${name}".`);
    }
    const models = await readJsonLines(path.join(folder, `${name}.jsonl`), "RouteLLM's answers", parseModel);
    const isTold = models.some((model) => model.startsWith('gpt-4'));
    routers.push({
      name,
      markOfAll: mean(valid.map(({ mark }) => mark)),
      mark: mean(onKept.map(({ mark }) => mark)),
      strongShare: isTold
        ? models.filter((model) => model.startsWith('gpt-4')).length / models.length
        : undefined,
    });
  }
  return routers;
}

function parseQuestion(value: unknown): { id: number; prompt: string } | undefined {
  if (!isObject(value) || !Array.isArray(value.turns)) return undefined;
  const { question_id: id, turns } = value;
  const prompt: unknown = turns[0];
  return typeof id === 'number' && typeof prompt === 'string' ? { id, prompt } : undefined;
}

function parseMark(value: unknown): { id: number; model: string; mark: number } | undefined {
  if (!isObject(value)) return undefined;
  const { question_id: id, model, score: mark } = value;
  return typeof id === 'number' && typeof model === 'string' && typeof mark === 'number'
    ? { id, model, mark }
    : undefined;
}

function parseModel(value: unknown): string | undefined {
  return isObject(value) && typeof value.model_id === 'string' ? value.model_id : undefined;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
