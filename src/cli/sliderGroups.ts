import path from 'node:path';
import { listOutcomeFiles, readOutcomes } from '../evaluation/outcomes';
import { readHeldOutPrompts } from './everydayPrompts';

/** People of one kind, by the prompts they send. */
export interface SliderGroup {
  readonly title: string;
  readonly prompts: readonly string[];
}

/** What a prompt is for, in the order of the table. */
type Kind = 'chat' | 'coding' | 'shell' | 'questions';

/**
 * Prompts that no calibration saw, as those of people: the odd half of `prompts/*.jsonl` and the `test` rows of
 * `outcomes/*.jsonl`.
 *
 * @throws TurnoutError `bad-input` naming the file, and the line where there is one
 */
export async function readSliderGroups(dataFolder: string, outcomesFolder: string): Promise<SliderGroup[]> {
  const prompts: { readonly kind: Kind; readonly prompt: string }[] = [];
  for (const { source, prompt } of await readHeldOutPrompts(dataFolder)) {
    prompts.push({ kind: kindOf(source, undefined), prompt });
  }
  for (const file of await listOutcomeFiles(outcomesFolder)) {
    for (const { prompt, split, task } of await readOutcomes(file)) {
      if (split === 'test') prompts.push({ kind: kindOf(path.basename(file, '.jsonl'), task), prompt });
    }
  }
  const of = (...kinds: readonly Kind[]) =>
    prompts.filter(({ kind }) => kinds.includes(kind)).map(({ prompt }) => prompt);
  return [
    { title: 'chat', prompts: of('chat') },
    { title: 'coding', prompts: of('coding') },
    { title: 'coding and shell commands', prompts: of('coding', 'shell') },
    { title: 'questions of exams and puzzles', prompts: of('questions') },
  ];
}

const codingTasks = ['mbpp', 'human_eval', 'code-generation', 'code-execution', 'code-sql'];

function kindOf(source: string, task: string | undefined): Kind {
  if (source.startsWith('arena')) return 'chat';
  if (source === 'nl2bash' || task === 'code-shell') return 'shell';
  if (source === 'bigcodebench' || (task !== undefined && codingTasks.includes(task))) return 'coding';
  return 'questions';
}
