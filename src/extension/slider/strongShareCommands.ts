import * as vscode from 'vscode';
import { formatShare } from '../wording';
import { describeForecast } from './forecastWording';
import { meterOf } from './statusBar';
import type { StopForecasts } from './stopForecasts';
import { type StrongShare, stopsWith, strongShareStep } from './strongShare';

interface StopItem extends vscode.QuickPickItem {
  readonly share: number;
}

/** The slider's commands: set, more, less, and the quick pick with live preview. */
export function registerStrongShareCommands(
  strongShare: StrongShare,
  forecasts: StopForecasts,
): vscode.Disposable {
  return vscode.Disposable.from(
    vscode.commands.registerCommand('turnout.setStrongShare', async (share: unknown) => {
      if (typeof share === 'number' && Number.isFinite(share)) await strongShare.set(share);
      else await chooseStrongShare(strongShare, forecasts);
    }),
    vscode.commands.registerCommand('turnout.moreStrong', () =>
      strongShare.set(strongShare.value + strongShareStep),
    ),
    vscode.commands.registerCommand('turnout.lessStrong', () =>
      strongShare.set(strongShare.value - strongShareStep),
    ),
    vscode.commands.registerCommand('turnout.chooseStrongShare', () =>
      chooseStrongShare(strongShare, forecasts),
    ),
  );
}

async function chooseStrongShare(strongShare: StrongShare, forecasts: StopForecasts): Promise<void> {
  const itemOf = (share: number): StopItem => ({
    share,
    label: `${meterOf(share)}  ${formatShare(share)}`,
    description: meaningOf(share),
    detail: describeForecast(forecasts.at(share)),
  });
  const picker = vscode.window.createQuickPick<StopItem>();
  picker.title = vscode.l10n.t('How many of your prompts go to the strong model?');
  picker.placeholder = vscode.l10n.t('Choose a stop, or type a percentage');
  const stops = stopsWith(strongShare.value).map(itemOf);
  picker.items = stops;
  picker.activeItems = stops.filter((item) => item.share === strongShare.value);

  const chosen = await new Promise<number | undefined>((resolve) => {
    picker.onDidChangeValue((text) => {
      const share = typedShare(text);
      picker.items = share === undefined ? stops : [{ ...itemOf(share), alwaysShow: true }];
    });
    picker.onDidChangeActive(([item]) => strongShare.show(item?.share));
    // Enter can come before the list has followed what was typed.
    picker.onDidAccept(() => resolve(typedShare(picker.value) ?? picker.activeItems[0]?.share));
    picker.onDidHide(() => resolve(undefined));
    picker.show();
  });
  picker.dispose();
  if (chosen === undefined) strongShare.show(undefined);
  else await strongShare.set(chosen);
}

/** A percentage typed by hand, "33" or "33 %", as a share; undefined for anything else. */
function typedShare(text: string): number | undefined {
  const digits = text.replace('%', '').trim();
  const percent = Number(digits);
  return digits !== '' && percent >= 0 && percent <= 100 ? percent / 100 : undefined;
}

function meaningOf(share: number): string {
  if (share === 0) return vscode.l10n.t('Always the weak model: cheapest');
  if (share === 1) return vscode.l10n.t('Always the strong model: dearest');
  return vscode.l10n.t('About {0} in 100 prompts, those that need it most', Math.round(share * 100));
}
