import { createHash } from 'node:crypto';
import { readingVersion } from '../../routing/asking/readablePrompt';
import { TurnoutError, worded } from '../../routing/errors';
import type { Embed } from '../../routing/router';
import type { Manifest, ModelFiles } from '../modelFiles';

/** What one router is built from. Everything it takes enters the hash of what its win rates depend on. */
export interface WeightsReading {
  /** The JSON weights of a router. */
  weights(router: string): Promise<unknown>;
  /** A JSON file that belongs to no router alone, by the manifest's name for it. */
  table(name: keyof Manifest['tables']): Promise<unknown>;
  /** Lets the hash change with something that is no file. */
  depend(fact: string): void;
  /** A binary file that such weights name. */
  bytes(file: string): Promise<Buffer>;
  /** The network beside the weights: a prompt's embedding, or a pack's own. */
  network(): Embed;
  /** SHA-256 over the SHA-256s of all that was taken, the cut of the text where the network was, and how prompts are read. */
  hash(): string;
}

/**
 * @param network called when a router takes it
 * @param augmentation one of the manifest's augmentations, whose weights are read in place of the main ones
 */
export function readWeightsFrom(
  files: ModelFiles,
  network: () => Embed,
  augmentation?: string,
): WeightsReading {
  const { manifest, folder } = files;
  const { encoder } = manifest;
  const taken = new Set([`reading ${readingVersion}`]);
  const take = (file: string) => taken.add(`${file} ${manifest.files[file]?.sha256}`);
  return {
    weights: async (router) => {
      const set = augmentation === undefined ? manifest : manifest.augmentations[augmentation];
      const file = set?.routers[router]?.file;
      if (file === undefined) {
        const why =
          augmentation === undefined
            ? worded(
                '{0}/manifest.json lists no router "{1}". Install Turnout again, or rebuild models/ as training/README.md says.',
                folder,
                router,
              )
            : worded(
                '{0}/manifest.json lists no router "{1}" for the augmentation "{2}". Install Turnout again, or rebuild models/ as training/README.md says.',
                folder,
                router,
                augmentation,
              );
        throw new TurnoutError('weights-missing', why);
      }
      take(file);
      return files.readJson(file);
    },
    table: (name) => {
      const file = manifest.tables[name];
      take(file);
      return files.readJson(file);
    },
    depend: (fact) => void taken.add(fact),
    bytes: (file) => {
      take(file);
      return files.read(file);
    },
    network: () => {
      take(encoder.file);
      take(encoder.tokenizer);
      taken.add(`cut ${encoder.headTokens} ${encoder.tailTokens}`);
      return network();
    },
    hash: () =>
      createHash('sha256')
        .update([...taken].sort().join('\n'))
        .digest('hex'),
  };
}
