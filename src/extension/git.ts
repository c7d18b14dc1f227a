import * as vscode from 'vscode';

/** The part of the Git extension's exports that Turnout uses. */
interface GitExtension {
  readonly enabled: boolean;
  getAPI(version: 1): GitApi;
}

interface GitApi {
  /** Uninitialized until the folders that are open have been searched for repositories. */
  readonly state: 'uninitialized' | 'initialized';
  readonly onDidChangeState: vscode.Event<GitApi['state']>;
  readonly repositories: readonly Repository[];
  getRepository(uri: vscode.Uri): Repository | null;
}

interface Repository {
  readonly state: { readonly indexChanges: readonly { readonly uri: vscode.Uri }[] };
  readonly ui: { readonly selected: boolean };
  /** @param cached true for what is staged */
  diff(cached: boolean): Promise<string>;
}

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
  const repository = await openRepository();
  if (repository === undefined) return { kind: 'no-repository' };
  const text = await repository.diff(true);
  if (text.trim() === '') return { kind: 'nothing-staged' };
  const { indexChanges } = repository.state;
  return { kind: 'diff', text, paths: indexChanges.map(({ uri }) => vscode.workspace.asRelativePath(uri)) };
}

async function openRepository(): Promise<Repository | undefined> {
  const git = await vscode.extensions.getExtension<GitExtension>('vscode.git')?.activate();
  if (git === undefined || !git.enabled) return undefined;
  const api = git.getAPI(1);
  if (api.state === 'uninitialized') await nextEvent(api.onDidChangeState);
  const shown = vscode.window.activeTextEditor?.document.uri;
  return (
    (shown && api.getRepository(shown)) ??
    api.repositories.find(({ ui }) => ui.selected) ??
    api.repositories[0]
  );
}

function nextEvent(event: vscode.Event<unknown>): Promise<void> {
  return new Promise((resolve) => {
    const listener = event(() => {
      listener.dispose();
      resolve();
    });
  });
}
