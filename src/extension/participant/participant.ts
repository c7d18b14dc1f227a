import * as vscode from 'vscode';
import type { FeedbackFile } from '../../node/feedbackFile';
import type { Explain } from '../explaining/explainCommand';
import type { Prepare } from '../prepare';
import { describeUnkeptFeedback } from '../wording';
import { followupsOf } from './followups';
import { respond } from './response';
import { feedbackOf } from './thumb';
import { readTurn } from './turn';

/** What `@turnout` needs of the rest of the extension. */
export interface ParticipantDeps {
  readonly extensionUri: vscode.Uri;
  readonly prepare: Prepare;
  readonly explain: Explain;
  readonly feedback: FeedbackFile;
  /** Warns of one thing once. */
  readonly warn: (message: string) => void;
}

/** `@turnout` in the editor's own chat. */
export function registerParticipant({
  extensionUri,
  prepare,
  explain,
  feedback,
  warn,
}: ParticipantDeps): vscode.Disposable {
  const participant = vscode.chat.createChatParticipant('turnout.chat', (request, context, stream, token) =>
    respond(request, context, stream, token, prepare, explain),
  );
  const icon = (theme: string) => vscode.Uri.joinPath(extensionUri, 'media', `turnout-${theme}.svg`);
  participant.iconPath = { light: icon('light'), dark: icon('dark') };
  participant.followupProvider = {
    provideFollowups: ({ metadata }) => {
      const turn = readTurn(metadata);
      return turn === undefined ? [] : followupsOf(turn);
    },
  };
  const keepFeedback = async (given: vscode.ChatResultFeedback) => {
    const line = feedbackOf(given, new Date().toISOString());
    if (line === undefined) return;
    try {
      await feedback.append(line);
    } catch (error) {
      warn(describeUnkeptFeedback(error));
    }
  };
  return vscode.Disposable.from(participant, participant.onDidReceiveFeedback(keepFeedback));
}
