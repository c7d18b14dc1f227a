import * as vscode from 'vscode';
import type { Learning, LearningState } from '../node/learning/learning';
import { pause, resume } from '../node/learning/pause';
import { eraseSignals } from '../node/learning/signalFile';
import { leastSignals } from '../routing/learning/trial';
import { saveText } from './savedText';
import { formatDecimal } from './wording';

export interface LearningCommandDeps {
  readonly learning: Learning;
  /** Where the signals lie. */
  readonly folder: string;
  readonly routerName: () => string;
}

/** What was learnt from the person's own signals: looked at, paused, resumed, exported, erased. */
export function registerLearningCommands({
  learning,
  folder,
  routerName,
}: LearningCommandDeps): vscode.Disposable {
  const show = async () => {
    const state = await learning.state(routerName());
    const [goOn, stop, save, erase] = [
      vscode.l10n.t('Resume'),
      vscode.l10n.t('Pause'),
      vscode.l10n.t('Export'),
      vscode.l10n.t('Erase'),
    ];
    const actions = state.paused ? [goOn, save, erase] : [stop, save, erase];
    const answer = await vscode.window.showInformationMessage(
      headlineOf(state),
      { modal: true, detail: detailOf(state, folder) },
      ...actions,
    );
    if (answer === goOn) await vscode.commands.executeCommand('turnout.resumeLearning');
    if (answer === stop) await vscode.commands.executeCommand('turnout.pauseLearning');
    if (answer === save) await vscode.commands.executeCommand('turnout.exportLearning');
    if (answer === erase) await vscode.commands.executeCommand('turnout.eraseLearning');
  };
  return vscode.Disposable.from(
    vscode.commands.registerCommand('turnout.showLearning', show),
    vscode.commands.registerCommand('turnout.pauseLearning', async () => {
      await pause(folder);
      tell(vscode.l10n.t('Learning is paused: no signal is kept, and the router decides alone.'));
    }),
    vscode.commands.registerCommand('turnout.resumeLearning', async () => {
      await resume(folder);
      tell(vscode.l10n.t('Learning goes on.'));
    }),
    vscode.commands.registerCommand('turnout.exportLearning', async () => {
      const { signals } = await learning.state(routerName());
      await saveText({
        name: 'turnout-signals.jsonl',
        kind: vscode.l10n.t('JSON lines'),
        text: () => signals.map((signal) => `${JSON.stringify(signal)}\n`),
      });
    }),
    vscode.commands.registerCommand('turnout.eraseLearning', async () => {
      const erase = vscode.l10n.t('Erase');
      const answer = await vscode.window.showWarningMessage(
        vscode.l10n.t('Erase all that Turnout has learnt from you?'),
        { modal: true, detail: vscode.l10n.t('This cannot be undone.') },
        erase,
      );
      if (answer !== erase) return;
      await eraseSignals(folder);
      learning.forget();
      tell(vscode.l10n.t('Turnout has erased what it had learnt from you.'));
    }),
  );
}

function headlineOf({ paused, trial }: LearningState): string {
  if (paused) return vscode.l10n.t('Learning is paused');
  return trial?.passed
    ? vscode.l10n.t('What Turnout learnt from you helps to decide')
    : vscode.l10n.t('What Turnout learnt from you does not decide yet');
}

function detailOf({ signals, trial }: LearningState, folder: string): string {
  const kept = vscode.l10n.t(
    '{0} signals, as numbers without text, are kept in {1}.',
    signals.length,
    folder,
  );
  const proof =
    trial === undefined
      ? vscode.l10n.t('Learning begins with {0} signals about one pair of models.', leastSignals)
      : vscode.l10n.t(
          'On your own held-back signals it foretells you better than the router alone by {0} nats a signal ({1} standard errors).',
          formatDecimal(trial.gain, 3),
          formatDecimal(trial.certainty, 1),
        );
  return `${kept}\n\n${proof}`;
}

function tell(message: string): void {
  void vscode.window.showInformationMessage(message);
}
