import { createChatModel } from '../providers/chatModel';
import type { ModelConnection } from '../providers/connection';
import type { ChatModel, ModelRef, Pair, Side } from '../routing/chat';
import { decideWithoutWinRate } from '../routing/decision';
import { messageOf, TurnoutError, wordingOf } from '../routing/errors';
import type { AnswerDeps } from '../routing/flow/answerRequest';
import type { Ledger } from '../routing/ledger/ledger';
import { type AnsweringSettings, createAnswering } from './answering';
import type { Dispatcher, RouterChoice } from './dispatcher';
import { createLedgerReader } from './ledger/ledgerReader';
import { localDay, localZone } from './ledger/localDay';
import { createModelLimits } from './modelLimits';
import { createPriceList } from './prices';
import { timeoutsFor } from './timeLimits';

/** A router and a threshold, both asked for by name with a request. */
export interface NamedCut {
  readonly router: string;
  /** α in [0, 1]. */
  readonly threshold: number;
}

/** The dependencies of an answer, for one request. */
export type PrepareAnswer = (cut: NamedCut | undefined) => Promise<AnswerDeps>;

type Headers = ModelConnection['headers'];

/** All that a host without an editor is told. */
export interface ServingOptions {
  readonly pair: Pair<ModelRef>;
  /** Undefined or '' where an endpoint wants none. */
  readonly keys: Pair<string | undefined>;
  /** Sent to each endpoint with every call; none if left out. */
  readonly headers?: Pair<Headers>;
  /** `globalThis.fetch` if left out. */
  readonly fetch?: ModelConnection['fetch'];
  readonly dispatcher: Dispatcher;
  /** Decides where a request names no router. */
  readonly choice: RouterChoice;
  /** In [0, 1]. */
  readonly strongShare: number;
  /** The user's own, as in {@link createPriceList}. */
  readonly prices: unknown;
  /** In seconds, as in {@link timeoutsFor}. */
  readonly silenceLimit?: number | undefined;
  /** What goes before the router or comes after it; all off if left out. */
  readonly policies?: Pick<AnsweringSettings, 'budget' | 'drafts' | 'sensitive'>;
  readonly dataFolder: string;
  readonly ledger: Ledger;
  /** Told of what went wrong beside an answer, and did not stop it. */
  readonly warn: (line: string) => void;
}

/** Wires the way of a prompt for hosts without an editor: one pair, one ledger, a share or a threshold. */
export function createServing(options: ServingOptions): PrepareAnswer {
  const { pair, keys, dispatcher, choice, strongShare, dataFolder, ledger, warn } = options;
  const answering = createAnswering({
    dataFolder,
    ledger,
    reader: createLedgerReader({ folder: dataFolder, dayOf: localDay, zone: localZone }),
    dayOf: localDay,
    onProblem: (error) => {
      warn(messageOf(error));
      return undefined;
    },
  });
  const limitsOf = createModelLimits({ fetch: options.fetch });
  const open = async (side: Side) => {
    const headers = options.headers?.[side];
    const limits = await limitsOf(pair[side], keys[side], headers);
    return createChatModel(pair[side], keys[side], {
      headers,
      limits,
      fetch: options.fetch,
      timeouts: timeoutsFor(pair[side].baseUrl, options.silenceLimit),
    });
  };
  let models: Promise<Pair<ChatModel>> | undefined;
  const openBoth = async () => {
    const [strong, weak] = await Promise.all([open('strong'), open('weak')]);
    return { strong, weak };
  };
  const costOf = createPriceList({ overrides: options.prices });
  const usual: RoutingSettings = {
    dispatcher: choice.ifUnavailable === 'fail' ? byName(dispatcher) : dispatcher,
    choice,
    limit: { kind: 'strong-share', strongShare },
  };
  return async (cut) => {
    models ??= openBoth();
    return answering.prepare({
      pair: { kind: 'call', models: await models },
      costOf,
      ...(cut === undefined ? usual : settingsOf(cut, dispatcher)),
      ...options.policies,
    });
  };
}

type RoutingSettings = Pick<AnsweringSettings, 'dispatcher' | 'choice' | 'limit'>;

/** Routes by the router and threshold that a request names. */
export function settingsOf({ router, threshold }: NamedCut, dispatcher: Dispatcher): RoutingSettings {
  return {
    dispatcher: byName(dispatcher),
    choice: { router, ifUnavailable: 'fail' },
    limit: { kind: 'threshold', threshold },
  };
}

/**
 * Routes by a router that was asked for by name, so that no other may decide for it. One that fails on a prompt decides
 * for strong; one that cannot be had at all throws.
 */
function byName(dispatcher: Dispatcher): RoutingSettings['dispatcher'] {
  return {
    cut: dispatcher.cut,
    decide: async (prompt, choice, limit) => {
      const started = performance.now();
      try {
        return await dispatcher.decide(prompt, choice, limit);
      } catch (error) {
        if (error instanceof TurnoutError && error.code !== 'router-failed') throw error;
        const cut = await dispatcher.cut(choice, limit);
        return decideWithoutWinRate(wordingOf(error), cut, performance.now() - started);
      }
    },
  };
}
