import { randomUUID } from 'node:crypto';
import * as vscode from 'vscode';
import { answer } from '../../routing/flow/answer';
import type { Entry } from '../../routing/ledger/ledger';
import { abortSignalOf } from '../cancellation';
import type { Prepare } from '../prepare';
import {
  describeComparison,
  describeNothingSent,
  describeProblem,
  describeSide,
  describeUnrecorded,
} from '../wording';
import type { WrittenQuestion } from '../writtenQuestion';

/** A whole answer. */
export interface ModelAnswer {
  readonly text: string;
  /** "weak · gpt-5-mini · win rate 0.31 < 0.47" */
  readonly decision: string;
  readonly entry: Entry;
}

/**
 * Asks behind a notification that shows what was decided and can cancel, and tells what goes wrong.
 *
 * @param onText gets the text so far, each time there is more of it
 * @returns undefined where there is no whole answer
 */
export async function askModel(
  title: string,
  { prompt, ...about }: WrittenQuestion,
  prepare: Prepare,
  onText: (text: string) => void = () => {},
): Promise<ModelAnswer | undefined> {
  const options = { location: vscode.ProgressLocation.Notification, title, cancellable: true };
  return vscode.window.withProgress(options, async (progress, token) => {
    let text = '';
    let decision = '';
    let failed = false;
    let finished: Entry | undefined;
    try {
      const { deps, show } = await prepare();
      const request = {
        chat: { messages: [{ role: 'user' as const, content: prompt }] },
        conversation: randomUUID(),
        signal: abortSignalOf(token),
        ...about,
      };
      for await (const part of answer(request, deps)) {
        switch (part.type) {
          case 'decision': {
            const side = part.decision.model;
            decision = [describeSide(side), show.names[side], describeComparison(part.decision)].join(' · ');
            progress.report({ message: decision });
            break;
          }
          case 'text':
            text += part.text;
            onText(text);
            break;
          case 'failed':
            failed = true;
            offerAnswer(describeProblem(part.error), text);
            break;
          case 'finished':
            finished = part.entry;
            if (part.unrecorded !== undefined) {
              void vscode.window.showWarningMessage(describeUnrecorded(part.unrecorded));
            }
            break;
          default:
        }
      }
      if (finished === undefined) void offerModels(describeNothingSent(show.names));
    } catch (error) {
      failed = true;
      void vscode.window.showErrorMessage(describeProblem(error));
    }
    const whole = !failed && !token.isCancellationRequested;
    return whole && finished !== undefined ? { text, decision, entry: finished } : undefined;
  });
}

/** Says why an answer cannot be used, and offers to show it as it is; waits for nobody. */
export function offerAnswer(message: string, text: string): void {
  const showAnswer = vscode.l10n.t('Show Answer');
  const offers = text.trim() === '' ? [] : [showAnswer];
  vscode.window.showWarningMessage(message, ...offers).then(async (chosen) => {
    if (chosen === undefined) return;
    const document = await vscode.workspace.openTextDocument({ language: 'markdown', content: text });
    await vscode.window.showTextDocument(document);
  });
}

async function offerModels(message: string): Promise<void> {
  const choose = vscode.l10n.t('Choose models');
  const practise = vscode.l10n.t('Try the practice pair');
  const chosen = await vscode.window.showInformationMessage(message, choose, practise);
  if (chosen === choose) await vscode.commands.executeCommand('turnout.connectModels');
  if (chosen === practise) await vscode.commands.executeCommand('turnout.usePracticePair');
}
