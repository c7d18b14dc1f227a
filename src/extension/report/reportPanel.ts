import * as vscode from 'vscode';
import { localDay } from '../../node/ledger/localDay';
import type { DateRange } from '../../routing/days';
import type { Entry } from '../../routing/ledger/ledger';
import { defaultRange, type RangeChoice, resolveRange } from '../../routing/report/dateRange';
import { csvOf, jsonOf } from '../../routing/report/ledgerExport';
import type { Report } from '../../routing/report/report';
import type { ReportState, ReportToHost } from '../../webview/reportProtocol';
import { describeReason } from '../explaining/reasonWording';
import { saveText } from '../savedText';
import { webviewPage, webviewRoot } from '../webviewPage';
import { describeError } from '../wording';
import { printPage } from './printPage';
import { reportLabels } from './reportLabels';
import { parseReportMessage } from './reportMessage';

export const reportViewType = 'turnout.report';

/** What the panel shows and exports. */
export interface ReportSource {
  /** The ledger's figures over a range of days, as they are now. */
  readonly report: (range: DateRange) => Promise<Report>;
  /** The calls of these days, oldest first, read as they are asked for. */
  readonly entries: (range: DateRange) => AsyncIterable<Entry>;
}

/** The savings report: at most one panel, which comes back after a reload. */
export class ReportPanel implements vscode.WebviewPanelSerializer, vscode.Disposable {
  private panel: vscode.WebviewPanel | undefined;
  private choice: RangeChoice = defaultRange;

  constructor(
    private readonly extensionUri: vscode.Uri,
    private readonly source: ReportSource,
    private readonly warn: (message: string) => void,
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

  /** Shows the ledger as it is now, if the panel is seen: behind other tabs there is no page, and it asks once it is back. */
  async refresh(): Promise<void> {
    if (!this.panel?.visible) return;
    const state = await this.read();
    // Another range may have been chosen while this one was read.
    if (state.choice === this.choice) await this.panel?.webview.postMessage({ type: 'report', state });
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
    panel.webview.onDidReceiveMessage(async (message: unknown) => {
      const parsed = parseReportMessage(message);
      if (parsed === undefined) return;
      try {
        await this.receive(parsed);
      } catch (error) {
        this.warn(
          vscode.l10n.t(
            'The savings report could not be read or saved ({0}). Try again, or save it elsewhere.',
            describeError(error),
          ),
        );
      }
    });
    panel.webview.html = webviewPage(panel.webview, this.extensionUri, 'report', reportLabels().title);
  }

  private async receive(message: ReportToHost): Promise<unknown> {
    switch (message.type) {
      case 'ready':
      case 'range':
        this.choice = message.choice;
        return this.refresh();
      case 'refresh':
        return this.refresh();
      case 'openChat':
        return vscode.commands.executeCommand('turnout.openChat');
      case 'export':
        return this.export(message.as);
      case 'print': {
        const page = printPage(await this.read(), message.charts);
        const target = await saveText({
          name: 'turnout-report.html',
          kind: vscode.l10n.t('Web page'),
          text: () => [page],
        });
        return target && offerToOpen(target);
      }
    }
  }

  private async export(as: 'csv' | 'json'): Promise<void> {
    const range = this.range();
    const entries = () => this.source.entries(range);
    const report = await this.source.report(range);
    await saveText({
      name: `turnout-calls.${as}`,
      kind: as.toUpperCase(),
      text: () => (as === 'csv' ? csvOf(report, entries()) : jsonOf(report, entries())),
    });
  }

  private range(): DateRange {
    return resolveRange(this.choice, localDay(new Date().toISOString()));
  }

  private async read(): Promise<ReportState> {
    const { choice } = this;
    const report = await this.source.report(this.range());
    return {
      labels: reportLabels(),
      language: vscode.env.language,
      choice,
      report,
      reasons: Object.fromEntries(report.latest.map((entry) => [entry.id, describeReason(entry.decision)])),
    };
  }
}

/** A page that is saved is not yet printed: the browser does that. */
async function offerToOpen(page: vscode.Uri): Promise<void> {
  const open = vscode.l10n.t('Open in the Browser');
  const answer = await vscode.window.showInformationMessage(
    vscode.l10n.t('Saved {0}. It opens the print dialog in a browser.', page.fsPath),
    open,
  );
  if (answer === open) await vscode.env.openExternal(page);
}
