import { randomUUID } from 'node:crypto';
import * as vscode from 'vscode';
import { answer } from '../../routing/flow/answer';
import type { Attachment } from '../attachments/attachment';
import { readActiveEditor } from '../attachments/editorText';
import { pathsOf } from '../attachments/paths';
import { buildPrompt, imagesOf } from '../attachments/prompt';
import { abortSignalOf } from '../cancellation';
import type { Explain } from '../explaining/explainCommand';
import type { Prepare } from '../prepare';
import { describeProblem } from '../wording';
import { readAttachments } from './attachments';
import { askOf, readCommand, wishOf } from './command';
import { offerExplanation, render } from './rendering';
import { earlierTurns, messagesOf, type Turn } from './turn';

/** Answers one prompt of the built-in chat. */
export async function respond(
  request: vscode.ChatRequest,
  context: vscode.ChatContext,
  stream: vscode.ChatResponseStream,
  token: vscode.CancellationToken,
  prepare: Prepare,
  explain: Explain,
): Promise<vscode.ChatResult> {
  try {
    const command = readCommand(request.command);
    const ask = askOf(command, request.prompt);
    const attachments = await gatherAttachments(request, stream);
    const texts = attachments.filter((attachment) => attachment.kind === 'text');
    if (command?.kind === 'task' && attachments.length === 0 && request.prompt.trim() === '') {
      return withProblem(vscode.l10n.t('Which code? Open a file, select some of it, or attach it with #.'));
    }
    const earlier = earlierTurns(context);
    const conversation = earlier.at(-1)?.conversation ?? randomUUID();
    const sent = buildPrompt(ask, attachments);
    const paths = attachments.flatMap((attachment) => attachment.paths);
    const { deps, show } = await prepare();
    // Of a task the code is half; what is attached to a question is not the question.
    const scored = command?.kind === 'task' ? [ask, ...texts.map(({ text }) => text)].join('\n\n') : ask;
    const parts = answer(
      {
        chat: {
          messages: [
            ...messagesOf(earlier),
            { role: 'user', content: [{ type: 'text', text: sent }, ...imagesOf(attachments)] },
          ],
        },
        door: 'participant',
        conversation,
        signal: abortSignalOf(token),
        ask: scored,
        wish: wishOf(command),
        languageId: texts.map(({ languageId }) => languageId).find((id) => id !== ''),
        paths: [...pathsOf(earlier), ...paths],
      },
      deps,
    );
    const { decision, problem, ...rest } = await render(parts, stream, show);
    if (decision !== undefined) offerExplanation(stream, await explain(scored, decision));
    const turn: Turn | undefined = decision && {
      conversation,
      ask,
      command: request.command,
      sent,
      paths,
      side: decision.model,
      ...rest,
    };
    return { ...(problem === undefined ? {} : withProblem(problem)), metadata: { turn } };
  } catch (error) {
    return withProblem(describeProblem(error));
  }
}

/** What a task is about is attached, or else what the editor shows. */
async function gatherAttachments(
  { references, command }: vscode.ChatRequest,
  stream: vscode.ChatResponseStream,
): Promise<readonly Attachment[]> {
  const { attached, unreadable } = await readAttachments(references);
  for (const name of unreadable) {
    stream.markdown(vscode.l10n.t('{0} cannot be read and was left out.\n\n', name));
  }
  if (attached.length > 0 || readCommand(command)?.kind !== 'task') return attached;
  const active = readActiveEditor();
  return active === undefined ? [] : [active];
}

function withProblem(message: string): vscode.ChatResult {
  return { errorDetails: { message } };
}
