import * as vscode from 'vscode';
import type { Decision } from '../../routing/decision';
import { describeComparison } from '../wording';

/** What a decision rests on, in the few words that fit above an answer; its whole reason is elsewhere. */
export function describeShortly(decision: Decision): string {
  switch (decision.reason.code) {
    case 'win-rate-reaches-threshold':
    case 'win-rate-below-threshold':
    case 'shape-reaches-threshold':
    case 'shape-below-threshold':
    case 'router-failed':
      return describeComparison(decision);
    case 'no-words':
      return vscode.l10n.t('no words to rate');
    case 'chosen':
      return vscode.l10n.t('your choice');
    case 'follow-up':
      return vscode.l10n.t('follow-up');
    case 'conversation-level':
      return vscode.l10n.t('as before in this chat');
    case 'cache-kept':
      return vscode.l10n.t('keeps the prompt cache');
    case 'tool-results':
      return vscode.l10n.t('answers its own tool call');
    case 'limit':
      return vscode.l10n.t('the only one that can');
    case 'backing-off':
    case 'fell-back':
      return vscode.l10n.t('the other one failed');
    case 'sensitive':
      return vscode.l10n.t('stays local');
    case 'drafting':
      return vscode.l10n.t('drafting');
    case 'draft-unrated':
    case 'draft-kept':
      return vscode.l10n.t('its draft stands');
    case 'draft-replaced':
      return vscode.l10n.t('the draft was unsure');
  }
}
