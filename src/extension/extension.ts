import { randomUUID } from 'node:crypto';
import * as vscode from 'vscode';
import { dataFolder } from '../node/dataFolder';
import { createDispatcher } from '../node/dispatcher';
import { createFeedbackFile } from '../node/feedbackFile';
import { encoderName } from '../node/learning/encoderName';
import { joinAnswers } from '../node/learning/joinAnswers';
import { createLearning } from '../node/learning/learning';
import { learningFolder } from '../node/learning/signalFile';
import { createLedgerFile } from '../node/ledgerFile';
import { calibrationFolder } from '../node/savedCalibration';
import type { AnswerDeps, ConnectedPair } from '../routing/answer';
import type { ModelRef, Pair } from '../routing/chat';
import { messageOf } from '../routing/errors';
import type { Ledger } from '../routing/ledger';
import type { CostOf } from '../routing/pricing';
import { savedOn } from '../routing/report';
import { ApiKeys } from './apiKeys';
import type { PairOnShow } from './chat';
import { Connections } from './connections';
import { Conversations } from './conversations';
import { registerEraseCommand } from './eraseCommand';
import { registerHistoryCommand } from './historyCommand';
import { registerModelProvider } from './languageModels/modelProvider';
import { registerLearningCommands } from './learningCommands';
import { registerModelCommands } from './modelCommands';
import { registerParticipant } from './participant/participant';
import { localDay, ReportPanel, reportViewType } from './reportPanel';
import { readCausalEndpoint, readPackFolders, readPriceOverrides, readRouterName } from './settings';
import { Sidebar, sidebarViewId } from './sidebar';
import { createStatusBarSlider } from './statusBar';
import { StrongShare } from './strongShare';
import { registerStrongShareCommands } from './strongShareCommands';
import { createWarnings } from './warnings';

/** Composes the extension. Weights are loaded with the first prompt, never here. */
export function activate(context: vscode.ExtensionContext): void {
  const warn = createWarnings();
  const folder = dataFolder(process.env);
  const ledgerFile = createLedgerFile(folder);
  const strongShare = new StrongShare();
  const apiKeys = new ApiKeys(context.secrets);
  const connections = new Connections(context.globalState, apiKeys);
  const conversations = new Conversations(
    vscode.Uri.joinPath(context.globalStorageUri, 'chats'),
    context.workspaceState,
  );
  const learning = createLearning({
    folder: learningFolder(folder),
    encoder: () => encoderName(context.asAbsolutePath('models')),
    onTrouble: (error) =>
      warn(vscode.l10n.t('Turnout does not use what it learnt from you: {0}', messageOf(error))),
  });
  const openDispatcher = () =>
    createDispatcher({
      modelsFolder: context.asAbsolutePath('models'),
      packFolders: readPackFolders(),
      causalEndpoint: readCausalEndpoint(process.env),
      calibrationFolder: calibrationFolder(folder),
      personalise: learning.personalise,
      workerFile: context.asAbsolutePath('dist/encoderWorker.js'),
      onFallback: (why) =>
        warn(vscode.l10n.t('Turnout decides with its simpler lexical router: {0}', why.message)),
      onUncalibrated: (router) =>
        warn(
          vscode.l10n.t(
            'The router {0} has not been calibrated, so the share that goes to the strong model may be quite another than the slider says. Run: turnout calibrate --router {0} --prompts FILE --save',
            router,
          ),
        ),
    });
  let dispatcher = openDispatcher();

  const slider = createStatusBarSlider(strongShare, connections);
  const reportPanel = new ReportPanel(context.extensionUri, ledgerFile);
  const refreshSavings = async () => {
    try {
      const { entries } = await ledgerFile.readAll();
      slider.showSavedToday(savedOn(localDay(new Date().toISOString()), entries, localDay));
      await reportPanel.refresh();
    } catch (error) {
      warn(vscode.l10n.t('The savings ledger in {0} cannot be read: {1}', folder, messageOf(error)));
    }
  };
  const ledger: Ledger = {
    append: async (entry) => {
      await ledgerFile.append(entry);
      // The entry is on record: no answer waits for the ledger to be read again.
      void refreshSavings();
    },
  };

  const route: AnswerDeps['route'] = (prompt) =>
    dispatcher.decide(
      prompt,
      { router: readRouterName(), ifUnavailable: 'fall-back' },
      { kind: 'strong-share', strongShare: strongShare.value },
    );
  const prepare = async (): Promise<{ deps: AnswerDeps; show: PairOnShow }> => {
    const { createPriceList, overrideProblems, referencePair } = await import('../node/prices');
    const overrides = readPriceOverrides();
    overrideProblems(overrides).forEach(warn);
    const costOf = createPriceList({ overrides });
    const pair = await connections.open();
    return {
      deps: {
        ...joinAnswers({ route, ledger }, learning),
        pair,
        costOf,
        newId: randomUUID,
        now: Date.now,
      },
      show: pairOnShow(pair, referencePair, costOf),
    };
  };
  const sidebar = new Sidebar({
    extensionUri: context.extensionUri,
    strongShare,
    connections,
    conversations,
    warn,
    prepare,
  });

  context.subscriptions.push(
    strongShare,
    connections,
    slider,
    sidebar,
    reportPanel,
    { dispose: () => void dispatcher.close() },
    vscode.workspace.onDidChangeConfiguration((change) => {
      const sources = ['turnout.packs', 'turnout.causalLlm'];
      if (!sources.some((source) => change.affectsConfiguration(source))) return;
      void dispatcher.close();
      dispatcher = openDispatcher();
    }),
    vscode.window.registerWebviewViewProvider(sidebarViewId, sidebar),
    vscode.window.registerWebviewPanelSerializer(reportViewType, reportPanel),
    vscode.commands.registerCommand('turnout.openChat', () =>
      vscode.commands.executeCommand(`${sidebarViewId}.focus`),
    ),
    vscode.commands.registerCommand('turnout.newChat', () => sidebar.newChat()),
    vscode.commands.registerCommand('turnout.openReport', () => reportPanel.open()),
    registerStrongShareCommands(strongShare),
    registerModelCommands(connections, apiKeys),
    registerModelProvider({ connections, prepare }),
    registerParticipant({
      extensionUri: context.extensionUri,
      prepare,
      feedback: createFeedbackFile(folder),
      warn,
    }),
    registerHistoryCommand(conversations, sidebar),
    registerLearningCommands({ learning, folder: learningFolder(folder), routerName: readRouterName }),
    registerEraseCommand({
      dataFolder: folder,
      conversations,
      apiKeys,
      learning,
      sidebar,
      afterwards: refreshSavings,
    }),
  );
  void refreshSavings();
}

/** Names and expected costs for the line above an answer; without a real pair, costs of a well-known one. */
function pairOnShow(pair: ConnectedPair | undefined, reference: Pair<ModelRef>, costOf: CostOf): PairOnShow {
  const own = pair && { strong: pair.models.strong.ref, weak: pair.models.weak.ref };
  const named = own ?? reference;
  const priced = pair?.kind === 'call' && own ? own : reference;
  return {
    names: { strong: named.strong.model, weak: named.weak.model },
    expectedCost: (usage) => ({ strong: costOf(priced.strong, usage), weak: costOf(priced.weak, usage) }),
    practice: pair?.kind === 'practice',
  };
}
