import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { ModelRef } from '../routing/chat';
import type { DraftRecord } from '../routing/flow/drafting';
import { ifThere } from './ifThere';
import { appendJsonLine } from './jsonLineFile';

/** How sure one draft was. Never a word of it. */
interface DraftLine {
  readonly baseUrl: string;
  readonly model: string;
  readonly meanLogProbability: number;
}

/** Of each model the latest so many count. */
const mostDrafts = 200;

/**
 * Opens the record of drafts on disk; what other windows add meanwhile counts from the next opening on.
 *
 * @param folder made with the first draft
 * @param onProblem told when a draft could not be written down; it counts in this process all the same
 */
export async function openDraftRecord(
  folder: string,
  onProblem: (error: unknown) => void,
): Promise<DraftRecord> {
  const file = path.join(folder, 'drafts.jsonl');
  const models = new Map<string, number[]>();
  const keyOf = ({ baseUrl, model }: Pick<ModelRef, 'baseUrl' | 'model'>) => JSON.stringify([baseUrl, model]);
  const put = (key: string, value: number) => {
    models.set(key, [...(models.get(key) ?? []), value].slice(-mostDrafts));
  };
  for (const line of (await ifThere(readFile(file, 'utf8'), '')).split('\n')) {
    const draft = parseLine(line);
    if (draft !== undefined) put(keyOf(draft), draft.meanLogProbability);
  }
  return {
    recent: (ref) => models.get(keyOf(ref)) ?? [],
    add: (ref, meanLogProbability) => {
      put(keyOf(ref), meanLogProbability);
      const { baseUrl, model } = ref;
      appendJsonLine(file, { baseUrl, model, meanLogProbability } satisfies DraftLine).catch(onProblem);
    },
  };
}

/** A torn or foreign line is passed over: one number less. */
function parseLine(line: string): DraftLine | undefined {
  try {
    const { baseUrl, model, meanLogProbability } = (JSON.parse(line) ?? {}) as Partial<DraftLine>;
    return typeof baseUrl === 'string' &&
      typeof model === 'string' &&
      typeof meanLogProbability === 'number' &&
      meanLogProbability <= 0
      ? { baseUrl, model, meanLogProbability }
      : undefined;
  } catch {
    return undefined;
  }
}
