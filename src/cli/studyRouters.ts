import type { Augmentation, OpenedRouter } from '../evaluation/study/studyRouter';
import type { Dispatcher } from '../node/dispatcher';
import { ownRouterName, routerNames } from '../node/routers/routerList';
import { TurnoutError } from '../routing/errors';

export interface StudyRouters {
  readonly routers: readonly OpenedRouter[];
  /** A prompt that one of them learned from is left out for all: they are compared on the same rows. */
  readonly trainedPromptHashes: ReadonlySet<string>;
  /** A sentence for each router that is not measured, or not on everything. */
  readonly leftOut: readonly string[];
}

/** Coin flips are among the baselines, as they are on average; a router of somebody's own is for their pair alone. */
const leftAside = ['random', ownRouterName];

/** Routers so slow that a sample of a benchmark must do. */
const rowLimits: Readonly<Record<string, number | undefined>> = { causal_llm: 1000 };

const parts: readonly Exclude<Augmentation, 'all'>[] = ['base', 'golden', 'judge', 'labels'];

/**
 * Opens every router there is with all weights there are of it.
 *
 * @param chosen only these
 * @throws TurnoutError for weights that are there and damaged
 */
export async function openStudyRouters(
  dispatcher: Pick<Dispatcher, 'open' | 'openAugmented'>,
  chosen: readonly string[] = routerNames.filter((name) => !leftAside.includes(name)),
): Promise<StudyRouters> {
  const routers: OpenedRouter[] = [];
  const trainedPromptHashes = new Set<string>();
  const leftOut: string[] = [];
  for (const name of chosen) {
    const rowLimit = rowLimits[name];
    const shipped = await unlessMissing(dispatcher.open(name));
    if (shipped === undefined) {
      leftOut.push(`\`${name}\` is left out, as its weights were not there.`);
      continue;
    }
    for (const hash of shipped.trainedPromptHashes) trainedPromptHashes.add(hash);
    for (const augmentation of parts) {
      const opened = await unlessMissing(dispatcher.openAugmented(name, augmentation));
      if (opened !== undefined)
        routers.push({ name, augmentation, ...opened, calibration: undefined, rowLimit });
    }
    routers.push({ name, augmentation: 'all', ...shipped, rowLimit });
    if (rowLimit !== undefined) {
      leftOut.push(
        `\`${name}\` is slow and measured on a seeded sample of ${rowLimit.toLocaleString('en-US')} rows of a benchmark.`,
      );
    }
  }
  return { routers, trainedPromptHashes, leftOut };
}

async function unlessMissing<T>(opening: Promise<T>): Promise<T | undefined> {
  try {
    return await opening;
  } catch (error) {
    if (error instanceof TurnoutError && error.code === 'weights-missing') return undefined;
    throw error;
  }
}
