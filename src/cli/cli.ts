#!/usr/bin/env node
import path from 'node:path';
import { Command } from 'commander';
import { version } from '../../package.json';
import { dataFolder } from '../node/dataFolder';
import { createDispatcher } from '../node/dispatcher';
import { encoderName } from '../node/learning/encoderName';
import { createLearning, type Learning } from '../node/learning/learning';
import { learningFolder } from '../node/learning/signalFile';
import { openModelFiles } from '../node/modelFiles';
import { calibrationFolder } from '../node/savedCalibration';
import { messageOf } from '../routing/errors';
import { addCalibrateCommand } from './calibrateCommand';
import { addEvaluateCommand } from './evaluateCommand';
import { addLearningCommand } from './learningCommand';
import { addRouteCommand } from './routeCommand';
import { causalEndpointOf, type OpenDispatcher } from './routerOption';
import { addScoreCommand } from './scoreCommand';
import type { StudyCommandOptions } from './studyCommand';

const repository = path.join(__dirname, '..');
const modelsFolder = process.env.TURNOUT_MODELS ?? path.join(repository, 'models');
const calibrations = calibrationFolder(dataFolder(process.env));
const studyMemory = path.join(dataFolder(process.env), 'cache', 'study');

const learntFrom = learningFolder(dataFolder(process.env));
const learning = createLearning({
  folder: learntFrom,
  encoder: () => encoderName(modelsFolder),
  onTrouble: (error) =>
    process.stderr.write(`turnout: what was learnt from you is not used: ${messageOf(error)}\n`),
});

const openWith =
  (folder: string, personalise?: Learning['personalise']): OpenDispatcher =>
  (options) =>
    createDispatcher({
      modelsFolder,
      packFolders: options.pack,
      causalEndpoint: causalEndpointOf(options, process.env),
      calibrationFolder: folder,
      ...(personalise && { personalise }),
      workerFile: path.join(__dirname, 'encoderWorker.js'),
      onFallback: (why) => process.stderr.write(`${why.message}\nThe lexical router decides instead.\n`),
      onUncalibrated: (router) =>
        process.stderr.write(
          `turnout: ${router} has not been calibrated, so shares are mapped to thresholds evenly. ` +
            `Run turnout calibrate --router ${router} --prompts FILE --save.\n`,
        ),
    });

const openDispatcher = openWith(calibrations, learning.personalise);

/** What is measured is the router itself, not what this user has taught it. */
const openFrozenDispatcher = openWith(calibrations);

/** The study is for development: what it needs is loaded with it. */
async function runStudy(options: StudyCommandOptions): Promise<void> {
  const { runStudyCommand } = await import('./studyCommand');
  // The thresholds that come with the weights are measured, not the user's own: in this folder there are none.
  const dispatcher = openWith(calibrationFolder(studyMemory))(options);
  try {
    await runStudyCommand(options, {
      dispatcher,
      repository,
      memoryFolder: studyMemory,
      write,
      showProgress,
    });
  } finally {
    await dispatcher.close();
  }
}

const write = (text: string) => process.stdout.write(text);
const showProgress = process.stderr.isTTY ? replaceLine : undefined;

/** On a terminal, writes over the line before. */
function replaceLine(line: string): void {
  process.stderr.write(`\r\x1B[K${line}`);
}

async function main(): Promise<void> {
  const program = new Command('turnout')
    .description('Decides which of two language models should answer a prompt: the strong or the weak one.')
    .version(version)
    .showHelpAfterError('(run with --help for the options)');
  addRouteCommand(program, openDispatcher);
  addScoreCommand(program, openDispatcher);
  addEvaluateCommand(program, {
    openDispatcher: openFrozenDispatcher,
    openManifest: async () => (await openModelFiles(modelsFolder)).manifest,
    runStudy,
    write,
    showProgress,
  });
  addCalibrateCommand(program, {
    openDispatcher,
    calibrationFolder: calibrations,
    write,
    warn: (line) => process.stderr.write(`turnout: ${line}\n`),
    showProgress,
  });
  addLearningCommand(program, { learning, folder: learntFrom, write });
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
