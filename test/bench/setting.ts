import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as onnxruntime from 'onnxruntime-node';
import { createDispatcher, type Dispatcher } from '../../src/node/dispatcher';
import { type EncoderSession, openEncoderSession } from '../../src/node/encoder/encoderSession';
import { type ModelFiles, openModelFiles } from '../../src/node/modelFiles';
import { countFeatures } from '../../src/routing/features/features';
import type { Write } from './goal';
import type { Contender } from './rounds';

/** The bundles lie in test-results/bench. */
export const bundles = __dirname;
export const repository = path.join(bundles, '..', '..');

/** What the parts of a measurement share. */
export interface Setting {
  readonly write: Write;
  readonly models: ModelFiles;
  readonly encoders: Encoders;
  /** Of this process, with the weights that ship and nothing of the user's. */
  readonly dispatcher: Dispatcher;
  /** Prompts as people write them, and where they are from. */
  readonly prompts: readonly string[];
  readonly source: string;
}

/** The encoder itself, given word pieces: what everything is measured against. */
export const encoderAlone = 'encoder alone';
/** From a text to its embedding on one thread: a decision's share that is no overhead of the router. */
const withTokenizer = 'with its tokenizer';

/** For given prompts, the encoder on this thread: on their word pieces, and on their text. */
export type Encoders = (prompts: readonly string[]) => readonly [alone: Contender, withTokenizer: Contender];

export const modelsFolder = process.env.TURNOUT_MODELS ?? path.join(repository, 'models');

export function openDispatcher(write: Write): Dispatcher {
  return createDispatcher({
    modelsFolder,
    packFolders: [],
    // Empty, so that the bundled quantiles hold.
    calibrationFolder: path.join(bundles, 'calibration'),
    workerFile: path.join(bundles, 'encoderWorker.js'),
    onFallback: (why) => write(`${why.message}\nThe lexical router decides instead.`),
  });
}

export async function openEncoders(): Promise<{ readonly models: ModelFiles; readonly encoders: Encoders }> {
  const models = await openModelFiles(modelsFolder);
  const session = await openEncoderSession(models);
  const bare = await onnxruntime.InferenceSession.create(await models.read(models.manifest.encoder.file), {
    executionProviders: ['cpu'],
    intraOpNumThreads: 1,
    interOpNumThreads: 1,
  });
  const encoders: Encoders = (prompts) => {
    const inputs = new Map(prompts.map((prompt) => [prompt, inputOf(session, prompt)]));
    return [
      { name: encoderAlone, take: (prompt) => bare.run(inputs.get(prompt) ?? inputOf(session, prompt)) },
      { name: withTokenizer, take: session.embed },
    ];
  };
  return { models, encoders };
}

function inputOf(session: EncoderSession, prompt: string) {
  const ids = BigInt64Array.from(session.tokenIds(prompt), BigInt);
  const shape = [1, ids.length];
  const counts = countFeatures(prompt);
  return {
    input_ids: new onnxruntime.Tensor('int64', ids, shape),
    attention_mask: new onnxruntime.Tensor('int64', new BigInt64Array(ids.length).fill(1n), shape),
    counted: new onnxruntime.Tensor('float32', Float32Array.from(counts), [1, counts.length]),
  };
}

/** Runs with a folder of its own, which is gone afterwards. */
export async function withFolder<T>(use: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(path.join(tmpdir(), 'turnout-bench-'));
  try {
    return await use(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/**
 * Runs one of the bundles in a process of its own.
 *
 * @returns the JSON that it wrote
 */
export async function runProbe<T>(name: string, args: readonly string[], home: string): Promise<T> {
  const child = spawn(process.execPath, [path.join(bundles, `${name}.js`), ...args], {
    env: { ...process.env, TURNOUT_HOME: home, TURNOUT_MODELS: modelsFolder },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  for await (const piece of child.stdout) output += piece;
  try {
    return JSON.parse(output) as T;
  } catch {
    throw new Error(`${name} wrote no figures but: ${output}`);
  }
}
