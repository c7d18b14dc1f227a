import { readdir, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { rememberedPrompts } from '../../routing/slider/ownCalibration';
import { ifThere } from '../ifThere';
import { appendLine } from '../jsonLineFile';
import type { HashedRouter } from '../routers/calibratedRouter';

/**
 * What one router has said of the user's own prompts: numbers alone. Every window and the command line may write at once:
 * a file is only ever added to, and a full one is followed by the next.
 */
export interface OwnWinRates {
  /**
   * @returns the latest, oldest first; damaged lines are passed over
   * @throws when there are some and they cannot be read
   */
  read(): Promise<readonly number[]>;
  /**
   * Adds win rates with one write.
   *
   * @throws when they could not be written
   */
  append(...winRates: readonly number[]): Promise<void>;
}

/** Where they lie in the data folder: a folder for each router and version of its weights. */
export function ownWinRatesFolder(dataFolder: string): string {
  return path.join(dataFolder, 'win-rates');
}

const linesPerFile = 1000;

/** A file is removed once those after it hold all that is remembered. */
const keptFiles = rememberedPrompts / linesPerFile + 1;

/** Digits kept, as many on every line. */
const digits = 6;

/** @param folder as of {@link ownWinRatesFolder}; made with the first win rate */
export function createOwnWinRates(folder: string, { router, hash }: HashedRouter): OwnWinRates {
  const own = path.join(folder, `${router.name}-${hash.slice(0, 16)}`);
  const read = async (number: number) =>
    parseWinRates(await ifThere(readFile(path.join(own, fileName(number)), 'utf8'), ''));
  return {
    read: async () => {
      const numbers = await listFiles(own);
      return (await Promise.all(numbers.map(read))).flat().slice(-rememberedPrompts);
    },
    append: async (...winRates) => {
      const numbers = await listFiles(own);
      const last = numbers.at(-1) ?? 1;
      const isFull = (await read(last)).length >= linesPerFile;
      const current = isFull ? last + 1 : last;
      const lines = winRates.map((winRate) => winRate.toFixed(digits));
      await appendLine(path.join(own, fileName(current)), lines.join('\n'));
      for (const number of numbers) {
        if (number <= current - keptFiles) await rm(path.join(own, fileName(number)), { force: true });
      }
    },
  };
}

function fileName(number: number): string {
  return `${number}.txt`;
}

/** @returns the files' numbers, ascending */
async function listFiles(folder: string): Promise<number[]> {
  return (await ifThere(readdir(folder), []))
    .flatMap((name) => /^([1-9]\d{0,8})\.txt$/.exec(name)?.[1] ?? [])
    .map(Number)
    .sort((a, b) => a - b);
}

/** A line that a crash cut short is no win rate, though it may be a number. */
function parseWinRates(text: string): number[] {
  return text
    .split('\n')
    .filter((line) => /^0\.\d{6}$/.test(line))
    .map(Number);
}
