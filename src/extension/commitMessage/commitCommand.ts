import * as vscode from 'vscode';
import { askModel } from '../assist/modelAnswer';
import { openGit, type Repository } from '../gitExtension';
import type { Prepare } from '../prepare';
import { describeError } from '../wording';
import { askForMessage, type Changes, readMessage } from './commitPrompt';

/** How many earlier messages show the manner of a repository. */
const earlierMessages = 5;

/** Writes the commit message of what is staged into the box where it is typed. */
export function registerCommitMessage(prepare: Prepare): vscode.Disposable {
  return vscode.commands.registerCommand('turnout.writeCommitMessage', async (source: unknown) => {
    try {
      const repository = await chooseRepository(source);
      const changes = repository && (await readChanges(repository));
      if (repository === undefined || changes === undefined) return;
      await writeMessage(repository, changes, prepare);
    } catch (error) {
      // Git itself could not do what it was asked for.
      void vscode.window.showErrorMessage(
        vscode.l10n.t('Git failed ({0}). The Output panel says more, under Git.', describeError(error)),
      );
    }
  });
}

/** What was in the box comes back where there is no whole message; who types there meanwhile keeps it. */
async function writeMessage(
  { inputBox, rootUri }: Repository,
  changes: Changes,
  prepare: Prepare,
): Promise<void> {
  const before = inputBox.value;
  let written = before;
  const write = (message: string) => {
    if (inputBox.value !== written) return;
    inputBox.value = message;
    written = inputBox.value;
  };
  const title = vscode.l10n.t('Turnout writes a commit message for {0}', nameOf(rootUri));
  const answer = await askModel(title, askForMessage(changes), prepare, (text) => write(readMessage(text)));
  if (answer === undefined) return write(before);
  if (readMessage(answer.text) !== '') return;
  write(before);
  warn(
    vscode.l10n.t('The model wrote no message. Run the command again, or move the slider to another model.'),
  );
}

/** @returns undefined once it has been said why there are none */
async function readChanges(repository: Repository): Promise<Changes | undefined> {
  await repository.status();
  const { state } = repository;
  const staged = state.indexChanges.length > 0;
  const changed = staged ? state.indexChanges : state.workingTreeChanges;
  if (changed.length === 0)
    return warn(vscode.l10n.t('Nothing has changed, so there is nothing to describe.'));
  if (!staged && !(await agreesToUnstaged())) return undefined;
  const diff = await repository.diff(staged);
  if (diff.trim() === '') {
    return warn(vscode.l10n.t('Only new files have changed. Stage those that belong to the commit first.'));
  }
  // A branch without a commit has no messages yet.
  const latest =
    state.HEAD?.commit === undefined ? [] : await repository.log({ maxEntries: earlierMessages });
  return {
    diff,
    paths: changed.map(({ uri }) => vscode.workspace.asRelativePath(uri)),
    earlier: latest.map(({ message }) => message),
  };
}

async function agreesToUnstaged(): Promise<boolean> {
  const yes = vscode.l10n.t('Describe Unstaged Changes');
  const question = vscode.l10n.t('Nothing is staged. Should the message describe what is not staged?');
  return (await vscode.window.showInformationMessage(question, { modal: true }, yes)) === yes;
}

/** The one whose button was pressed, or the only one, or the one that is chosen. */
async function chooseRepository(source: unknown): Promise<Repository | undefined> {
  const git = await openGit();
  if (git === undefined) {
    return warn(
      vscode.l10n.t(
        'The editor’s Git extension is not running here. Switch it on, and trust this workspace.',
      ),
    );
  }
  const { repositories } = git;
  const [only] = repositories;
  if (only === undefined)
    return warn(vscode.l10n.t('There is no Git repository in this workspace. Open a folder that is in one.'));
  const { rootUri } = (source ?? {}) as Partial<vscode.SourceControl>;
  const pressed = repositories.find((repository) => repository.rootUri.toString() === rootUri?.toString());
  if (pressed !== undefined || repositories.length === 1) return pressed ?? only;
  const items = repositories.map((repository) => ({
    label: nameOf(repository.rootUri),
    description: repository.rootUri.fsPath,
    repository,
  }));
  const placeHolder = vscode.l10n.t('Whose changes should the message describe?');
  return (await vscode.window.showQuickPick(items, { placeHolder }))?.repository;
}

function nameOf({ path }: vscode.Uri): string {
  return path.split('/').at(-1) ?? path;
}

function warn(message: string): undefined {
  void vscode.window.showWarningMessage(message);
  return undefined;
}
