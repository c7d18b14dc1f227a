import * as vscode from 'vscode';
import type { LastEditor } from '../lastEditor';
import type { TextAttachment } from './attachment';
import { readChoice, readFile } from './choices';

/**
 * The commands that attach from outside the sidebar: from editors, and from the explorer, which names what is chosen in it.
 *
 * @param attach takes what could be read
 */
export function registerAttachCommands(
  lastEditor: LastEditor,
  attach: (attachments: readonly TextAttachment[]) => Promise<void>,
): vscode.Disposable {
  const attachChoice = async (what: 'selection' | 'file') => {
    const attachment = await readChoice(what, lastEditor.current);
    if (attachment !== undefined) await attach([attachment]);
  };
  return vscode.Disposable.from(
    vscode.commands.registerCommand('turnout.addSelection', () => attachChoice('selection')),
    vscode.commands.registerCommand('turnout.addFile', async (clicked: unknown, chosen: unknown) => {
      const uris = (Array.isArray(chosen) ? chosen : [clicked]).filter((each) => each instanceof vscode.Uri);
      if (uris.length === 0) return attachChoice('file');
      const read = await Promise.all(uris.map(readFile));
      const attachments = read.filter((attachment) => attachment !== undefined);
      if (attachments.length > 0) await attach(attachments);
    }),
  );
}
