#!/usr/bin/env node
import path from 'node:path';
import { Command } from 'commander';
import { version } from '../../package.json';
import { createDispatcher, type Dispatcher } from '../node/dispatcher';
import { openModelFiles } from '../node/modelFiles';
import { messageOf } from '../routing/errors';
import { addEvaluateCommand } from './evaluateCommand';
import { addRouteCommand } from './routeCommand';
import { addScoreCommand } from './scoreCommand';

const modelsFolder = process.env.TURNOUT_MODELS ?? path.join(__dirname, '..', 'models');

function openDispatcher(packFolders: readonly string[] = []): Dispatcher {
  return createDispatcher({
    modelsFolder,
    packFolders,
    workerFile: path.join(__dirname, 'encoderWorker.js'),
    onFallback: (why) => process.stderr.write(`${why.message}\nThe lexical router decides instead.\n`),
  });
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
  addRouteCommand(program, openDispatcher);
  addScoreCommand(program, openDispatcher);
  addEvaluateCommand(program, {
    openDispatcher,
    openManifest: async () => (await openModelFiles(modelsFolder)).manifest,
    write: (text) => process.stdout.write(text),
    showProgress: process.stderr.isTTY ? replaceLine : undefined,
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
