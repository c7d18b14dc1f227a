import { stat } from 'node:fs/promises';
import path from 'node:path';
import { TurnoutError } from '../routing/errors';

/** Where the evaluation's data lies on this machine. */
export interface DataFolders {
  /** RouteLLM's folder `routellm/evals`. */
  readonly evals: string;
  /** The folder of outcome files; a plain clone of RouteLLM has none. */
  readonly outcomes: string | undefined;
}

/**
 * Finds the data: `dataFolder` is a clone of lm-sys/RouteLLM or holds one as `RouteLLM`, and may hold `outcomes`.
 *
 * @throws TurnoutError `bad-input` when RouteLLM's benchmark files are not there
 */
export async function locateData(dataFolder: string): Promise<DataFolders> {
  const outcomes = path.join(dataFolder, 'outcomes');
  return {
    evals: await locateEvals(dataFolder),
    outcomes: (await isFolder(outcomes)) ? outcomes : undefined,
  };
}

async function locateEvals(dataFolder: string): Promise<string> {
  const candidates = [path.join(dataFolder, 'RouteLLM'), dataFolder].map((clone) =>
    path.join(clone, 'routellm', 'evals'),
  );
  for (const candidate of candidates) {
    if (await isFolder(candidate)) return candidate;
  }
  throw new TurnoutError(
    'bad-input',
    `No benchmark files in ${dataFolder}: neither ${candidates.join(' nor ')} is a folder. ` +
      'Pass a clone of https://github.com/lm-sys/RouteLLM, or the folder that holds one as RouteLLM.',
  );
}

async function isFolder(candidate: string): Promise<boolean> {
  try {
    return (await stat(candidate)).isDirectory();
  } catch {
    return false;
  }
}
