import * as vscode from 'vscode';
import type { Chip } from '../../webview/sidebarProtocol';
import type { TextAttachment } from './attachment';
import { chipOf } from './chip';

/** What the next prompt of the sidebar takes along. */
export class PendingAttachments implements vscode.Disposable {
  private readonly pending = new Map<string, TextAttachment>();
  private readonly changed = new vscode.EventEmitter<void>();
  private made = 0;
  readonly onDidChange = this.changed.event;

  get chips(): Chip[] {
    return [...this.pending].map(([id, attachment]) => ({ ...chipOf(attachment), id }));
  }

  /** What goes by the same name is replaced: it is the same thing, read again. */
  add(attachments: readonly TextAttachment[]): void {
    for (const attachment of attachments) {
      const [known] = [...this.pending].find(([, { name }]) => name === attachment.name) ?? [];
      this.pending.set(known ?? String(++this.made), attachment);
    }
    this.changed.fire();
  }

  remove(id: string): void {
    this.pending.delete(id);
    this.changed.fire();
  }

  /** Hands them over to a prompt; the one after it has none. */
  take(): TextAttachment[] {
    const taken = [...this.pending.values()];
    this.pending.clear();
    this.changed.fire();
    return taken;
  }

  dispose(): void {
    this.changed.dispose();
  }
}
