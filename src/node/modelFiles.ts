import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { messageOf, TurnoutError, worded } from '../routing/errors';

/** What the `manifest.json` of models/ or of a pack says of the weights beside it; the rest of the file is for readers. */
export interface Manifest {
  readonly encoder: EncoderManifest;
  readonly files: Readonly<Record<string, { readonly sha256: string; readonly bytes: number }>>;
  readonly routers: RouterFiles;
  /** The same routers trained on less data, by the name of the data. */
  readonly augmentations: Readonly<Record<string, { readonly routers: RouterFiles }>>;
  /** Names of files that no router has for itself. */
  readonly tables: { readonly levels: string };
  /** Name of the file with every router's quantiles. */
  readonly calibration: string;
  /** First 16 hex digits of the SHA-256 of each normalised prompt that weights were trained on. */
  readonly trainedPromptHashes: readonly string[];
}

type RouterFiles = Readonly<Record<string, { readonly file: string }>>;

/** The network that reads prompts: a sentence encoder, or in a pack its router's own. */
export interface EncoderManifest {
  readonly id: string;
  readonly file: string;
  readonly tokenizer: string;
  /** How many numbers it gives for a prompt. */
  readonly dimensions: number;
  /** Word pieces kept from the beginning and from the end of a long prompt. */
  readonly headTokens: number;
  readonly tailTokens: number;
  /** Of the encoder's file, in a pack that has none itself and runs on the encoder of models/. */
  readonly sha256?: string;
}

/** The weights in one folder; every file is checked against the manifest before it is used. */
export interface ModelFiles {
  readonly folder: string;
  readonly manifest: Manifest;
  /** @throws TurnoutError `weights-missing` or `weights-damaged`, naming the file */
  read(name: string): Promise<Buffer>;
  readJson(name: string): Promise<unknown>;
}

/** @throws TurnoutError when the manifest is missing or unreadable */
export async function openModelFiles(folder: string): Promise<ModelFiles> {
  const manifestFile = path.join(folder, 'manifest.json');
  const manifest = parseManifest(await readOrExplain(manifestFile), manifestFile);

  const read = async (name: string): Promise<Buffer> => {
    const file = path.join(folder, name);
    const expected = manifest.files[name];
    if (expected === undefined) {
      throw new TurnoutError(
        'weights-damaged',
        worded(
          '{0} does not list {1}. Install Turnout again, or rebuild models/ as training/README.md says.',
          manifestFile,
          name,
        ),
      );
    }
    const bytes = await readOrExplain(file);
    const actual = createHash('sha256').update(bytes).digest('hex');
    if (actual !== expected.sha256) {
      throw new TurnoutError(
        'weights-damaged',
        worded(
          '{0} is damaged: its SHA-256 does not fit the one in manifest.json. Install Turnout again, or rebuild models/ as training/README.md says.',
          file,
        ),
      );
    }
    return bytes;
  };
  return {
    folder,
    manifest,
    read,
    readJson: async (name) => parseJson((await read(name)).toString('utf8'), path.join(folder, name)),
  };
}

async function readOrExplain(file: string): Promise<Buffer> {
  try {
    return await readFile(file);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const why =
      code === 'ENOENT'
        ? worded(
            '{0} is missing. Install Turnout again, or rebuild models/ as training/README.md says.',
            file,
          )
        : worded(
            '{0} cannot be read ({1}). Install Turnout again, or rebuild models/ as training/README.md says.',
            file,
            code ?? messageOf(error),
          );
    throw new TurnoutError('weights-missing', why, { cause: error });
  }
}

function parseJson(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new TurnoutError(
      'weights-damaged',
      worded('{0} is not JSON. Install Turnout again, or rebuild models/ as training/README.md says.', file),
      { cause: error },
    );
  }
}

function parseManifest(bytes: Buffer, file: string): Manifest {
  const manifest = parseJson(bytes.toString('utf8'), file) as Partial<Manifest> | null;
  const { encoder, files, routers, augmentations = {}, calibration, trainedPromptHashes } = manifest ?? {};
  const { tables = { levels: 'levels.json' } } = manifest ?? {};
  if (!encoder || !files || !routers || !calibration || !Array.isArray(trainedPromptHashes)) {
    throw new TurnoutError(
      'weights-damaged',
      worded(
        '{0} lacks one of encoder, files, routers, calibration, trainedPromptHashes. Install Turnout again, or rebuild models/ as training/README.md says.',
        file,
      ),
    );
  }
  return { encoder, files, routers, augmentations, tables, calibration, trainedPromptHashes };
}
