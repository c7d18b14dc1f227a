import * as vscode from 'vscode';
import type { SidebarToHost, SidebarToView } from '../../webview/sidebarProtocol';
import { webviewPage, webviewRoot } from '../webviewPage';
import { parseSidebarMessage } from './sidebarMessage';

export const sidebarViewId = 'turnout.sidebar';

/** The sidebar's page, which the editor loads anew each time the view is shown. */
export class SidebarPage implements vscode.WebviewViewProvider {
  private view: vscode.WebviewView | undefined;
  private ready = false;

  /** @param receive gets what the page says; that it is ready comes first, each time it has been loaded */
  constructor(
    private readonly extensionUri: vscode.Uri,
    private readonly receive: (message: SidebarToHost) => unknown,
  ) {}

  /** Whether it has been loaded and listens. */
  get isReady(): boolean {
    return this.ready;
  }

  resolveWebviewView(view: vscode.WebviewView): void {
    this.view = view;
    view.webview.options = { enableScripts: true, localResourceRoots: [webviewRoot(this.extensionUri)] };
    view.webview.onDidReceiveMessage((message: unknown) => {
      const parsed = parseSidebarMessage(message);
      if (parsed?.type === 'ready') this.ready = true;
      return parsed && this.receive(parsed);
    });
    view.onDidChangeVisibility(() => {
      this.ready &&= view.visible;
    });
    view.onDidDispose(() => {
      this.view = undefined;
      this.ready = false;
    });
    view.webview.html = webviewPage(view.webview, this.extensionUri, 'sidebar', 'Turnout');
  }

  async focus(): Promise<void> {
    await vscode.commands.executeCommand(`${sidebarViewId}.focus`);
  }

  post(message: SidebarToView): void {
    void this.view?.webview.postMessage(message);
  }
}
