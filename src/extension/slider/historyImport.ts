import * as vscode from 'vscode';
import type { Dispatcher } from '../../node/dispatcher';
import { saveCalibration } from '../../node/slider/savedCalibration';
import { calibrate } from '../../routing/slider/calibration';
import { abortSignalOf } from '../cancellation';
import { readRouterName } from '../settings';
import { describeError } from '../wording';

export interface HistoryImportDeps {
  readonly dispatcher: () => Dispatcher;
  /** Where calibrations are kept. */
  readonly calibrationFolder: string;
  /** Called once there is another calibration to go by. */
  readonly afterwards: () => Promise<unknown>;
}

/** Scores the prompts of chat exports that the user points to, and starts the slider from their win rates. */
export function registerHistoryImport(deps: HistoryImportDeps): vscode.Disposable {
  return vscode.commands.registerCommand(
    'turnout.importChatHistory',
    async (given?: readonly vscode.Uri[]) => {
      const files = given ?? (await chooseFiles());
      if (files === undefined || files.length === 0) return;
      try {
        const told = await vscode.window.withProgress(
          {
            location: vscode.ProgressLocation.Notification,
            title: vscode.l10n.t('Turnout reads your chat history'),
            cancellable: true,
          },
          (progress, token) => importFiles(files, deps, progress, abortSignalOf(token)),
        );
        void vscode.window.showInformationMessage(told);
      } catch (error) {
        void vscode.window.showErrorMessage(describeError(error));
      }
    },
  );
}

async function chooseFiles(): Promise<readonly vscode.Uri[] | undefined> {
  return vscode.window.showOpenDialog({
    title: vscode.l10n.t('The conversations.json of a ChatGPT or Claude export, unpacked'),
    openLabel: vscode.l10n.t('Score its prompts'),
    canSelectMany: true,
    filters: { JSON: ['json'] },
  });
}

/** @returns what has been done, in a sentence */
async function importFiles(
  files: readonly vscode.Uri[],
  { dispatcher, calibrationFolder, afterwards }: HistoryImportDeps,
  progress: vscode.Progress<{ readonly message: string }>,
  signal: AbortSignal,
): Promise<string> {
  const name = readRouterName();
  const router = await dispatcher().open(name);
  const winRates: number[] = [];
  const { readChatHistory } = await import('../../node/slider/chatHistory');
  try {
    for (const { fsPath } of files) {
      for await (const prompt of readChatHistory(fsPath, signal)) {
        signal.throwIfAborted();
        winRates.push((await dispatcher().winRate(prompt, { router: name, ifUnavailable: 'fail' })).winRate);
        progress.report({ message: vscode.l10n.t('{0} prompts scored', winRates.length) });
      }
    }
  } catch (error) {
    if (!signal.aborted) throw error;
    return vscode.l10n.t('Stopped. Nothing of your chat history was kept.');
  }
  if (winRates.length === 0)
    return vscode.l10n.t(
      'There are no prompts of yours in it, so nothing was kept. Choose the conversations.json of an export.',
    );
  const file = await saveCalibration(calibrationFolder, router, calibrate(winRates));
  await afterwards();
  return vscode.l10n.t(
    'Your slider now starts from {0} prompts of your chat history, scored by the router {1}. Kept are their win rates, numbers alone, in {2}: no word of a prompt.',
    winRates.length,
    name,
    file,
  );
}
