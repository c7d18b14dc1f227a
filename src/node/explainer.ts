import { readablePrompt } from '../routing/asking/readablePrompt';
import type { Decision } from '../routing/decision';
import { TurnoutError } from '../routing/errors';
import { type Explanation, fewestOwnDecisions, ownWinRates, rankOf } from '../routing/explanation';
import type { Entry } from '../routing/ledger/ledger';
import { createNeighbourSearch, type Neighbourhood, parseNeighbourLabels } from '../routing/neighbours';
import { isUnreadable } from '../routing/router';
import { parseSwRankingWeights } from '../routing/routers/swRanking';
import { openTrainingBank } from '../routing/routers/trainingBank';
import type { Dispatcher } from './dispatcher';
import { openModelFiles } from './modelFiles';
import { evenCalibration } from './routers/causalEndpoint';
import { readWeightsFrom } from './routers/weightsReading';

/** Explains decisions; the bank of training prompts is read with the first one. */
export interface Explainer {
  /**
   * What a decision rests on. Whatever cannot be had on this machine is left out, and named.
   *
   * @param prompt the ask that was scored; it is not kept
   */
  explain(prompt: string, decision: Decision): Promise<Explanation>;
}

export interface ExplainerOptions {
  readonly modelsFolder: string;
  /** That which decides now. */
  readonly dispatcher: () => Pick<Dispatcher, 'embed' | 'open'>;
  /** What is in the ledger. */
  readonly readEntries: () => Promise<readonly Entry[]>;
}

const labelsFile = 'neighbours.json';

export function createExplainer({ modelsFolder, dispatcher, readEntries }: ExplainerOptions): Explainer {
  let opening: Promise<(embedding: Float32Array) => Neighbourhood> | undefined;

  const openSearch = async () => {
    const files = await openModelFiles(modelsFolder);
    const { weights, bytes } = readWeightsFrom(files, () => dispatcher().embed);
    const shape = parseSwRankingWeights(await weights('sw_ranking'));
    const labels = parseNeighbourLabels(await files.readJson(labelsFile), shape.rows);
    return createNeighbourSearch(labels, shape, openTrainingBank(shape, await bytes(shape.bank)));
  };

  const neighboursOf = async (prompt: string): Promise<Explanation['neighbours']> => {
    try {
      const { values, unknownShare } = await dispatcher().embed(readablePrompt(prompt));
      if (isUnreadable(unknownShare)) return { kind: 'unreadable', unknownShare };
      opening ??= openSearch();
      return (await opening)(values);
    } catch (error) {
      // Whoever repairs the folder needs no restart.
      opening = undefined;
      if (!(error instanceof TurnoutError)) throw error;
      return { kind: 'unavailable', why: error.message, wording: error.wording };
    }
  };

  const calibrationOf = async (router: string) => {
    try {
      const { calibration } = await dispatcher().open(router);
      return calibration === evenCalibration ? undefined : calibration;
    } catch (error) {
      if (error instanceof TurnoutError) return undefined;
      throw error;
    }
  };

  const rank = async ({ winRate, router }: Decision) => {
    if (winRate === null) return undefined;
    const own = ownWinRates(await readEntries(), router);
    return rankOf(winRate, own, own.length < fewestOwnDecisions ? await calibrationOf(router) : undefined);
  };

  return {
    explain: async (prompt, decision) => {
      const [rankOfIt, neighbours] = await Promise.all([rank(decision), neighboursOf(prompt)]);
      return { decision, rank: rankOfIt, neighbours };
    },
  };
}
