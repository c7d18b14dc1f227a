import * as vscode from 'vscode';
import type { LeftShare } from '../../node/answering';
import type { Decision } from '../../routing/decision';
import type { ProviderProblem } from '../../routing/errors';
import type { ModelLimit } from '../../routing/limits';
import type { Sensitive } from '../../routing/sensitive/sensitive';
import { describeMoney, describeSide, formatDecimal, formatRate, formatShare, translate } from '../wording';

/** The reason of a decision in a sentence, and whether what was learnt from the person is in it. */
export function describeReason(decision: Decision): string {
  const sentence = describeReasonAlone(decision);
  return decision.personal
    ? vscode.l10n.t('{0} What was learnt from you has changed this win rate.', sentence)
    : sentence;
}

function describeReasonAlone({ model, reason, router, strongShare }: Decision): string {
  switch (reason.code) {
    case 'win-rate-reaches-threshold':
      return vscode.l10n.t(
        'The strong model is worth asking: its estimated win rate on this prompt, {0}, reaches the threshold {1} that sends {2} of prompts to it (router {3}).',
        formatRate(reason.winRate),
        formatRate(reason.threshold),
        formatShare(strongShare),
        router,
      );
    case 'win-rate-below-threshold':
      return vscode.l10n.t(
        'The weak model should do: the strong one’s estimated win rate on this prompt, {0}, stays below the threshold {1} that sends {2} of prompts to it (router {3}).',
        formatRate(reason.winRate),
        formatRate(reason.threshold),
        formatShare(strongShare),
        router,
      );
    case 'shape-reaches-threshold':
      return vscode.l10n.t(
        '{0} of this text is in a script the router cannot read; its shape decided. The strong model’s estimated win rate, {1}, reaches the threshold {2} that sends {3} of prompts to it (router {4}).',
        formatShare(reason.unknownShare),
        formatRate(reason.winRate),
        formatRate(reason.threshold),
        formatShare(strongShare),
        router,
      );
    case 'shape-below-threshold':
      return vscode.l10n.t(
        '{0} of this text is in a script the router cannot read; its shape decided. The strong model’s estimated win rate, {1}, stays below the threshold {2} that sends {3} of prompts to it (router {4}).',
        formatShare(reason.unknownShare),
        formatRate(reason.winRate),
        formatRate(reason.threshold),
        formatShare(strongShare),
        router,
      );
    case 'router-failed':
      return vscode.l10n.t(
        'The router failed on this prompt, so the strong model answers: {0}',
        reason.wording === undefined ? reason.detail : translate(reason.wording),
      );
    case 'no-words':
      return reason.shown === 'picture'
        ? vscode.l10n.t(
            'The prompt is a picture without a word, which has no win rate, so the strong model answers.',
          )
        : vscode.l10n.t(
            'Nobody’s words are in this prompt, so it has no win rate, and the strong model answers.',
          );
    case 'chosen':
      return reason.lasts === 'conversation'
        ? vscode.l10n.t('You chose the {0} model for this conversation.', describeSide(model))
        : vscode.l10n.t('You asked for the {0} model this time.', describeSide(model));
    case 'follow-up':
      return vscode.l10n.t(
        'A short follow-up says nothing of its own, so it goes where the conversation stands: at {0}, against the threshold {1}.',
        formatRate(reason.level),
        formatRate(reason.threshold),
      );
    case 'conversation-level':
      return vscode.l10n.t(
        'The conversation has needed the strong model, and comes down slowly: this prompt’s win rate is {0}, the conversation still stands at {1}, the threshold is {2}.',
        formatRate(reason.winRate),
        formatRate(reason.level),
        formatRate(reason.threshold),
      );
    case 'cache-kept':
      return vscode.l10n.t(
        'The weak model should do, but the strong one has the conversation in its cache: going over would save {0}, and that cache is worth {1}.',
        describeMoney(reason.saving),
        describeMoney(reason.cacheWorth),
      );
    case 'tool-results':
      return vscode.l10n.t('What a tool gave back goes to the model that called it.');
    case 'limit':
      return vscode.l10n.t('Only this model can answer: {0}', describeLimit(reason.limit, reason.model));
    case 'backing-off':
      return vscode.l10n.t(
        '{0} is left alone for {1} s more, since {2}.',
        reason.model,
        reason.retryInSeconds,
        describeFailure(reason.problem),
      );
    case 'fell-back':
      return vscode.l10n.t(
        '{0} was asked first and did not answer, since {1}; so this model answers.',
        reason.model,
        describeFailure(reason.problem),
      );
    case 'sensitive':
      return reason.when === 'now'
        ? vscode.l10n.t('This stays on your local model: {0}.', describeSensitive(reason.found))
        : vscode.l10n.t(
            'This stays on your local model, since of something earlier in this conversation: {0}.',
            describeSensitive(reason.found),
          );
    case 'drafting':
      return vscode.l10n.t('The weak model drafts an answer, which is shown if it is sure enough of it.');
    case 'draft-unrated':
      return vscode.l10n.t('The weak model’s draft stands; its endpoint did not say how sure it was.');
    case 'draft-kept':
      return vscode.l10n.t(
        'The weak model’s draft stands: it was surer of it ({0}) than of the least sure {1} of its recent ones ({2}).',
        formatRate(reason.meanLogProbability),
        formatShare(reason.share),
        formatRate(reason.bar),
      );
    case 'draft-replaced':
      return vscode.l10n.t(
        'The weak model’s draft was among the {1} it was least sure of ({0}, below {2}), so the strong model answers.',
        formatRate(reason.meanLogProbability),
        formatShare(reason.share),
        formatRate(reason.bar),
      );
  }
}

/** What a budget does to the share that the slider says. */
export function describeBudget({ budget, strongShare }: LeftShare): string {
  return vscode.l10n.t(
    '{0} of your budget of {1} is spent, so {2} of prompts go to the strong model instead of {3}.',
    describeMoney(budget.spent),
    describeMoney(budget.amount),
    formatShare(strongShare),
    formatShare(budget.setShare),
  );
}

function describeLimit(limit: ModelLimit, model: string): string {
  switch (limit.kind) {
    case 'images':
      return vscode.l10n.t('{0} cannot see images.', model);
    case 'tools':
      return vscode.l10n.t('{0} cannot call tools.', model);
    case 'context-window':
      return vscode.l10n.t(
        'about {0} tokens are more than the {1} that {2} can read.',
        formatDecimal(limit.tokens, 0),
        formatDecimal(limit.contextTokens, 0),
        model,
      );
  }
}

/** A passing failure in half a sentence. */
function describeFailure(problem: ProviderProblem['code']): string {
  switch (problem) {
    case 'rate-limited':
      return vscode.l10n.t('it is rate-limited');
    case 'overloaded':
      return vscode.l10n.t('its endpoint is overloaded');
    case 'timed-out':
      return vscode.l10n.t('it did not begin to answer in time');
    case 'unreachable':
      return vscode.l10n.t('its endpoint cannot be reached');
    case 'cut-off':
      return vscode.l10n.t('its answer broke off');
    default:
      return vscode.l10n.t('it failed');
  }
}

function describeSensitive(found: Sensitive): string {
  switch (found.kind) {
    case 'pattern':
      return vscode.l10n.t('your pattern {0} is in it', found.pattern);
    case 'path':
      return vscode.l10n.t('{0} matches your rule {1}', found.path, found.glob);
    case 'secret':
      return vscode.l10n.t('it seems to hold a secret ({0})', found.secret);
  }
}
