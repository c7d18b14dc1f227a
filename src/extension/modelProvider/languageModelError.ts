import * as vscode from 'vscode';
import { ProviderError } from '../../routing/errors';
import { describeProblem } from '../wording';

/** Anything that an answer can throw, as the editor and other extensions expect it of a language model. */
export function languageModelError(error: unknown): Error {
  if (error instanceof vscode.LanguageModelError) return error;
  const message = describeProblem(error);
  if (!(error instanceof ProviderError)) return new Error(message);
  switch (error.problem.code) {
    case 'wrong-key':
    case 'no-consent':
      return vscode.LanguageModelError.NoPermissions(message);
    case 'no-credit':
    case 'rate-limited':
    case 'blocked':
      return vscode.LanguageModelError.Blocked(message);
    case 'model-not-found':
    case 'not-offered':
      return vscode.LanguageModelError.NotFound(message);
    default:
      return new Error(message);
  }
}
