import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { TurnoutError, worded, wordingOf } from '../../routing/errors';
import { type Calibration, parseCalibration } from '../../routing/slider/calibration';
import type { HashedRouter } from '../routers/calibratedRouter';

/** Where the user's own calibrations lie in the data folder, a file a router. */
export function calibrationFolder(dataFolder: string): string {
  return path.join(dataFolder, 'calibration');
}

/**
 * Keeps a calibration for a router, in place of an earlier one.
 *
 * @param folder made if need be
 * @returns the file
 */
export async function saveCalibration(
  folder: string,
  { router, hash }: HashedRouter,
  { quantiles, prompts }: Calibration,
): Promise<string> {
  const file = fileOf(folder, router.name);
  // As in models/calibration.json, and the hash of the router whose win rates these are.
  const saved = { hash, [router.name]: { quantiles, sample: { prompts } } };
  await mkdir(folder, { recursive: true });
  // Another host may read meanwhile: it finds the old file or the new one, never half of it.
  const unfinished = `${file}.${process.pid}`;
  await writeFile(unfinished, `${JSON.stringify(saved)}\n`, { mode: 0o600 });
  await rename(unfinished, file);
  return file;
}

/**
 * @returns the user's own calibration of this very router; undefined where there is none, or only one of other weights
 * @throws TurnoutError `weights-damaged`, naming the file
 */
export async function readSavedCalibration(
  folder: string,
  { router, hash }: HashedRouter,
): Promise<Calibration | undefined> {
  const file = fileOf(folder, router.name);
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw damaged(file, error);
  }
  try {
    const saved = JSON.parse(text) as { readonly hash?: unknown };
    const calibration = parseCalibration(saved, router.name);
    return saved.hash === hash ? calibration : undefined;
  } catch (error) {
    throw damaged(file, error);
  }
}

function fileOf(folder: string, router: string): string {
  return path.join(folder, `${router}.json`);
}

function damaged(file: string, error: unknown): TurnoutError {
  return new TurnoutError(
    'weights-damaged',
    worded(
      '{0} is no calibration ({1}). Delete it, or make it again with turnout calibrate --save.',
      file,
      wordingOf(error),
    ),
    { cause: error },
  );
}
