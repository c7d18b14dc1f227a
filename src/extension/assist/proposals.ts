import * as vscode from 'vscode';
import { describeError } from '../wording';
import type { Target } from './target';

/** The scheme of documents that show how a file would become. */
export const proposalScheme = 'turnout-edit';

/** Code that may take the place of a target. */
export interface Proposal {
  readonly target: Target;
  readonly code: string;
  /** What the diff is called. */
  readonly title: string;
  /** The ledger's entry of the answer it comes from. */
  readonly entry: string;
}

/** Writes down whether an answer was of use. */
export type KeepVerdict = (entry: string, helpful: boolean) => Promise<void>;

/** Edits that wait for a person's word, each shown as a diff against the document as it is. */
export class Proposals implements vscode.TextDocumentContentProvider, vscode.Disposable {
  private readonly waiting = new Map<string, Proposal & { readonly whole: string }>();
  private readonly listeners: vscode.Disposable;

  constructor(private readonly keepVerdict: KeepVerdict) {
    this.listeners = vscode.Disposable.from(
      vscode.workspace.registerTextDocumentContentProvider(proposalScheme, this),
      vscode.window.tabGroups.onDidChangeTabs(({ closed }) => {
        for (const tab of closed) this.waiting.delete(proposalOf(tab)?.toString() ?? '');
      }),
    );
    // Of a window that was open before, nothing is left that could be accepted.
    void vscode.window.tabGroups.close(tabs().filter((tab) => proposalOf(tab) !== undefined));
  }

  /** Shows a proposal. The document is still as it was when the question was asked. */
  async open(proposal: Proposal): Promise<void> {
    const { document, range, before } = proposal.target;
    const whole =
      before.slice(0, document.offsetAt(range.start)) +
      proposal.code +
      before.slice(document.offsetAt(range.end));
    const uri = vscode.Uri.from({
      scheme: proposalScheme,
      path: `/${document.uri.path}`.replace('//', '/'),
      query: crypto.randomUUID(),
    });
    this.waiting.set(uri.toString(), { ...proposal, whole });
    const proposed = await vscode.workspace.openTextDocument(uri);
    await vscode.languages.setTextDocumentLanguage(proposed, document.languageId);
    const selection = new vscode.Range(range.start, range.start);
    const options: vscode.TextDocumentShowOptions = { preview: false, selection };
    await vscode.commands.executeCommand('vscode.diff', document.uri, uri, proposal.title, options);
  }

  provideTextDocumentContent(uri: vscode.Uri): string | undefined {
    return this.waiting.get(uri.toString())?.whole;
  }

  /** Applies a proposal as one edit, unless its document has changed meanwhile. */
  async accept(uri: vscode.Uri | undefined): Promise<void> {
    const key = uri ?? activeProposal();
    const proposal = this.waiting.get(key?.toString() ?? '');
    if (key === undefined || proposal === undefined) return sayNothingWaits();
    const { target, code, entry } = proposal;
    const name = vscode.workspace.asRelativePath(target.document.uri);
    try {
      const document = await vscode.workspace.openTextDocument(target.document.uri);
      if (document.getText() !== target.before) {
        return warn(
          vscode.l10n.t(
            'Not applied: {0} has changed since Turnout was asked. Ask again, or copy what you need from here.',
            name,
          ),
        );
      }
      const edit = new vscode.WorkspaceEdit();
      edit.replace(document.uri, target.range, code);
      if (!(await vscode.workspace.applyEdit(edit))) {
        return warn(vscode.l10n.t('The editor does not let {0} be changed. Is it read-only?', name));
      }
      await this.close(key);
      await vscode.window.showTextDocument(document, {
        selection: new vscode.Range(target.range.start, target.range.start),
      });
      await this.keepVerdict(entry, true);
    } catch (error) {
      warn(
        vscode.l10n.t(
          '{0} could not be changed ({1}). Does it still exist, and may it be written?',
          name,
          describeError(error),
        ),
      );
    }
  }

  /** Closes a proposal. */
  async reject(uri: vscode.Uri | undefined): Promise<void> {
    const key = uri ?? activeProposal();
    const proposal = this.waiting.get(key?.toString() ?? '');
    if (key === undefined || proposal === undefined) return sayNothingWaits();
    await this.close(key);
    await this.keepVerdict(proposal.entry, false);
  }

  dispose(): void {
    this.listeners.dispose();
  }

  private async close(uri: vscode.Uri): Promise<void> {
    this.waiting.delete(uri.toString());
    await vscode.window.tabGroups.close(
      tabs().filter((tab) => proposalOf(tab)?.toString() === uri.toString()),
    );
  }
}

function tabs(): readonly vscode.Tab[] {
  return vscode.window.tabGroups.all.flatMap((group) => group.tabs);
}

/** The proposal that a tab shows. */
function proposalOf({ input }: vscode.Tab): vscode.Uri | undefined {
  const isOne = input instanceof vscode.TabInputTextDiff && input.modified.scheme === proposalScheme;
  return isOne ? input.modified : undefined;
}

function activeProposal(): vscode.Uri | undefined {
  const tab = vscode.window.tabGroups.activeTabGroup.activeTab;
  return tab && proposalOf(tab);
}

function sayNothingWaits(): void {
  warn(vscode.l10n.t('Open a change that Turnout proposes first: there is none in this editor.'));
}

function warn(message: string): void {
  void vscode.window.showWarningMessage(message);
}
