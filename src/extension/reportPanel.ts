import * as vscode from 'vscode';
import qualityCurves from '../../models/qualityCurves.json';
import type { LedgerReader } from '../node/ledgerReader';
import type { ReportState, ReportToHost } from '../webview/protocol';
import { reportLabels } from './labels';
import { describeReason } from './reasonWording';
import { webviewPage, webviewRoot } from './webviewPage';

export const reportViewType = 'turnout.report';

/** The savings report: at most one panel, which comes back after a reload. */
export class ReportPanel implements vscode.WebviewPanelSerializer, vscode.Disposable {
  private panel: vscode.WebviewPanel | undefined;

  constructor(
    private readonly extensionUri: vscode.Uri,
    private readonly ledger: Pick<LedgerReader, 'report'>,
  ) {}

  open(): void {
    if (this.panel !== undefined) {
      this.panel.reveal();
      return;
    }
    this.fill(
      vscode.window.createWebviewPanel(reportViewType, reportLabels().title, vscode.ViewColumn.Active, {
        enableScripts: true,
        localResourceRoots: [webviewRoot(this.extensionUri)],
      }),
    );
  }

  async deserializeWebviewPanel(panel: vscode.WebviewPanel): Promise<void> {
    panel.webview.options = { enableScripts: true, localResourceRoots: [webviewRoot(this.extensionUri)] };
    this.fill(panel);
  }

  /** Shows the ledger as it is now, if the panel is open. */
  async refresh(): Promise<void> {
    await this.panel?.webview.postMessage({ type: 'report', state: await this.read() });
  }

  dispose(): void {
    this.panel?.dispose();
  }

  private fill(panel: vscode.WebviewPanel): void {
    this.panel = panel;
    panel.iconPath = {
      light: vscode.Uri.joinPath(this.extensionUri, 'media', 'turnout-light.svg'),
      dark: vscode.Uri.joinPath(this.extensionUri, 'media', 'turnout-dark.svg'),
    };
    panel.onDidDispose(() => {
      this.panel = undefined;
    });
    panel.webview.onDidReceiveMessage((message: ReportToHost) =>
      message.type === 'openChat' ? vscode.commands.executeCommand('turnout.openChat') : this.refresh(),
    );
    panel.webview.html = webviewPage(panel.webview, this.extensionUri, 'report', reportLabels().title);
  }

  private async read(): Promise<ReportState> {
    const today = localDay(new Date().toISOString());
    const report = await this.ledger.report({ today, curves: qualityCurves });
    return {
      labels: reportLabels(),
      language: vscode.env.language,
      report,
      reasons: Object.fromEntries(report.latest.map((entry) => [entry.id, describeReason(entry.decision)])),
      skippedLines: report.skippedLines,
    };
  }
}

/** The calendar day of an ISO time where this machine is, YYYY-MM-DD. */
export function localDay(time: string): string {
  const date = new Date(time);
  const two = (part: number) => String(part).padStart(2, '0');
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}
