import type * as vscode from 'vscode';
import { estimateContentTokens, estimateTextTokens } from '../../routing/tokenEstimate';
import { providedMessage } from './providedRequest';

/** A rough count: which of the two models will answer, and so whose tokenizer counts, is not known yet. */
export function countTokens(text: string | vscode.LanguageModelChatRequestMessage): number {
  return typeof text === 'string'
    ? estimateTextTokens(text)
    : estimateContentTokens(providedMessage(text).content);
}
