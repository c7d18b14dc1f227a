import { once } from 'node:events';
import type { Command } from 'commander';
import { type Dispatcher, isUnavailable, type RouterChoice } from '../node/dispatcher';
import { requireRouterName } from '../node/routers/routerList';
import { messageOf } from '../routing/errors';
import { isUnreadable } from '../routing/router';
import { readLines } from './lines';
import { parsePromptLine } from './promptLine';
import {
  addPairOption,
  addRouterOption,
  type OpenDispatcher,
  routerChoice,
  type SourceOptions,
} from './routerOption';

/** `turnout score`: JSON lines of prompts in, one win rate a line out. */
export function addScoreCommand(program: Command, openDispatcher: OpenDispatcher): void {
  addPairOption(addRouterOption(program.command('score')))
    .description(
      'read {"prompt": "…"} or {"messages": […]} lines from standard input, print {"winRate": n} for each',
    )
    .action(async (options: SourceOptions & { readonly router?: string }) => {
      const choice = routerChoice(options.router);
      requireRouterName(choice.router);
      const dispatcher = openDispatcher(options);
      try {
        await scoreLines(dispatcher, choice);
      } finally {
        await dispatcher.close();
      }
    });
}

async function scoreLines(dispatcher: Dispatcher, choice: RouterChoice): Promise<void> {
  const showsProgress = process.stderr.isTTY === true;
  let done = 0;
  let failed = 0;
  for await (const line of readLines(process.stdin)) {
    const result = await scoreLine(line, dispatcher, choice);
    if ('error' in result) failed++;
    done++;
    if (!process.stdout.write(`${JSON.stringify(result)}\n`)) await once(process.stdout, 'drain');
    if (showsProgress) process.stderr.write(`\r${done} scored`);
  }
  if (showsProgress && done > 0) process.stderr.write('\n');
  if (failed > 0) {
    process.stderr.write(
      `turnout: ${failed} of ${done} lines could not be scored; their places hold an "error".\n`,
    );
    process.exitCode = 1;
  }
}

async function scoreLine(
  line: string,
  dispatcher: Dispatcher,
  choice: RouterChoice,
): Promise<{ winRate: number; unknownShare?: number } | { error: string }> {
  try {
    const { winRate, unknownShare } = await dispatcher.winRate(parsePromptLine(line), choice);
    return isUnreadable(unknownShare) ? { winRate, unknownShare } : { winRate };
  } catch (error) {
    // Nothing after it could be scored either.
    if (isUnavailable(error)) throw error;
    return { error: messageOf(error) };
  }
}
