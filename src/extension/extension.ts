import * as vscode from 'vscode';
import qualityCurves from '../../models/qualityCurves.json';
import { createAnswering } from '../node/answering';
import { createConversationKeys } from '../node/conversationKey';
import { dataFolder } from '../node/dataFolder';
import { createDispatcher } from '../node/dispatcher';
import { createExplainer } from '../node/explainer';
import { createFeedbackFile } from '../node/feedbackFile';
import { encoderName } from '../node/learning/encoderName';
import { joinAnswers } from '../node/learning/joinAnswers';
import { learnFrom } from '../node/learning/learnFrom';
import { createLearning } from '../node/learning/learning';
import { learningFolder } from '../node/learning/signalFile';
import { createLedgerFile } from '../node/ledger/ledgerFile';
import { createLedgerReader } from '../node/ledger/ledgerReader';
import { localDay, localZone } from '../node/ledger/localDay';
import type { NamedCut } from '../node/serving';
import { createOwnCalibrations, type OwnCalibrations } from '../node/slider/ownCalibrations';
import { ownWinRatesFolder } from '../node/slider/ownWinRates';
import { calibrationFolder } from '../node/slider/savedCalibration';
import type { ModelRef, Pair } from '../routing/chat';
import type { AnswerDeps, ConnectedPair } from '../routing/flow/answerRequest';
import type { Ledger } from '../routing/ledger/ledger';
import type { CostOf } from '../routing/ledger/pricing';
import { savedOn } from '../routing/report/reporting';
import { rememberedPrompts } from '../routing/slider/ownCalibration';
import { paceOf } from '../routing/slider/stopForecast';
import { registerCodeAssist } from './assist/codeAssist';
import { registerAttachCommands } from './attachments/attachCommands';
import type { PairOnShow } from './chat/chat';
import { Conversations } from './chat/conversations';
import { registerHistoryCommand } from './chat/historyCommand';
import { Sidebar, sidebarViewId } from './chat/sidebar';
import { registerCommitMessage } from './commitMessage/commitCommand';
import { registerEraseCommand } from './eraseCommand';
import { createExplain, type Explain, registerExplainCommand } from './explaining/explainCommand';
import { createLastDecision } from './explaining/lastDecision';
import { joinRuns } from './joinedRuns';
import { registerModelProvider } from './languageModels/modelProvider';
import { LastEditor } from './lastEditor';
import { registerLearningCommands } from './learningCommands';
import { ApiKeys } from './models/apiKeys';
import { Connections } from './models/connections';
import { findKeylessOffers } from './models/keylessModels';
import { connectOffered, registerModelCommands } from './models/modelCommands';
import { registerParticipant } from './participant/participant';
import { ReportPanel, reportViewType } from './report/reportPanel';
import { readSensitive } from './sensitiveSetting';
import { registerServerCommands } from './serverCommands';
import {
  readBudget,
  readCausalEndpoint,
  readDrafts,
  readPackFolders,
  readPriceOverrides,
  readRouterName,
} from './settings';
import { registerChatHistoryCommand } from './slider/chatHistoryCommand';
import { createStatusBarSlider } from './slider/statusBar';
import { StopForecasts } from './slider/stopForecasts';
import { StrongShare } from './slider/strongShare';
import { registerStrongShareCommands } from './slider/strongShareCommands';
import { Walkthrough } from './walkthrough';
import { createWarnings } from './warnings';
import { describeCollapse, describeError, translate } from './wording';

/** Composes the extension. Weights are loaded with the first prompt, never here. */
export function activate(context: vscode.ExtensionContext): void {
  const warn = createWarnings();
  const folder = dataFolder(process.env);
  const ledgerFile = createLedgerFile(folder);
  const reader = createLedgerReader({
    folder,
    dayOf: localDay,
    zone: localZone(),
  });
  const strongShare = new StrongShare();
  const apiKeys = new ApiKeys(context.secrets);
  const connections = new Connections(context.globalState, apiKeys);
  const walkthrough = new Walkthrough();
  walkthrough.watch(connections);
  const conversationKeys = createConversationKeys(Date.now);
  const conversations = new Conversations(
    vscode.Uri.joinPath(context.globalStorageUri, 'chats'),
    context.workspaceState,
  );
  const openOwnCalibrations = () =>
    createOwnCalibrations({
      folder: ownWinRatesFolder(folder),
      onTrouble: (trouble) =>
        warn(vscode.l10n.t('The slider cannot follow your own prompts: {0}', translate(trouble))),
      onCollapse: (router, side) => warn(describeCollapse(router, side)),
      onLearnt: () => forecasts.refresh(),
    });
  let own: OwnCalibrations = openOwnCalibrations();
  const forecasts = new StopForecasts(connections, (router) => own.known(router)?.calibration);
  const learningTrouble = (error: unknown) =>
    warn(
      vscode.l10n.t(
        'Turnout does not use what it learnt from you ({0}). If this stays so, begin anew with “Turnout: Erase What Was Learnt from You”.',
        describeError(error),
      ),
    );
  const learning = createLearning({
    folder: learningFolder(folder),
    hearsSignals: true,
    encoder: () => encoderName(context.asAbsolutePath('models')),
    onTrouble: learningTrouble,
  });
  const openDispatcher = () =>
    createDispatcher({
      own,
      learns: true,
      modelsFolder: context.asAbsolutePath('models'),
      packFolders: readPackFolders(),
      causalEndpoint: readCausalEndpoint(process.env),
      calibrationFolder: calibrationFolder(folder),
      personalise: learning.personalise,
      workerFile: context.asAbsolutePath('dist/encoderWorker.js'),
      onFallback: (why) =>
        warn(vscode.l10n.t('Turnout decides with its simpler lexical router: {0}', describeError(why))),
      onUncalibrated: (router) =>
        warn(
          vscode.l10n.t(
            'The router {0} has not been calibrated, so the share that goes to the strong model may be quite another than the slider says. Run: turnout calibrate --router {0} --prompts FILE --save',
            router,
          ),
        ),
    });
  let dispatcher = openDispatcher();
  const lastDecision = createLastDecision();
  const explain = createExplain(
    createExplainer({
      modelsFolder: context.asAbsolutePath('models'),
      dispatcher: () => dispatcher,
      readEntries: () => reader.latest(rememberedPrompts),
    }),
  );
  const reopenDispatcher = () => {
    void dispatcher.close();
    own = openOwnCalibrations();
    dispatcher = openDispatcher();
  };

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
  const refreshSavings = joinRuns(async () => {
    try {
      const tallies = await reader.tallies();
      const today = localDay(new Date().toISOString());
      slider.showSavedToday(savedOn(today, tallies));
      await forecasts.follow(paceOf(tallies, today, Date.now()));
      await showBudget();
      await reportPanel.refresh();
    } catch (error) {
      warn(
        vscode.l10n.t(
          'The savings ledger in {0} cannot be read ({1}). Make sure that you may read that folder, and reload the window.',
          folder,
          describeError(error),
        ),
      );
    }
  });
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
  const showBudget = async () => {
    const left = await answering.leftOf(strongShare.value, readBudget());
    slider.showBudget(left);
    sidebar.showBudget(left);
  };
  const prepare = async (
    cut?: NamedCut,
  ): Promise<{ deps: AnswerDeps; show: PairOnShow; explain: Explain }> => {
    const { createPriceList, overrideProblems, referencePair } = await import('../node/prices');
    const overrides = readPriceOverrides();
    for (const problem of overrideProblems(overrides)) warn(translate(problem));
    const costOf = createPriceList({ overrides });
    const pair = await connections.open();
    const deps = await answering.prepare({
      pair,
      costOf,
      ...(cut === undefined
        ? {
            dispatcher,
            choice: { router: readRouterName(), ifUnavailable: 'fall-back' },
            limit: { kind: 'strong-share', strongShare: strongShare.value },
          }
        : (await import('../node/serving')).settingsOf(cut, dispatcher)),
      budget: readBudget(),
      drafts: readDrafts(),
      sensitive: await readSensitive(warn),
    });
    const joined = joinAnswers(deps, learning, learningTrouble);
    const route = async (prompt: string) => {
      const decision = await joined.route(prompt);
      lastDecision.noteScored(prompt, decision);
      return decision;
    };
    return { deps: { ...deps, ...joined, route }, show: pairOnShow(pair, referencePair, costOf), explain };
  };
  const feedback = learnFrom(createFeedbackFile(folder), learning);
  const lastEditor = new LastEditor();
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

  context.subscriptions.push(
    strongShare,
    strongShare.onDidChange(() => void showBudget()),
    connections,
    forecasts,
    slider,
    lastEditor,
    sidebar,
    reportPanel,
    { dispose: () => void dispatcher.close() },
    vscode.workspace.onDidChangeConfiguration((change) => {
      const sources = ['turnout.packs', 'turnout.causalLlm'];
      if (sources.some((source) => change.affectsConfiguration(source))) reopenDispatcher();
      if (change.affectsConfiguration('turnout.budget')) void showBudget();
    }),
    vscode.window.registerWebviewViewProvider(sidebarViewId, sidebar),
    vscode.window.registerWebviewPanelSerializer(reportViewType, reportPanel),
    vscode.commands.registerCommand('turnout.openChat', () =>
      vscode.commands.executeCommand(`${sidebarViewId}.focus`),
    ),
    walkthrough,
    vscode.commands.registerCommand('turnout.newChat', () => sidebar.newChat()),
    vscode.commands.registerCommand('turnout.openReport', () => reportPanel.open()),
    registerExplainCommand(lastDecision, explain),
    registerStrongShareCommands(strongShare, forecasts),
    registerChatHistoryCommand({
      dispatcher: () => dispatcher,
      calibrationFolder: calibrationFolder(folder),
      afterwards: async () => {
        reopenDispatcher();
        await own.of(await dispatcher.open(readRouterName()));
        forecasts.refresh();
      },
    }),
    registerModelCommands(connections, apiKeys),
    registerModelProvider({ connections, prepare, conversationKeys }),
    registerServerCommands({
      secrets: context.secrets,
      conversationKeys,
      prepare: async (cut) => (await prepare(cut)).deps,
      warn,
    }),
    registerParticipant({
      extensionUri: context.extensionUri,
      prepare,
      feedback,
      warn,
    }),
    registerCodeAssist({
      prepare,
      askInChat: (question) => sidebar.ask(question),
      feedback,
      warn,
    }),
    registerCommitMessage(prepare),
    registerAttachCommands(lastEditor, (attachments) => sidebar.attach(attachments)),
    registerHistoryCommand(conversations, sidebar),
    registerLearningCommands({ learning, folder: learningFolder(folder), routerName: readRouterName }),
    registerEraseCommand({
      dataFolder: folder,
      conversations,
      apiKeys,
      learning,
      sidebar,
      afterwards: () => {
        // What was learnt is in this window's memory too.
        reopenDispatcher();
        return refreshSavings();
      },
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
