#!/usr/bin/env node
import path from 'node:path';
import { Command } from 'commander';
import qualityCurves from '../../models/qualityCurves.json';
import { version } from '../../package.json';
import { dataFolder } from '../node/dataFolder';
import { createDispatcher, type DispatcherOptions } from '../node/dispatcher';
import { createExplainer } from '../node/explainer';
import { encoderName } from '../node/learning/encoderName';
import { createLearning } from '../node/learning/learning';
import { learningFolder } from '../node/learning/signalFile';
import { createLedgerReader } from '../node/ledger/ledgerReader';
import { localDay, localZone } from '../node/ledger/localDay';
import { openModelFiles } from '../node/modelFiles';
import { createOwnCalibrations } from '../node/slider/ownCalibrations';
import { ownWinRatesFolder } from '../node/slider/ownWinRates';
import { calibrationFolder } from '../node/slider/savedCalibration';
import type { Side } from '../routing/chat';
import { inEnglish, messageOf } from '../routing/errors';
import { rememberedPrompts } from '../routing/slider/ownCalibration';
import { addCalibrateCommand } from './calibrateCommand';
import { addEvaluateCommand } from './evaluateCommand';
import { addLearningCommand } from './learningCommand';
import { addReportCommand } from './reportCommand';
import { addRouteCommand } from './routeCommand';
import { causalEndpointOf, namedPair, type OpenDispatcher, type SourceOptions } from './routerOption';
import { addScoreCommand } from './scoreCommand';
import { addServeCommand } from './serveCommand';
import type { MeasuringDeps } from './sliderCommand';

const repository = path.join(__dirname, '..');
const modelsFolder = process.env.TURNOUT_MODELS ?? path.join(repository, 'models');
const calibrations = calibrationFolder(dataFolder(process.env));
const studyMemory = path.join(dataFolder(process.env), 'cache', 'study');

const ledgerReader = createLedgerReader({
  folder: dataFolder(process.env),
  dayOf: localDay,
  zone: localZone,
});

const warn = (line: string) => void process.stderr.write(`turnout: ${line}\n`);

const learntFrom = learningFolder(dataFolder(process.env));
const learning = createLearning({
  folder: learntFrom,
  hearsSignals: false,
  encoder: () => encoderName(modelsFolder),
  onTrouble: (error) => warn(`what was learnt from you is not used: ${messageOf(error)}`),
});

const openWith =
  (folder: string, users: Pick<DispatcherOptions, 'own' | 'learns' | 'personalise'> = {}): OpenDispatcher =>
  (options) =>
    createDispatcher({
      ...users,
      modelsFolder,
      packFolders: options.pack,
      causalEndpoint: causalEndpointOf(options, process.env),
      pair: options.pair && namedPair(options.pair),
      calibrationFolder: folder,
      workerFile: path.join(__dirname, 'encoderWorker.js'),
      onFallback: (why) => process.stderr.write(`${why.message}\nThe lexical router decides instead.\n`),
      onUncalibrated: (router) =>
        process.stderr.write(
          `turnout: ${router} has not been calibrated, so shares are mapped to thresholds evenly. ` +
            `Run turnout calibrate --router ${router} --prompts FILE --save.\n`,
        ),
    });

/** Thresholds follow what was asked through Turnout's doors; what is only decided or scored here teaches nothing. */
const own = createOwnCalibrations({
  folder: ownWinRatesFolder(dataFolder(process.env)),
  onTrouble: (trouble) => warn(inEnglish(trouble)),
  onCollapse: (router, side) => warn(wordCollapse(router, side)),
});

const openDispatcher = openWith(calibrations, { own, personalise: learning.personalise });

/** What is measured is the router itself, not what this user has taught it. */
const openFrozenDispatcher = openWith(calibrations);

/** Measuring is for development: what it needs is loaded with it. */
async function measure(options: SourceOptions, run: (deps: MeasuringDeps) => Promise<void>): Promise<void> {
  // The thresholds that come with the weights are measured, not the user's own: in this folder there are none.
  const dispatcher = openWith(calibrationFolder(studyMemory))(options);
  try {
    await run({ dispatcher, memoryFolder: studyMemory, write, showProgress });
  } finally {
    await dispatcher.close();
  }
}

const write = (text: string) => process.stdout.write(text);
const showProgress = process.stderr.isTTY ? replaceLine : undefined;

function wordCollapse(router: string, side: Side): string {
  return (
    `Nearly all of your latest prompts go to the ${side} model whatever share is asked for, since router ${router} tells them ` +
    'hardly apart. Choose another with --router.'
  );
}

/** On a terminal, writes over the line before. */
function replaceLine(line: string): void {
  process.stderr.write(`\r\x1B[K${line}`);
}

async function main(): Promise<void> {
  const program = new Command('turnout')
    .description('Decides which of two language models should answer a prompt: the strong or the weak one.')
    .version(version)
    .showHelpAfterError('(run with --help for the options)');
  addRouteCommand(program, {
    openDispatcher,
    openExplainer: (dispatcher) =>
      createExplainer({
        dispatcher: () => dispatcher,
        readEntries: () => ledgerReader.latest(rememberedPrompts),
      }),
  });
  addScoreCommand(program, openDispatcher);
  addEvaluateCommand(program, {
    openDispatcher: openFrozenDispatcher,
    openManifest: async () => (await openModelFiles(modelsFolder)).manifest,
    runStudy: (options) =>
      measure(options, async (deps) => {
        const { runStudyCommand } = await import('./studyCommand');
        await runStudyCommand(options, { ...deps, repository });
      }),
    runSlider: (options, routers) =>
      measure(options, async (deps) => {
        const { runSliderCommand } = await import('./sliderCommand');
        await runSliderCommand(options, routers, deps);
      }),
    runCurves: (options, routers) =>
      measure(options, async (deps) => {
        const { runCurvesCommand } = await import('./curvesCommand');
        await runCurvesCommand(options, routers, deps);
      }),
    write,
    showProgress,
  });
  addCalibrateCommand(program, {
    openDispatcher,
    calibrationFolder: calibrations,
    own,
    write,
    warn,
    showProgress,
  });
  addServeCommand(program, {
    // What programs ask through the server is the user's own.
    openDispatcher: openWith(calibrations, { own, learns: true, personalise: learning.personalise }),
    dataFolder: dataFolder(process.env),
    environment: process.env,
    write,
    warn,
    stopRequested: () =>
      new Promise((resolve) => {
        for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
      }),
  });
  addLearningCommand(program, { learning, folder: learntFrom, write });
  addReportCommand(program, {
    readReport: (range) =>
      ledgerReader.report({ range, today: localDay(new Date().toISOString()), curves: qualityCurves }),
    write,
  });
  await program.parseAsync();
}

// A reader that has seen enough, such as `head`, closes the pipe: that is no error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit();
});

main().catch((error: unknown) => {
  process.stderr.write(`turnout: ${messageOf(error)}\n`);
  process.exitCode = 1;
});
