import * as vscode from 'vscode';
import qualityCurves from '../../models/qualityCurves.json';
import { createAnswering } from '../node/answering';
import { createConversationKeys } from '../node/conversationKey';
import { dataFolder } from '../node/dataFolder';
import { createExplainer } from '../node/explainer';
import { createFeedbackFile } from '../node/feedbackFile';
import { encoderName } from '../node/learning/encoderName';
import { learnFrom } from '../node/learning/learnFrom';
import { createLearning } from '../node/learning/learning';
import { learningFolder } from '../node/learning/signalFile';
import { createLedgerFile } from '../node/ledger/ledgerFile';
import { createLedgerReader } from '../node/ledger/ledgerReader';
import { localDay, localZone } from '../node/ledger/localDay';
import { calibrationFolder } from '../node/slider/savedCalibration';
import type { Ledger } from '../routing/ledger/ledger';
import { rememberedPrompts } from '../routing/slider/ownCalibration';
import { registerCodeAssist } from './assist/codeAssist';
import { registerAttachCommands } from './attachments/attachCommands';
import { Conversations } from './chat/conversations';
import { registerHistoryCommand } from './chat/historyCommand';
import { Sidebar } from './chat/sidebar';
import { sidebarViewId } from './chat/sidebarPage';
import { registerCommitMessage } from './commitMessage/commitCommand';
import { openDeciding } from './deciding';
import { registerEraseCommand } from './eraseCommand';
import { createExplain, registerExplainCommand } from './explaining/explainCommand';
import { createLastDecision } from './explaining/lastDecision';
import { LastEditor } from './lastEditor';
import { registerLearningCommands } from './learningCommands';
import { registerModelProvider } from './modelProvider/modelProvider';
import { ApiKeys } from './models/apiKeys';
import { Connections } from './models/connections';
import { findKeylessOffers } from './models/keylessModels';
import { connectOffered, registerModelCommands } from './models/modelCommands';
import { registerParticipant } from './participant/participant';
import { createPrepare } from './prepare';
import { ReportPanel, reportViewType } from './report/reportPanel';
import { createSavingsRefresh } from './savings';
import { registerServerCommands } from './serverCommands';
import { readBudget, readRouterName } from './settings';
import { registerHistoryImport } from './slider/historyImport';
import { createStatusBarSlider } from './slider/statusBar';
import { StopForecasts } from './slider/stopForecasts';
import { StrongShare } from './slider/strongShare';
import { registerStrongShareCommands } from './slider/strongShareCommands';
import { Walkthrough } from './walkthrough';
import { createWarnings } from './warnings';
import { describeError } from './wording';

/** Composes the extension. Weights are loaded with the first prompt, never here. */
export function activate(context: vscode.ExtensionContext): void {
  const warn = createWarnings();
  const folder = dataFolder(process.env);
  const modelsFolder = context.asAbsolutePath('models');
  const reader = createLedgerReader({ folder, dayOf: localDay, zone: localZone });
  const strongShare = new StrongShare();
  const apiKeys = new ApiKeys(context.secrets);
  const connections = new Connections(context.globalState, apiKeys);
  const walkthrough = new Walkthrough();
  walkthrough.watch(connections);
  const conversations = new Conversations(
    vscode.Uri.joinPath(context.globalStorageUri, 'chats'),
    context.workspaceState,
  );
  const conversationKeys = createConversationKeys(Date.now);
  const lastEditor = new LastEditor();
  const lastDecision = createLastDecision();

  const onLearningTrouble = (error: unknown) =>
    warn(
      vscode.l10n.t(
        'Turnout does not use what it learnt from you ({0}). If this stays so, begin anew with “Turnout: Erase What Was Learnt from You”.',
        describeError(error),
      ),
    );
  const learning = createLearning({
    folder: learningFolder(folder),
    hearsSignals: true,
    encoder: () => encoderName(modelsFolder),
    onTrouble: onLearningTrouble,
  });
  const deciding = openDeciding({
    dataFolder: folder,
    modelsFolder,
    workerFile: context.asAbsolutePath('dist/encoderWorker.js'),
    learning,
    connections,
    onChange: () => forecasts.refresh(),
    warn,
  });
  const forecasts = new StopForecasts(
    connections,
    deciding.routerName,
    (router) => deciding.own().known(router)?.calibration,
  );
  const explain = createExplain(
    createExplainer({
      dispatcher: deciding.dispatcher,
      readEntries: () => reader.latest(rememberedPrompts),
    }),
  );

  const slider = createStatusBarSlider(strongShare, connections, forecasts);
  const reportPanel = new ReportPanel(
    context.extensionUri,
    {
      report: (range) =>
        reader.report({ range, today: localDay(new Date().toISOString()), curves: qualityCurves }),
      entries: (range) => reader.entries(range),
    },
    warn,
  );
  const showBudget = async () => {
    const left = await answering.leftOf(strongShare.value, readBudget());
    slider.showBudget(left);
    sidebar.showBudget(left);
  };
  const refreshSavings = createSavingsRefresh({
    dataFolder: folder,
    reader,
    slider,
    forecasts,
    showBudget,
    reportPanel,
    warn,
  });

  const ledgerFile = createLedgerFile(folder);
  const ledger: Ledger = {
    append: async (entry) => {
      lastDecision.noteFinal(entry.decision);
      await ledgerFile.append(entry);
      walkthrough.noteAnswered();
      // The entry is on record: no answer waits for the ledger to be read again.
      void refreshSavings();
    },
  };
  const answering = createAnswering({
    dataFolder: folder,
    ledger,
    reader,
    dayOf: localDay,
    onProblem: (error) => {
      warn(
        vscode.l10n.t(
          'Turnout’s records in {0} cannot be read or written ({1}). Is the disk full, or the folder read-only?',
          folder,
          describeError(error),
        ),
      );
      return undefined;
    },
  });
  const prepare = createPrepare({
    answering,
    connections,
    strongShare,
    deciding,
    learning,
    onLearningTrouble,
    lastDecision,
    warn,
  });
  const feedback = learnFrom(createFeedbackFile(folder), learning);

  const sidebar = new Sidebar({
    extensionUri: context.extensionUri,
    strongShare,
    forecasts,
    connections,
    conversations,
    feedback,
    lastEditor,
    findOffers: findKeylessOffers,
    useOffer: (offer) => connectOffered(offer, connections, apiKeys),
    warn,
    prepare,
    explain,
  });
  const doors = [
    sidebar,
    vscode.window.registerWebviewViewProvider(sidebarViewId, sidebar.page),
    registerParticipant({ extensionUri: context.extensionUri, prepare, explain, feedback, warn }),
    registerModelProvider({ connections, prepare, conversationKeys }),
    registerServerCommands({
      secrets: context.secrets,
      conversationKeys,
      prepare: async (cut) => (await prepare(cut)).deps,
      warn,
    }),
    registerCodeAssist({ prepare, askInChat: (question) => sidebar.ask(question), feedback, warn }),
    registerCommitMessage(prepare),
  ];
  const commands = [
    vscode.commands.registerCommand('turnout.openChat', () => sidebar.page.focus()),
    vscode.commands.registerCommand('turnout.newChat', () => sidebar.newChat()),
    vscode.commands.registerCommand('turnout.openReport', () => reportPanel.open()),
    registerHistoryCommand(conversations, sidebar),
    registerAttachCommands(lastEditor, (attachments) => sidebar.attach(attachments)),
    registerExplainCommand(lastDecision, explain),
    registerModelCommands(connections, apiKeys),
    registerStrongShareCommands(strongShare, forecasts),
    registerHistoryImport({
      dispatcher: deciding.dispatcher,
      calibrationFolder: calibrationFolder(folder),
      afterwards: async () => {
        deciding.reopen();
        await deciding.own().of(await deciding.dispatcher().open(readRouterName()));
        forecasts.refresh();
      },
    }),
    registerLearningCommands({ learning, folder: learningFolder(folder), routerName: readRouterName }),
    registerEraseCommand({
      dataFolder: folder,
      conversations,
      apiKeys,
      learning,
      sidebar,
      settle: () => deciding.own().settle(),
      afterwards: () => {
        // What was learnt is in this window's memory too.
        deciding.reopen();
        return refreshSavings();
      },
    }),
  ];
  context.subscriptions.push(
    strongShare,
    connections,
    forecasts,
    slider,
    lastEditor,
    reportPanel,
    vscode.window.registerWebviewPanelSerializer(reportViewType, reportPanel),
    deciding,
    walkthrough,
    strongShare.onDidChange(() => void showBudget()),
    vscode.workspace.onDidChangeConfiguration((change) => {
      if (change.affectsConfiguration('turnout.budget')) void showBudget();
    }),
    ...doors,
    ...commands,
  );
  void refreshSavings();
}
