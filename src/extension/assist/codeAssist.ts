import * as vscode from 'vscode';
import type { FeedbackFile } from '../../node/feedbackFile';
import type { Prepare } from '../prepare';
import { describeUnkeptFeedback } from '../wording';
import type { WrittenQuestion } from '../writtenQuestion';
import { registerCodeActions } from './codeActions';
import { askAbout } from './codePrompt';
import { proposeEdit } from './edits';
import { Proposals } from './proposals';
import { codeOf, findTarget, type Target } from './target';
import { isEditTask, type Task, wordsOf } from './tasks';
import { writeTests } from './testDocument';

/** What code assist needs of the rest of the extension. */
export interface CodeAssistDeps {
  readonly prepare: Prepare;
  /** Asks in Turnout's own chat. */
  readonly askInChat: (question: WrittenQuestion) => Promise<void>;
  readonly feedback: FeedbackFile;
  /** Warns of one thing once. */
  readonly warn: (message: string) => void;
}

const commands: Readonly<Record<string, Task>> = {
  'turnout.explainCode': 'explain',
  'turnout.fixCode': 'fix',
  'turnout.refactorCode': 'refactor',
  'turnout.writeTests': 'tests',
  'turnout.documentCode': 'document',
};

/** Where compilers and linters report something. */
interface Problem {
  readonly uri: vscode.Uri;
  readonly range: vscode.Range;
}

/** Explain, fix, refactor, test and document: on a selection, on what is around the cursor, on a problem. */
export function registerCodeAssist(deps: CodeAssistDeps): vscode.Disposable {
  const proposals = new Proposals(async (entry, accepted) => {
    try {
      await deps.feedback.append({
        version: 1,
        time: new Date().toISOString(),
        kind: 'edit',
        entry,
        accepted,
      });
    } catch (error) {
      deps.warn(describeUnkeptFeedback(error));
    }
  });
  return vscode.Disposable.from(
    proposals,
    registerCodeActions(),
    ...Object.entries(commands).map(([command, task]) =>
      // Menus hand over a document alone; a problem comes with its range.
      vscode.commands.registerCommand(command, (uri: unknown, range: unknown) =>
        run(task, uri instanceof vscode.Uri && range instanceof vscode.Range ? { uri, range } : undefined),
      ),
    ),
    vscode.commands.registerCommand('turnout.acceptEdit', (uri?: vscode.Uri) => proposals.accept(uri)),
    vscode.commands.registerCommand('turnout.rejectEdit', (uri?: vscode.Uri) => proposals.reject(uri)),
  );

  async function run(task: Task, problem: Problem | undefined): Promise<void> {
    const target = await targetOf(problem);
    if (target === undefined) {
      void vscode.window.showInformationMessage(
        vscode.l10n.t('Which code? Open a file and select some of it, or put the cursor into it.'),
      );
      return;
    }
    const words = task === 'refactor' ? await askHowToRefactor() : wordsOf(task, aboutProblem(task, problem));
    if (words === undefined) return;
    if (isEditTask(task)) return proposeEdit(task, words, target, deps.prepare, proposals);
    if (task === 'tests') return writeTests(words, target, deps.prepare);
    await deps.askInChat(askAbout(task, words, codeOf(target)));
  }
}

/** Who has a problem explained wants more than what the code does. */
function aboutProblem(task: Task, problem: Problem | undefined): string {
  return task === 'explain' && problem !== undefined ? 'Above all, explain what is reported of it.' : '';
}

async function targetOf(problem: Problem | undefined): Promise<Target | undefined> {
  if (problem !== undefined) {
    const { start } = problem.range;
    return findTarget(await vscode.workspace.openTextDocument(problem.uri), new vscode.Range(start, start));
  }
  const editor = vscode.window.activeTextEditor;
  return editor && findTarget(editor.document, editor.selection);
}

/** @returns undefined when the person thought better of it */
async function askHowToRefactor(): Promise<string | undefined> {
  const own = await vscode.window.showInputBox({
    title: vscode.l10n.t('Refactor with Turnout'),
    prompt: vscode.l10n.t('What should be different? Leave it empty to make the code simpler and clearer.'),
  });
  return own === undefined ? undefined : wordsOf('refactor', own.trim() || 'Make it simpler and clearer.');
}
