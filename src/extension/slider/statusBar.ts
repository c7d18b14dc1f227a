import * as vscode from 'vscode';
import type { LeftShare } from '../../node/answering';
import { describeBudget } from '../explaining/reasonWording';
import type { Connections } from '../models/connections';
import { describeConnection } from '../models/connectionWording';
import { describeMoney, formatShare } from '../wording';
import { describeMonthlyCost, describeOrigin, describeQuality, forecastExplained } from './forecastWording';
import type { StopForecasts } from './stopForecasts';
import { type StrongShare, stopsWith } from './strongShare';

const bars = ['▁', '▃', '▅', '▆', '▇', '█'];

/** A small meter for a share in [0, 1]: ▁ for none, ▁▃▅▆▇█ for all. */
export function meterOf(share: number): string {
  return bars.slice(0, 1 + Math.round(share * (bars.length - 1))).join('');
}

/** The status bar item, which shows a new saving only when told of one. */
export interface StatusBarSlider extends vscode.Disposable {
  /** @param saved today, in US dollars */
  showSavedToday(saved: number): void;
  /** @param left undefined where no budget takes from the share */
  showBudget(left: LeftShare | undefined): void;
}

/** The slider in the status bar: the share as text, its stops in the hover, a quick pick on click. */
export function createStatusBarSlider(
  strongShare: StrongShare,
  connections: Connections,
  forecasts: StopForecasts,
): StatusBarSlider {
  const item = vscode.window.createStatusBarItem('turnout.strongShare', vscode.StatusBarAlignment.Right, 100);
  item.name = vscode.l10n.t('Turnout: strong share');
  item.command = 'turnout.chooseStrongShare';
  let savedToday = 0;
  let left: LeftShare | undefined;

  const sentShare = () => left?.strongShare ?? strongShare.value;
  const drawText = () => {
    const sent = sentShare();
    const mark = left === undefined ? '' : ' $(arrow-down)';
    item.text = `$(repo-forked) ${meterOf(sent)} ${vscode.l10n.t('{0} strong', formatShare(sent))}${mark}`;
    item.accessibilityInformation = {
      label: vscode.l10n.t('Turnout sends {0} of prompts to the strong model', formatShare(sent)),
      role: 'button',
    };
  };
  const draw = () => {
    clearImmediate(first);
    drawText();
    const notes = [
      ...(left === undefined ? [] : [describeBudget(left)]),
      describeConnection(connections.current),
    ];
    item.tooltip = hoverOf({ share: strongShare.value, sent: sentShare() }, notes, savedToday, forecasts);
  };
  const listeners = [strongShare, connections, forecasts].map(({ onDidChange }) => onDidChange(draw));
  drawText();
  item.show();
  // The hover takes longer than all the rest of the start, and nobody hovers yet.
  const first = setImmediate(draw);
  return {
    showSavedToday: (saved) => {
      savedToday = saved;
      draw();
    },
    showBudget: (now) => {
      left = now;
      draw();
    },
    dispose: () => {
      clearImmediate(first);
      for (const listener of listeners) listener.dispose();
      item.dispose();
    },
  };
}

function hoverOf(
  { share, sent }: { readonly share: number; readonly sent: number },
  notes: readonly string[],
  savedToday: number,
  forecasts: StopForecasts,
): vscode.MarkdownString {
  const hover = new vscode.MarkdownString(undefined, true);
  hover.isTrusted = {
    enabledCommands: [
      'turnout.setStrongShare',
      'turnout.moreStrong',
      'turnout.lessStrong',
      'turnout.openReport',
      'turnout.connectModels',
    ],
  };
  hover.appendMarkdown(
    [
      `**${vscode.l10n.t('Turnout: {0} of prompts go to the strong model', formatShare(sent))}**`,
      `${commandLink('$(remove)', 'turnout.lessStrong')} &nbsp; ${meterOf(sent)} &nbsp; ${commandLink('$(add)', 'turnout.moreStrong')}`,
      tableOf(share, forecasts),
      forecastExplained(),
      ...(forecasts.calibration === undefined ? [] : [describeOrigin(forecasts.calibration)]),
      ...notes,
      `${vscode.l10n.t('Saved today: {0}', describeMoney(savedToday))} · ${commandLink(vscode.l10n.t('Savings report'), 'turnout.openReport')} · ${commandLink(vscode.l10n.t('Choose models'), 'turnout.connectModels')}`,
    ].join('\n\n'),
  );
  return hover;
}

/** What is to be expected of each stop. */
function tableOf(share: number, forecasts: StopForecasts): string {
  const heads = [
    vscode.l10n.t('Slider'),
    vscode.l10n.t('goes to strong'),
    vscode.l10n.t('a month'),
    vscode.l10n.t('quality kept on benchmarks'),
  ];
  const rows = stopsWith(share).map((stop) => {
    const forecast = forecasts.at(stop);
    return [
      stop === share
        ? `**${formatShare(stop)}**`
        : commandLink(formatShare(stop), 'turnout.setStrongShare', stop),
      formatShare(forecast.strongShare),
      describeMonthlyCost(forecast),
      describeQuality(forecast),
    ];
  });
  // The hover leaves hardly any room between columns.
  const line = (cells: readonly string[]) => `| ${cells.join(' | &nbsp;&nbsp;&nbsp;')} |`;
  return [line(heads), '|:--|--:|--:|--:|', ...rows.map(line)].join('\n');
}

function commandLink(text: string, command: string, ...args: unknown[]): string {
  const query = args.length === 0 ? '' : `?${encodeURIComponent(JSON.stringify(args))}`;
  return `[${text}](command:${command}${query})`;
}
