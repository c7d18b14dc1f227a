import * as vscode from 'vscode';
import { createDispatcher, type Dispatcher } from '../node/dispatcher';
import type { Learning } from '../node/learning/learning';
import { fallbackRouterName, type NamedPair } from '../node/routers/routerList';
import { createOwnCalibrations, type OwnCalibrations } from '../node/slider/ownCalibrations';
import { ownWinRatesFolder } from '../node/slider/ownWinRates';
import { calibrationFolder } from '../node/slider/savedCalibration';
import type { Connection, Connections } from './models/connections';
import { readCausalEndpoint, readModelLevels, readPackFolders, readRouterName } from './settings';
import { describeCollapse, describeError, translate } from './wording';

/** What decides in this window: the routers, and where the user's own prompts moved their calibrations. */
export interface Deciding extends vscode.Disposable {
  /** That which decides now. */
  readonly dispatcher: () => Dispatcher;
  /** The router of the setting, or the one that had to take its place. */
  readonly routerName: () => string;
  /** What it calibrates by. */
  readonly own: () => OwnCalibrations;
  /** Opens both anew, by the settings and files of this moment. */
  readonly reopen: () => void;
}

export interface DecidingOptions {
  readonly dataFolder: string;
  readonly modelsFolder: string;
  readonly workerFile: string;
  readonly learning: Pick<Learning, 'personalise'>;
  /** Whom win rates are of. */
  readonly connections: Pick<Connections, 'current' | 'onDidChange'>;
  /** Told when the user's own prompts have moved a calibration, or another router had to take over. */
  readonly onChange: () => void;
  readonly warn: (message: string) => void;
}

export function openDeciding(options: DecidingOptions): Deciding {
  let unavailable: string | undefined;
  const open = (calibrations: OwnCalibrations) =>
    openDispatcher(calibrations, options, () => {
      unavailable = readRouterName();
      options.onChange();
    });
  let own = openOwnCalibrations(options);
  let dispatcher = open(own);
  const reopen = () => {
    void dispatcher.close();
    unavailable = undefined;
    own = openOwnCalibrations(options);
    dispatcher = open(own);
  };
  const listener = vscode.workspace.onDidChangeConfiguration((change) => {
    const sources = ['turnout.packs', 'turnout.causalLlm', 'turnout.modelLevels'];
    if (sources.some((source) => change.affectsConfiguration(source))) reopen();
  });
  const pairListener = options.connections.onDidChange(reopen);
  return {
    dispatcher: () => dispatcher,
    routerName: () => (readRouterName() === unavailable ? fallbackRouterName : readRouterName()),
    own: () => own,
    reopen,
    dispose: () => {
      listener.dispose();
      pairListener.dispose();
      void dispatcher.close();
    },
  };
}

/** The pair of the paper stands in while none is chosen. */
function namedPair(connection: Connection): NamedPair | undefined {
  if (connection.kind !== 'connected') return undefined;
  const { strong, weak } = connection.pair;
  return { names: { strong: strong.model, weak: weak.model }, told: readModelLevels() };
}

function openOwnCalibrations({ dataFolder, onChange, warn }: DecidingOptions): OwnCalibrations {
  return createOwnCalibrations({
    folder: ownWinRatesFolder(dataFolder),
    onTrouble: (trouble) =>
      warn(vscode.l10n.t('The slider cannot follow your own prompts: {0}', translate(trouble))),
    onCollapse: (router, side) => warn(describeCollapse(router, side)),
    onLearnt: onChange,
  });
}

function openDispatcher(
  own: OwnCalibrations,
  options: DecidingOptions,
  afterFallback: () => void,
): Dispatcher {
  const { dataFolder, modelsFolder, workerFile, learning, connections, warn } = options;
  return createDispatcher({
    own,
    learns: true,
    modelsFolder,
    packFolders: readPackFolders(),
    causalEndpoint: readCausalEndpoint(process.env),
    pair: namedPair(connections.current),
    calibrationFolder: calibrationFolder(dataFolder),
    personalise: learning.personalise,
    workerFile,
    onFallback: (why) => {
      warn(vscode.l10n.t('Turnout decides with its simpler lexical router: {0}', describeError(why)));
      afterFallback();
    },
    onUncalibrated: (router) =>
      warn(
        vscode.l10n.t(
          'The router {0} has not been calibrated, so the share that goes to the strong model may be quite another than the slider says. Run: turnout calibrate --router {0} --prompts FILE --save',
          router,
        ),
      ),
  });
}
