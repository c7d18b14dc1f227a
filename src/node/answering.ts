import { randomUUID } from 'node:crypto';
import type { Side } from '../routing/chat';
import {
  type ConversationMemory,
  createConversationMemory,
} from '../routing/conversation/conversationMemory';
import type { BudgetedShare, Cut } from '../routing/decision';
import type { AnswerDeps, ConnectedPair } from '../routing/flow/answerRequest';
import type { DraftRecord } from '../routing/flow/drafting';
import { createProviderHealth, type ProviderHealth } from '../routing/flow/providerHealth';
import type { Ledger } from '../routing/ledger/ledger';
import type { CostOf } from '../routing/ledger/pricing';
import type { SensitiveRules } from '../routing/sensitive/sensitive';
import { type Budget, budgetedShare, periodOf } from '../routing/slider/budget';
import type { Dispatcher, Limit, RouterChoice } from './dispatcher';
import { openDraftRecord } from './draftFile';
import type { LedgerReader } from './ledger/ledgerReader';
import { createSpending } from './ledger/spending';

/** What a process keeps from one prompt to the next, for all its doors. */
export interface Answering {
  /** Everything that one prompt needs to be answered, by the settings of this moment. */
  prepare(settings: AnsweringSettings): Promise<AnswerDeps>;
  /**
   * What a budget leaves of a strong share at this moment.
   *
   * @returns undefined where it takes nothing
   */
  leftOf(strongShare: number, budget: Budget | undefined): Promise<LeftShare | undefined>;
}

/** A strong share below the one that was set. */
export interface LeftShare {
  /** In [0, 1]. */
  readonly strongShare: number;
  readonly budget: BudgetedShare;
}

export interface AnsweringOptions {
  /** The ledger's. */
  readonly dataFolder: string;
  readonly ledger: Ledger;
  /** Of the same ledger, by the same days. */
  readonly reader: Pick<LedgerReader, 'tallies'>;
  /** An ISO time's calendar day where the user is, YYYY-MM-DD. */
  readonly dayOf: (time: string) => string;
  /** Told of what went wrong beside an answer, and did not stop it. */
  readonly onProblem: (error: unknown) => undefined;
}

export interface AnsweringSettings {
  readonly pair: ConnectedPair | undefined;
  readonly costOf: CostOf;
  readonly dispatcher: Pick<Dispatcher, 'decide' | 'cut'>;
  readonly choice: RouterChoice;
  readonly limit: Limit;
  /** Off where absent; so are the two below. */
  readonly budget?: Budget | undefined;
  readonly drafts?: boolean;
  readonly sensitive?: { readonly local: Side; readonly rules: SensitiveRules } | undefined;
}

/** Wires what answers a prompt; every host does it here. */
export function createAnswering({
  dataFolder,
  ledger,
  reader,
  dayOf,
  onProblem,
}: AnsweringOptions): Answering {
  const memory: ConversationMemory = createConversationMemory(Date.now);
  const health: ProviderHealth = createProviderHealth(Date.now);
  const spending = createSpending(reader);
  let drafts: Promise<DraftRecord | undefined> | undefined;

  const leftOf: Answering['leftOf'] = async (setShare, budget) => {
    if (budget === undefined) return undefined;
    const spent = await spending.spentIn(periodOf(dayOf(new Date().toISOString()), budget)).catch(onProblem);
    if (spent === undefined) return undefined;
    const strongShare = budgetedShare(setShare, spent, budget);
    return strongShare === setShare
      ? undefined
      : { strongShare, budget: { setShare, spent, amount: budget.amount } };
  };

  return {
    prepare: async (settings) => {
      const { pair, costOf, dispatcher, choice, sensitive } = settings;
      if (settings.drafts) drafts ??= openDraftRecord(dataFolder, onProblem).catch(onProblem);
      // Whoever names a threshold has drawn the line himself.
      const left =
        settings.limit.kind === 'threshold'
          ? undefined
          : await leftOf(settings.limit.strongShare, settings.budget);
      const limit: Limit =
        left === undefined ? settings.limit : { kind: 'strong-share', strongShare: left.strongShare };
      const noted = <T extends Cut>(cut: T): T =>
        left === undefined ? cut : { ...cut, budget: left.budget };
      return {
        route: async (prompt) => noted(await dispatcher.decide(prompt, choice, limit)),
        cut: async () => noted(await dispatcher.cut(choice, limit)),
        pair,
        costOf,
        ledger,
        memory,
        health,
        sensitive,
        drafts: await (settings.drafts ? drafts : undefined),
        newId: randomUUID,
        now: Date.now,
      };
    },
    leftOf,
  };
}
