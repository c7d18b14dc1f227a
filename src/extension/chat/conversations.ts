import * as vscode from 'vscode';
import type { Side } from '../../routing/chat';
import { type ChatTurn, isStoredTurn, restoreTurn } from './chatTurn';

/** A chat as the sidebar shows it, kept on this machine so that it outlives a reload. */
export interface Conversation {
  readonly id: string;
  /** ISO 8601. */
  readonly started: string;
  turns: ChatTurn[];
  /** Who answers in this chat, where the person said so. */
  pinned?: Side | undefined;
}

const currentKey = 'conversation';

/** Chats, one file each, in the extension's own storage; each workspace remembers which one is open. */
export class Conversations {
  constructor(
    private readonly folder: vscode.Uri,
    private readonly workspaceState: vscode.Memento,
  ) {}

  /** An empty chat, not on disk before its first turn. */
  start(): Conversation {
    return { id: crypto.randomUUID(), started: new Date().toISOString(), turns: [] };
  }

  /** The chat that was open in this workspace, or a new one. */
  async reopen(): Promise<Conversation> {
    const id = this.workspaceState.get<string>(currentKey);
    const conversation = id === undefined ? undefined : await this.read(id);
    if (conversation !== undefined) return conversation;
    const started = this.start();
    await this.open(started);
    return started;
  }

  async save(conversation: Conversation): Promise<void> {
    await vscode.workspace.fs.createDirectory(this.folder);
    await vscode.workspace.fs.writeFile(
      this.fileOf(conversation.id),
      new TextEncoder().encode(JSON.stringify(conversation)),
    );
  }

  /** Remembers which chat is open here, also when it has no turn yet. */
  async open(conversation: Conversation): Promise<void> {
    await this.workspaceState.update(currentKey, conversation.id);
  }

  /** All chats that can be read, the latest first. */
  async list(): Promise<Conversation[]> {
    const files = await this.files();
    const conversations = await Promise.all(files.map((name) => this.read(name.slice(0, -'.json'.length))));
    return conversations
      .filter((conversation) => conversation !== undefined)
      .sort((a, b) => b.started.localeCompare(a.started));
  }

  async eraseAll(): Promise<void> {
    for (const name of await this.files()) {
      await vscode.workspace.fs.delete(vscode.Uri.joinPath(this.folder, name));
    }
    await this.workspaceState.update(currentKey, undefined);
  }

  private async files(): Promise<string[]> {
    try {
      const files = await vscode.workspace.fs.readDirectory(this.folder);
      return files.map(([name]) => name).filter((name) => name.endsWith('.json'));
    } catch (error) {
      if (isNotFound(error)) return [];
      throw error;
    }
  }

  /** A chat that is gone or damaged is simply not offered again. */
  private async read(id: string): Promise<Conversation | undefined> {
    try {
      const bytes = await vscode.workspace.fs.readFile(this.fileOf(id));
      const conversation = JSON.parse(new TextDecoder().decode(bytes)) as Conversation | null;
      if (!Array.isArray(conversation?.turns) || !conversation.turns.every(isStoredTurn)) return undefined;
      const brokenOff = vscode.l10n.t('The editor was closed before this answer was complete.');
      return { ...conversation, turns: conversation.turns.map((turn) => restoreTurn(turn, brokenOff)) };
    } catch (error) {
      if (isNotFound(error) || error instanceof SyntaxError) return undefined;
      throw error;
    }
  }

  private fileOf(id: string): vscode.Uri {
    return vscode.Uri.joinPath(this.folder, `${id}.json`);
  }
}

function isNotFound(error: unknown): boolean {
  return error instanceof vscode.FileSystemError && error.code === 'FileNotFound';
}
