import { randomUUID } from 'node:crypto';
import { createChatModel } from '../providers/chatModel';
import type { AnswerDeps } from '../routing/answer';
import { shareForThreshold, thresholdForShare } from '../routing/calibration';
import type { ModelRef, Pair } from '../routing/chat';
import { type Cut, type Decision, decideWithoutWinRate } from '../routing/decision';
import { messageOf, TurnoutError } from '../routing/errors';
import type { Ledger } from '../routing/ledger';
import type { Dispatcher, Limit, RouterChoice } from './dispatcher';
import { createPriceList } from './prices';

/** A router and a threshold, both asked for by name with a request. */
export interface NamedCut {
  readonly router: string;
  /** α in [0, 1]. */
  readonly threshold: number;
}

/** The dependencies of an answer, for one request. */
export type PrepareAnswer = (cut: NamedCut | undefined) => Promise<AnswerDeps>;

/** All that a host without an editor is told. */
export interface ServingOptions {
  readonly pair: Pair<ModelRef>;
  /** Undefined or '' where an endpoint wants none. */
  readonly keys: Pair<string | undefined>;
  readonly dispatcher: Dispatcher;
  /** Decides where a request names no router. */
  readonly choice: RouterChoice;
  /** In [0, 1]. */
  readonly strongShare: number;
  /** The user's own, as in {@link createPriceList}. */
  readonly prices: unknown;
  readonly ledger: Ledger;
}

/** Wires the way of a prompt for hosts without an editor: one pair, one ledger, a share or a threshold. */
export function createServing(options: ServingOptions): PrepareAnswer {
  const { pair, keys, dispatcher, choice, strongShare, ledger } = options;
  const models = {
    strong: createChatModel(pair.strong, keys.strong),
    weak: createChatModel(pair.weak, keys.weak),
  };
  const share: Limit = { kind: 'strong-share', strongShare };
  const routeByShare: AnswerDeps['route'] =
    choice.ifUnavailable === 'fall-back'
      ? (prompt) => dispatcher.decide(prompt, choice, share)
      : routeByName(dispatcher, choice.router, share);
  const costOf = createPriceList({ overrides: options.prices });
  return async (cut) => ({
    route: cut === undefined ? routeByShare : routeByCut(dispatcher, cut),
    pair: { kind: 'call', models },
    costOf,
    ledger,
    newId: randomUUID,
    now: Date.now,
  });
}

/** Routes by the router and threshold that a request names. */
export function routeByCut(dispatcher: Dispatcher, { router, threshold }: NamedCut): AnswerDeps['route'] {
  return routeByName(dispatcher, router, { kind: 'threshold', threshold });
}

/**
 * Routes by a router that was asked for by name, so that no other may decide for it. One that fails on a prompt decides
 * for strong; one that cannot be had at all throws.
 */
function routeByName(dispatcher: Dispatcher, router: string, limit: Limit): AnswerDeps['route'] {
  return async (prompt): Promise<Decision> => {
    const started = performance.now();
    try {
      return await dispatcher.decide(prompt, { router, ifUnavailable: 'fail' }, limit);
    } catch (error) {
      if (error instanceof TurnoutError && error.code !== 'router-failed') throw error;
      const cut = await cutOf(dispatcher, router, limit);
      return decideWithoutWinRate(messageOf(error), cut, performance.now() - started);
    }
  };
}

async function cutOf(dispatcher: Dispatcher, router: string, limit: Limit): Promise<Cut> {
  const { calibration } = await dispatcher.open(router);
  return limit.kind === 'threshold'
    ? { router, threshold: limit.threshold, strongShare: shareForThreshold(calibration, limit.threshold) }
    : {
        router,
        threshold: thresholdForShare(calibration, limit.strongShare),
        strongShare: limit.strongShare,
      };
}
