import { type Command, InvalidArgumentError } from 'commander';
import type { RouterChoice } from '../node/dispatcher';
import { defaultRouterName, routerNames } from '../node/routerList';

/** Adds `--router NAME` and `--pack FOLDER` to a command. */
export function addRouterOption(command: Command): Command {
  return addPackOption(
    command.option(
      '--router <name>',
      `router that scores: ${routerNames.join(', ')} (default: ${defaultRouterName})`,
    ),
  );
}

/** Adds `--pack FOLDER`, as often as there are packs. */
export function addPackOption(command: Command): Command {
  return command.option(
    '--pack <folder>',
    'folder of a router that does not come with Turnout; may be given several times',
    (folder: string, earlier: readonly string[]) => [...earlier, folder],
    [],
  );
}

/** A router asked for by name must be the one that scores; only the unnamed default may fall back. */
export function routerChoice(name: string | undefined): RouterChoice {
  return name === undefined
    ? { router: defaultRouterName, ifUnavailable: 'fall-back' }
    : { router: name, ifUnavailable: 'fail' };
}

/** Reads an option's value as a number from 0 to 1. */
export function parseFraction(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !(value >= 0 && value <= 1)) {
    throw new InvalidArgumentError('It must be a number from 0 to 1.');
  }
  return value;
}
