import { writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';

export interface TextToSave {
  /** Proposed to the person; its ending says what it is. */
  readonly name: string;
  /** What such files are called. */
  readonly kind: string;
  /** Read only once it is known where to. */
  readonly text: () => Iterable<string> | AsyncIterable<string>;
}

/**
 * Asks where to, and writes the text there piece by piece, however long it is.
 *
 * @returns where it is; undefined when the person thought better of it
 */
export async function saveText({ name, kind, text }: TextToSave): Promise<vscode.Uri | undefined> {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  const target = await vscode.window.showSaveDialog({
    defaultUri: folder ? vscode.Uri.joinPath(folder, name) : vscode.Uri.file(path.join(homedir(), name)),
    filters: { [kind]: [path.extname(name).slice(1)] },
  });
  if (target === undefined) return undefined;
  if (target.scheme === 'file') {
    await writeFile(target.fsPath, text());
  } else {
    const pieces: string[] = [];
    for await (const piece of text()) pieces.push(piece);
    await vscode.workspace.fs.writeFile(target, new TextEncoder().encode(pieces.join('')));
  }
  return target;
}
