import * as vscode from 'vscode';
import { openGit, type Repository } from '../gitExtension';

/** What would be committed. */
export type StagedDiff =
  | {
      readonly kind: 'diff';
      readonly text: string;
      /** The changed files, from the workspace's root. */
      readonly paths: readonly string[];
    }
  | { readonly kind: 'nothing-staged' }
  /** No folder that is open is in one, or Git is switched off. */
  | { readonly kind: 'no-repository' };

/** The staged changes of the repository that the editor shows, or else of the one chosen in Source Control. */
export async function stagedDiff(): Promise<StagedDiff> {
  const repository = await shownRepository();
  if (repository === undefined) return { kind: 'no-repository' };
  const text = await repository.diff(true);
  if (text.trim() === '') return { kind: 'nothing-staged' };
  const { indexChanges } = repository.state;
  return { kind: 'diff', text, paths: indexChanges.map(({ uri }) => vscode.workspace.asRelativePath(uri)) };
}

async function shownRepository(): Promise<Repository | undefined> {
  const git = await openGit();
  const shown = vscode.window.activeTextEditor?.document.uri;
  return (
    (shown && git?.getRepository(shown)) ??
    git?.repositories.find(({ ui }) => ui.selected) ??
    git?.repositories[0]
  );
}
