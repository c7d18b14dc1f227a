import type { Answering } from '../node/answering';
import { joinAnswers } from '../node/learning/joinAnswers';
import type { Learning } from '../node/learning/learning';
import type { NamedCut } from '../node/serving';
import type { AnswerDeps } from '../routing/flow/answerRequest';
import type { Deciding } from './deciding';
import type { LastDecision } from './explaining/lastDecision';
import type { Connections } from './models/connections';
import { type PairOnShow, pairOnShow } from './pairOnShow';
import { readSensitive } from './sensitiveSetting';
import { readBudget, readDrafts, readPriceOverrides, readRouterName } from './settings';
import type { StrongShare } from './slider/strongShare';
import { translate } from './wording';

/** Models, prices and names as they are now, for one prompt. */
export interface Prepared {
  readonly deps: AnswerDeps;
  readonly show: PairOnShow;
}

export type Prepare = () => Promise<Prepared>;

export interface PrepareOptions {
  readonly answering: Answering;
  readonly connections: Connections;
  readonly strongShare: StrongShare;
  readonly deciding: Pick<Deciding, 'dispatcher'>;
  readonly learning: Learning;
  readonly onLearningTrouble: (error: unknown) => void;
  readonly lastDecision: LastDecision;
  readonly warn: (message: string) => void;
}

/** @returns prepares each prompt of every door; by the slider, unless a request names a router and a threshold */
export function createPrepare(options: PrepareOptions): (cut?: NamedCut) => Promise<Prepared> {
  const { answering, connections, strongShare, deciding, lastDecision, warn } = options;
  return async (cut) => {
    const { createPriceList, overrideProblems, referencePair } = await import('../node/prices');
    const overrides = readPriceOverrides();
    for (const problem of overrideProblems(overrides)) warn(translate(problem));
    const costOf = createPriceList({ overrides });
    const pair = await connections.open();
    const dispatcher = deciding.dispatcher();
    const deps = await answering.prepare({
      pair,
      costOf,
      ...(cut === undefined
        ? {
            dispatcher,
            choice: { router: readRouterName(), ifUnavailable: 'fall-back' },
            limit: { kind: 'strong-share', strongShare: strongShare.value },
          }
        : (await import('../node/serving')).settingsOf(cut, dispatcher)),
      budget: readBudget(),
      drafts: readDrafts(),
      sensitive: await readSensitive(warn),
    });
    const joined = joinAnswers(deps, options.learning, options.onLearningTrouble);
    const route = async (prompt: string) => {
      const decision = await joined.route(prompt);
      lastDecision.noteScored(prompt, decision);
      return decision;
    };
    return { deps: { ...deps, ...joined, route }, show: pairOnShow(pair, referencePair, costOf) };
  };
}
