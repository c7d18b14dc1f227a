import { access, mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';

/** While learning is paused, for all windows and the command line, no signal is kept and none is used. */
export async function isPaused(folder: string): Promise<boolean> {
  try {
    await access(markerIn(folder));
    return true;
  } catch {
    return false;
  }
}

export async function pause(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  await writeFile(markerIn(folder), '');
}

export async function resume(folder: string): Promise<void> {
  await rm(markerIn(folder), { force: true });
}

function markerIn(folder: string): string {
  return path.join(folder, 'paused');
}
