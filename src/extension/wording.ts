import * as vscode from 'vscode';
import { otherSide, type Pair, type Side } from '../routing/chat';
import type { Decision } from '../routing/decision';
import { messageOf, ProviderError, TurnoutError, type Wording, wordingOf } from '../routing/errors';
import type { Entry } from '../routing/ledger/ledger';
import { formatMoney } from '../routing/ledger/money';

/** "40 %", which no line break parts. */
export function formatShare(share: number): string {
  // The first use of Intl takes some ten milliseconds, which the start does without: whole percents are written alike in
  // every language of the editor.
  return vscode.l10n.t('{0}\u00a0%', (share * 100).toFixed(0));
}

/** A win rate or threshold, with the three digits that tell two of them apart. */
export function formatRate(rate: number): string {
  return formatDecimal(rate, 3);
}

/** With so many digits after the point, in the way of the editor's language. */
export function formatDecimal(value: number, digits: number): string {
  const key = `${vscode.env.language} ${digits}`;
  const format =
    decimalFormats.get(key) ??
    new Intl.NumberFormat(vscode.env.language, {
      minimumFractionDigits: digits,
      maximumFractionDigits: digits,
    });
  decimalFormats.set(key, format);
  return format.format(value);
}

/** By language and digits: the status bar alone asks for dozens when it is drawn, and each takes a while to make. */
const decimalFormats = new Map<string, Intl.NumberFormat>();

/** US dollars, in the language of the editor. */
export function describeMoney(amount: number | null | undefined): string {
  return formatMoney(amount ?? null, { language: vscode.env.language, unknown: vscode.l10n.t('unknown') });
}

/** "win rate 0.31 < 0.47" */
export function describeComparison({ winRate, threshold }: Decision): string {
  if (winRate === null) return vscode.l10n.t('no win rate');
  const sign = winRate >= threshold ? '≥' : '<';
  return vscode.l10n.t('win rate {0} {1} {2}', formatRate(winRate), sign, formatRate(threshold));
}

/** The side's name, in the middle of a sentence. */
export function describeSide(side: Side): string {
  return side === 'strong' ? vscode.l10n.t('strong') : vscode.l10n.t('weak');
}

/** What the answer of one side will cost, and what the other's would. */
export function describeExpectedCost(side: Side, costs: Pair<number | undefined>): string {
  const other = otherSide(side);
  return vscode.l10n.t(
    'about {0} · {1} about {2}',
    describeMoney(costs[side]),
    describeSide(other),
    describeMoney(costs[other]),
  );
}

/** What an answer has cost, and what the other side's would have. */
export function describeCost(entry: Entry): string {
  if (entry.kind === 'practice') return vscode.l10n.t('practice: costs nothing');
  const money = describeMoney(entry.cost);
  const cost = entry.usage.source === 'estimated' ? vscode.l10n.t('about {0}', money) : money;
  // The other model has answered this prompt as well.
  if (entry.retryOf !== undefined) return cost;
  const other = otherSide(entry.decision.model);
  const otherCost = other === 'strong' ? entry.alwaysStrongCost : entry.alwaysWeakCost;
  return vscode.l10n.t('{0} · {1} would have cost {2}', cost, describeSide(other), describeMoney(otherCost));
}

/** Why there is a decision and no answer, and whose prices were shown. */
export function describeNothingSent(names: Pair<string>): string {
  return vscode.l10n.t(
    'Nothing was sent, since no model is connected. Costs are list prices of {0} and {1} for an answer of usual length.',
    names.strong,
    names.weak,
  );
}

/** That a call is not on record, and why. */
export function describeUnrecorded(why: string): string {
  return vscode.l10n.t(
    'This call could not be written to the ledger, so the report lacks it ({0}). Is the disk full, or the folder read-only?',
    why,
  );
}

/** That what a person thinks of an answer is not on record, and why. */
export function describeUnkeptFeedback(why: unknown): string {
  return vscode.l10n.t(
    'Your feedback was not kept ({0}). Is the disk full, or the folder read-only?',
    describeError(why),
  );
}

/** That an answer came, and nothing was in it. */
export function describeWordless(model: string, declined: boolean): string {
  return declined
    ? vscode.l10n.t('{0} declined to answer. Put the prompt in other words, or ask the other model.', model)
    : vscode.l10n.t('{0} sent an empty answer. Try again, or ask the other model.', model);
}

/** That a router obeys no slider, and what to do about it. */
export function describeCollapse(router: string, side: Side): string {
  return vscode.l10n.t(
    'Nearly all of your latest prompts go to the {0} model wherever the slider stands: the router {1} tells them hardly apart. Choose another in the setting turnout.router, or set the slider to 0 or 100 %.',
    describeSide(side),
    router,
  );
}

/** A sentence of the core in the language of the editor. */
export function translate({ text, values }: Wording): string {
  return vscode.l10n.t(
    text,
    ...values.map((value) => (typeof value === 'object' ? translate(value) : value)),
  );
}

/** What anything thrown says, in the language of the editor where it is Turnout's own. */
export function describeError(error: unknown): string {
  return translate(wordingOf(error));
}

/** What went wrong and what to do about it, for anything that an answer can throw. */
export function describeProblem(error: unknown): string {
  if (error instanceof ProviderError) return describeProviderProblem(error);
  if (error instanceof TurnoutError) return translate(error.wording);
  return vscode.l10n.t(
    'Something unexpected went wrong ({0}). Try again; if it happens again, report it with these words.',
    messageOf(error),
  );
}

function describeProviderProblem({ ref, problem }: ProviderError): string {
  const { model, baseUrl } = ref;
  const detail = 'detail' in problem ? vscode.l10n.t(problem.detail) : '';
  switch (problem.code) {
    case 'wrong-key':
      return problem.status === undefined
        ? vscode.l10n.t(
            'The key for {0} cannot be sent. Run “Turnout: Choose Models” to enter it again.',
            baseUrl,
          )
        : vscode.l10n.t(
            '{0} did not accept the key (HTTP {1}). Run “Turnout: Choose Models” to enter it again.',
            baseUrl,
            problem.status,
          );
    case 'no-credit':
      return vscode.l10n.t(
        'Your account at {0} has no credit left. Top it up, or choose another model.',
        baseUrl,
      );
    case 'prompt-too-long':
      return vscode.l10n.t(
        'The conversation is too long for {0}: {1} Shorten it, or start a new chat.',
        model,
        detail,
      );
    case 'model-not-found':
      return vscode.l10n.t(
        '{0} has no model “{1}” (HTTP {2}). Run “Turnout: Choose Models” to pick another.',
        baseUrl,
        model,
        problem.status,
      );
    case 'rate-limited':
      return problem.retryAfterSeconds === undefined
        ? vscode.l10n.t(
            '{0} is rate-limited or out of quota at {1}. Wait a little, or check your plan.',
            model,
            baseUrl,
          )
        : vscode.l10n.t(
            '{0} is rate-limited at {1}. Try again in {2} s.',
            model,
            baseUrl,
            Math.ceil(problem.retryAfterSeconds),
          );
    case 'overloaded':
      return vscode.l10n.t(
        '{0} cannot answer at the moment (HTTP {1} from {2}). Try again, or move the slider to use the other model. {3}',
        model,
        problem.status,
        baseUrl,
        detail,
      );
    case 'rejected':
      return vscode.l10n.t(
        '{0} refused the request (HTTP {1}). Change the prompt, or run “Turnout: Choose Models” to pick another model. {2}',
        baseUrl,
        problem.status,
        detail,
      );
    case 'unreachable':
      return vscode.l10n.t(
        '{0} cannot be reached ({1}). Is the server running, and is the address right?',
        baseUrl,
        detail,
      );
    case 'timed-out':
      return vscode.l10n.t(
        '{0} at {1} did not begin to answer in time. Try again, or move the slider to use the other model.',
        model,
        baseUrl,
      );
    case 'cut-off':
      return vscode.l10n.t(
        'The answer of {0} broke off in the middle ({1}). What had arrived is kept; send the prompt again for a whole one.',
        model,
        detail,
      );
    case 'not-a-model-endpoint':
      return vscode.l10n.t(
        '{0} does not answer like a model’s endpoint ({1}). Check the address: it usually ends in /v1.',
        baseUrl,
        detail,
      );
    case 'not-offered':
      return vscode.l10n.t(
        'The editor offers no model “{0}” ({1}). Is its extension installed and signed in? Run “Turnout: Choose Models” to pick another.',
        model,
        baseUrl,
      );
    case 'no-consent':
      return vscode.l10n.t(
        'Turnout may not use {0} ({1}) yet. Send the prompt again and choose Allow, or grant it under “Manage Language Model Access” in the Accounts menu.',
        model,
        baseUrl,
      );
    case 'blocked':
      return vscode.l10n.t(
        'The editor let no call to {0} ({1}) through; often a quota is used up. Wait, or run “Turnout: Choose Models” to pick another. {2}',
        model,
        baseUrl,
        detail,
      );
    case 'model-failed':
      return vscode.l10n.t(
        '{0} ({1}) failed. Try again, or run “Turnout: Choose Models” to pick another. {2}',
        model,
        baseUrl,
        detail,
      );
  }
}
