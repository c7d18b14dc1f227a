import * as vscode from 'vscode';
import type { Attachment } from '../attachments/attachment';
import { textOf } from '../attachments/editorText';

/** What could be read of the things attached to a prompt. */
export interface Attachments {
  readonly attached: readonly Attachment[];
  /** Names of those that could not be read. */
  readonly unreadable: readonly string[];
}

const imageTypes: Readonly<Record<string, string>> = {
  png: 'image/png',
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  gif: 'image/gif',
  webp: 'image/webp',
};

/** An image pasted into the chat; the editor's published types do not list it. */
interface PastedData {
  readonly mimeType: string;
  data(): Thenable<Uint8Array>;
}

/** Reads what is attached to a prompt: files, selections, pasted text and images. */
export async function readAttachments(
  references: readonly vscode.ChatPromptReference[],
): Promise<Attachments> {
  const attached: Attachment[] = [];
  const unreadable: string[] = [];
  for (const { value, id, modelDescription } of references) {
    const name = modelDescription ?? id;
    try {
      const attachment = await readValue(value, name);
      if (attachment !== undefined) attached.push(attachment);
    } catch {
      // A folder, a file that has gone, or one that is neither text nor an image.
      unreadable.push(value instanceof vscode.Uri ? vscode.workspace.asRelativePath(value) : name);
    }
  }
  return { attached, unreadable };
}

async function readValue(value: unknown, name: string): Promise<Attachment | undefined> {
  if (typeof value === 'string') {
    return { kind: 'text', name, paths: [], languageId: '', text: value, problems: [] };
  }
  if (value instanceof vscode.Location) {
    return textOf(await vscode.workspace.openTextDocument(value.uri), value.range);
  }
  if (value instanceof vscode.Uri) {
    const imageType = imageTypes[value.path.split('.').at(-1)?.toLowerCase() ?? ''];
    if (imageType !== undefined) {
      const paths = [vscode.workspace.asRelativePath(value)];
      return imageOf(imageType, await vscode.workspace.fs.readFile(value), paths);
    }
    return textOf(await vscode.workspace.openTextDocument(value), undefined);
  }
  if (isPastedData(value) && value.mimeType.startsWith('image/')) {
    return imageOf(value.mimeType, await value.data(), []);
  }
  return undefined;
}

function isPastedData(value: unknown): value is PastedData {
  const { mimeType, data } = (value ?? {}) as Partial<PastedData>;
  return typeof mimeType === 'string' && typeof data === 'function';
}

function imageOf(mimeType: string, bytes: Uint8Array, paths: readonly string[]): Attachment {
  const source = `data:${mimeType};base64,${Buffer.from(bytes).toString('base64')}`;
  return { kind: 'image', source, paths };
}
