import * as vscode from 'vscode';

/** What is used of the API, version 1, of the Git extension that comes with the editor. */
interface GitExtension {
  readonly enabled: boolean;
  /** @throws while the extension is switched off in the settings */
  getAPI(version: 1): GitApi;
}

export interface GitApi {
  /** Uninitialized until the folders that are open have been searched for repositories. */
  readonly state: 'uninitialized' | 'initialized';
  readonly onDidChangeState: vscode.Event<GitApi['state']>;
  readonly repositories: readonly Repository[];
  getRepository(uri: vscode.Uri): Repository | null;
}

export interface Repository {
  readonly rootUri: vscode.Uri;
  /** Where the commit message is typed. */
  readonly inputBox: { value: string };
  readonly state: {
    readonly HEAD: { readonly commit?: string } | undefined;
    readonly indexChanges: readonly Change[];
    readonly workingTreeChanges: readonly Change[];
  };
  readonly ui: { readonly selected: boolean };
  /** Looks anew at what has changed. */
  status(): Promise<void>;
  /** @param cached what is staged, in place of what is not */
  diff(cached: boolean): Promise<string>;
  log(options: { readonly maxEntries: number }): Promise<readonly { readonly message: string }[]>;
}

export interface Change {
  readonly uri: vscode.Uri;
}

/**
 * The Git extension, once it has found the repositories there are.
 *
 * @returns undefined where it is missing, switched off, or not trusted in this workspace
 */
export async function openGit(): Promise<GitApi | undefined> {
  const extension = vscode.extensions.getExtension<GitExtension>('vscode.git');
  if (extension === undefined) return undefined;
  const git = await extension.activate();
  if (!git.enabled) return undefined;
  const api = git.getAPI(1);
  if (api.state === 'uninitialized') await nextEvent(api.onDidChangeState);
  return api;
}

function nextEvent(event: vscode.Event<unknown>): Promise<void> {
  return new Promise((resolve) => {
    const listener = event(() => {
      listener.dispose();
      resolve();
    });
  });
}
