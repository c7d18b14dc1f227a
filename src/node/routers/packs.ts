import { access } from 'node:fs/promises';
import path from 'node:path';
import { TurnoutError, worded } from '../../routing/errors';
import type { Embed } from '../../routing/router';
import { createEncoder, type Encoder } from '../encoder/encoder';
import { type ModelFiles, openModelFiles } from '../modelFiles';

/** A router too large to come with Turnout: a folder like models/, with a network of its own. */
export interface Pack {
  readonly files: ModelFiles;
  /** What the pack's network gives for a prompt. */
  readonly run: Embed;
}

export interface Packs {
  /**
   * The pack of one router: the first of the user's folders whose manifest lists it, else models/packs/NAME.
   *
   * @throws TurnoutError `weights-missing` when there is none, or when a folder the user named is no pack
   */
  open(router: string): Promise<Pack>;
  /** Stops the networks. */
  close(): Promise<void>;
}

export interface PacksOptions {
  /** The user's own, each a pack. */
  readonly packFolders: readonly string[];
  readonly modelsFolder: string;
  /** The built `encoderWorker.js`. */
  readonly workerFile: string;
}

export function createPacks({ packFolders, modelsFolder, workerFile }: PacksOptions): Packs {
  const running: Encoder[] = [];

  const find = async (router: string): Promise<ModelFiles> => {
    for (const folder of packFolders) {
      if (!(await isPack(folder))) {
        throw new TurnoutError(
          'weights-missing',
          worded('{0} is no pack: it holds no manifest.json. Correct its path, or take it out.', folder),
        );
      }
      const files = await openModelFiles(folder);
      if (Object.hasOwn(files.manifest.routers, router)) return files;
    }
    const built = path.join(modelsFolder, 'packs', router);
    if (await isPack(built)) return openModelFiles(built);
    throw new TurnoutError(
      'weights-missing',
      worded(
        'Router "{0}" is a pack, a folder that does not come with Turnout, and it is not in {1}. Name its folder with --pack, or in VS Code in the setting turnout.packs.',
        router,
        [...packFolders, built].join(', '),
      ),
    );
  };

  return {
    open: async (router) => {
      const files = await find(router);
      const network = createEncoder(workerFile, files.folder);
      running.push(network);
      return { files, run: network.embed };
    },
    close: async () => {
      await Promise.all(running.splice(0).map((network) => network.close()));
    },
  };
}

async function isPack(folder: string): Promise<boolean> {
  try {
    await access(path.join(folder, 'manifest.json'));
    return true;
  } catch {
    return false;
  }
}
