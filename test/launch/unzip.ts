import { createWriteStream, mkdirSync } from 'node:fs';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { openPromise } from 'yauzl';

/** Unpacks a VSIX and tells the names of the files in it, sorted. */
export async function unzip(file: string, folder: string): Promise<string[]> {
  const names: string[] = [];
  const zip = await openPromise(file);
  for await (const entry of zip.eachEntry()) {
    names.push(entry.fileName);
    const to = path.join(folder, entry.fileName);
    mkdirSync(path.dirname(to), { recursive: true });
    await pipeline(await zip.openReadStreamPromise(entry), createWriteStream(to));
  }
  return names.sort();
}
