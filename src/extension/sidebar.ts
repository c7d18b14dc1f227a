import * as vscode from 'vscode';
import type { AnswerDeps } from '../routing/answer';
import { messageOf } from '../routing/errors';
import type { SidebarState, SidebarToHost, SidebarToView } from '../webview/protocol';
import { type PairOnShow, sendPrompt } from './chat';
import type { Connections } from './connections';
import type { Conversation, Conversations } from './conversations';
import { examplePrompts, sidebarLabels } from './labels';
import type { StopForecasts } from './stopForecasts';
import type { StrongShare } from './strongShare';
import { webviewPage, webviewRoot } from './webviewPage';
import { describeProblem } from './wording';

export const sidebarViewId = 'turnout.sidebar';

/** What the sidebar needs of the rest of the extension. */
export interface SidebarDeps {
  readonly extensionUri: vscode.Uri;
  readonly strongShare: StrongShare;
  readonly forecasts: StopForecasts;
  readonly connections: Connections;
  readonly conversations: Conversations;
  /** Warns of one thing once. */
  readonly warn: (message: string) => void;
  /** Models, prices and names as they are now, for one prompt. */
  readonly prepare: () => Promise<{ deps: AnswerDeps; show: PairOnShow }>;
}

/** The chat in the activity bar: one conversation at a time, one answer at a time. */
export class Sidebar implements vscode.WebviewViewProvider, vscode.Disposable {
  private view: vscode.WebviewView | undefined;
  private conversation: Promise<Conversation>;
  private running: AbortController | undefined;
  private readonly listeners: vscode.Disposable[];

  constructor(private readonly deps: SidebarDeps) {
    this.conversation = deps.conversations.reopen(
      vscode.l10n.t('The editor was closed before this answer was complete.'),
    );
    this.listeners = [
      deps.strongShare.onDidChange((strongShare) => this.post({ type: 'strongShare', strongShare })),
      deps.forecasts.onDidChange(() => this.post({ type: 'forecasts', forecasts: deps.forecasts.lines })),
      deps.connections.onDidChange(() => void this.postState()),
    ];
  }

  resolveWebviewView(view: vscode.WebviewView): void {
    this.view = view;
    view.webview.options = { enableScripts: true, localResourceRoots: [webviewRoot(this.deps.extensionUri)] };
    view.webview.onDidReceiveMessage((message: SidebarToHost) => this.receive(message));
    view.onDidDispose(() => {
      this.view = undefined;
    });
    view.webview.html = webviewPage(view.webview, this.deps.extensionUri, 'sidebar', 'Turnout');
  }

  /** Leaves the present chat, which stays in the history, and begins another. */
  async newChat(): Promise<void> {
    await this.show(this.deps.conversations.start());
  }

  /** Shows a chat from the history. */
  async show(conversation: Conversation): Promise<void> {
    this.running?.abort();
    this.conversation = Promise.resolve(conversation);
    await this.deps.conversations.open(conversation);
    await this.postState();
  }

  dispose(): void {
    this.running?.abort();
    for (const listener of this.listeners) listener.dispose();
  }

  private async receive(message: SidebarToHost): Promise<void> {
    switch (message.type) {
      case 'ready':
        return this.postState();
      case 'send':
        return this.send(message.prompt);
      case 'stop':
        return this.running?.abort();
      case 'newChat':
        return this.newChat();
      case 'setStrongShare':
        return this.deps.strongShare.drag(message.strongShare);
      case 'connectModels':
        return vscode.commands.executeCommand('turnout.connectModels');
      case 'usePracticePair':
        return this.deps.connections.setPractice(true);
      case 'openReport':
        return vscode.commands.executeCommand('turnout.openReport');
      case 'copy':
        return vscode.env.clipboard.writeText(message.text);
      case 'openLink':
        return openWebLink(message.href);
    }
  }

  private async send(prompt: string): Promise<void> {
    if (this.running !== undefined) return;
    const running = new AbortController();
    this.running = running;
    const conversation = await this.conversation;
    try {
      const { deps, show } = await this.deps.prepare();
      for await (const event of sendPrompt(prompt, conversation, running.signal, deps, show)) {
        if (conversation === (await this.conversation)) this.post(event);
        // Kept at every turn of events, so that a window closed in mid-answer loses little.
        if (event.type === 'turn') await this.keep(conversation);
      }
    } catch (error) {
      void vscode.window.showErrorMessage(describeProblem(error));
    } finally {
      this.running = undefined;
    }
  }

  /** A chat that cannot be kept is said so, and goes on. */
  private async keep(conversation: Conversation): Promise<void> {
    try {
      await this.deps.conversations.save(conversation);
    } catch (error) {
      this.deps.warn(vscode.l10n.t('This chat cannot be kept across reloads: {0}', messageOf(error)));
    }
  }

  private async postState(): Promise<void> {
    const { turns } = await this.conversation;
    const { strongShare, forecasts, connections } = this.deps;
    const { current } = connections;
    const state: SidebarState = {
      labels: sidebarLabels(),
      examples: examplePrompts(),
      strongShare: strongShare.value,
      forecasts: forecasts.lines,
      connection:
        current.kind === 'connected'
          ? { kind: 'connected', strong: current.pair.strong.model, weak: current.pair.weak.model }
          : current,
      turns,
    };
    this.post({ type: 'state', state });
  }

  private post(message: SidebarToView): void {
    void this.view?.webview.postMessage(message);
  }
}

/** Links in an answer are the model's words, so only web pages open, and the editor asks first. */
async function openWebLink(href: string): Promise<void> {
  if (!URL.canParse(href)) return;
  const uri = vscode.Uri.parse(href, true);
  if (uri.scheme === 'https' || uri.scheme === 'http') await vscode.env.openExternal(uri);
}
