import * as vscode from 'vscode';
import type { ModelRef } from '../../routing/chat';
import { describeProblem } from '../wording';
import { openModel } from './openModel';
import { notifyIfSlow } from './slowNotice';

/** A model that was picked, with the key it needs. */
export interface PickedModel {
  readonly ref: ModelRef;
  readonly apiKey: string | undefined;
}

/** Makes one small call to a model; where it fails, the user is told why and asked what to do. */
export async function tryOut({ ref, apiKey }: PickedModel): Promise<'keep' | 'again' | 'leave'> {
  const problem = await notifyIfSlow(vscode.l10n.t('Trying {0}…', ref.model), problemOf(ref, apiKey));
  if (problem === undefined) return 'keep';
  const keep = vscode.l10n.t('Keep it anyway');
  const again = vscode.l10n.t('Choose another model');
  const answer = await vscode.window.showWarningMessage(problem, keep, again);
  if (answer === keep) return 'keep';
  return answer === again ? 'again' : 'leave';
}

async function problemOf(ref: ModelRef, apiKey: string | undefined): Promise<string | undefined> {
  try {
    const { testCall } = await import('../../providers/testCall');
    await testCall(await openModel(ref, apiKey));
    return undefined;
  } catch (error) {
    return describeProblem(error);
  }
}
