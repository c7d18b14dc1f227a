import * as vscode from 'vscode';
import type { Decision } from '../../routing/decision';
import type { AnswerPart } from '../../routing/flow/answerPart';
import type { PairOnShow } from '../pairOnShow';
import {
  describeCost,
  describeNothingSent,
  describeProblem,
  describeUnrecorded,
  describeWordless,
} from '../wording';
import { closingLine, decisionLine } from './decisionLine';

/** What became of an answer. */
export interface Rendered {
  readonly answer: string;
  /** The one that stood; undefined where nothing was decided. */
  readonly decision: Decision | undefined;
  /** The ledger's id of it; undefined where nothing was sent. */
  readonly entry: string | undefined;
  readonly problem: string | undefined;
}

/**
 * Writes an answer into the chat: the decision, the answer as it comes, and what it has cost. What is written there
 * stays, so that a prompt that goes on to the other model has the line of either.
 */
export async function render(
  parts: AsyncIterable<AnswerPart>,
  stream: vscode.ChatResponseStream,
  show: PairOnShow,
): Promise<Rendered> {
  let rendered: Rendered = { answer: '', decision: undefined, entry: undefined, problem: undefined };
  let declined = false;
  for await (const part of parts) {
    switch (part.type) {
      case 'decision':
        rendered = { ...rendered, decision: part.decision };
        stream.markdown(decisionLine(part, show));
        break;
      case 'text':
        rendered = { ...rendered, answer: rendered.answer + part.text };
        stream.markdown(part.text);
        break;
      case 'finish':
        declined = part.reason === 'refusal';
        break;
      case 'failed':
        rendered = { ...rendered, problem: describeProblem(part.error) };
        break;
      case 'finished': {
        const { entry, unrecorded } = part;
        // A call that was refused has cost nothing, and is no comparison.
        if (entry.usage.inputTokens > 0) stream.markdown(closingLine(describeCost(entry)));
        const wordless = entry.outcome.kind === 'ok' && rendered.answer.trim() === '';
        const problem =
          rendered.problem ??
          (unrecorded && describeUnrecorded(unrecorded)) ??
          (wordless ? describeWordless(show.names[entry.decision.model], declined) : undefined);
        rendered = { ...rendered, entry: entry.id, problem };
        break;
      }
      default:
    }
  }
  if (rendered.entry === undefined) offerModels(stream, show);
  return rendered;
}

/** The lines come along, so that each answer's button explains that answer. */
export function offerExplanation(stream: vscode.ChatResponseStream, lines: readonly string[]): void {
  stream.button({
    command: 'turnout.explainDecision',
    title: vscode.l10n.t('Why this model?'),
    arguments: [lines],
  });
}

function offerModels(stream: vscode.ChatResponseStream, show: PairOnShow): void {
  stream.markdown(describeNothingSent(show.names));
  stream.button({ command: 'turnout.connectModels', title: vscode.l10n.t('Choose models') });
  stream.button({ command: 'turnout.usePracticePair', title: vscode.l10n.t('Try the practice pair') });
}
