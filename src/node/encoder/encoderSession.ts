import { Tokenizer } from '@huggingface/tokenizers';
import type { InferenceSession } from 'onnxruntime-node';
import { type Assessment, promptKinds } from '../../routing/assessment';
import { messageOf, TurnoutError, type Wording, worded } from '../../routing/errors';
import { countFeatures } from '../../routing/features/features';
import { cutText, cutTokens } from '../../routing/features/textCut';
import type { Embed } from '../../routing/router';
import type { ModelFiles } from '../modelFiles';

/** A loaded network of models/ or of a pack. Loading and every call block the thread they run on for milliseconds. */
export interface EncoderSession {
  readonly embed: Embed;
  /** The word pieces the encoder reads of a prompt, [CLS] and [SEP] included. */
  tokenIds(prompt: string): number[];
}

/**
 * Loads tokenizer and weights; the graph's first output is what it gives for a prompt: an encoder's embedding, pooled
 * and normalised, or a classifier's logits.
 *
 * @throws TurnoutError `encoder-unavailable` where onnxruntime has no binary for this machine,
 * `weights-missing` or `weights-damaged` for the files
 */
export async function openEncoderSession(models: ModelFiles): Promise<EncoderSession> {
  const { encoder } = models.manifest;
  const onnxruntime = await loadOnnxRuntime();
  const tokenizer = new Tokenizer((await models.readJson(encoder.tokenizer)) as object, {});
  const weights = await models.read(encoder.file);
  let session: InferenceSession;
  try {
    session = await onnxruntime.InferenceSession.create(weights, {
      executionProviders: ['cpu'],
      intraOpNumThreads: 1,
      interOpNumThreads: 1,
    });
  } catch (error) {
    throw new TurnoutError(
      'encoder-unavailable',
      worded('{0} cannot be loaded: {1}', encoder.file, messageOf(error)),
      {
        cause: error,
      },
    );
  }

  const unknown = tokenizer.token_to_id('<unk>') ?? tokenizer.token_to_id('[UNK]');
  const tokenIds = (prompt: string) => cutTokens(tokenizer.encode(cutText(prompt)).ids, encoder);
  const readsCounts = session.inputNames.includes(countedInput);
  return {
    tokenIds,
    embed: async (prompt) => {
      const ids = tokenIds(prompt);
      const shape = [1, ids.length];
      const counts = readsCounts ? Float32Array.from(countFeatures(prompt)) : undefined;
      const results = await session.run({
        input_ids: new onnxruntime.Tensor('int64', BigInt64Array.from(ids, BigInt), shape),
        attention_mask: new onnxruntime.Tensor('int64', new BigInt64Array(ids.length).fill(1n), shape),
        ...(counts && { [countedInput]: new onnxruntime.Tensor('float32', counts, [1, counts.length]) }),
      });
      const values = results[session.outputNames[0] ?? '']?.data;
      if (!(values instanceof Float32Array) || values.length !== encoder.dimensions) {
        throw new TurnoutError(
          'router-failed',
          worded('{0} did not give {1} numbers for a prompt.', encoder.file, encoder.dimensions),
        );
      }
      const assessment = readsCounts ? assessmentOf(results) : undefined;
      return {
        values: Float32Array.from(values),
        unknownShare: unknownShareOf(ids, unknown),
        ...(assessment && { assessment }),
      };
    },
  };
}

/** What the network of models/ takes beside the word pieces: a prompt's counted features. */
const countedInput = 'counted';

function assessmentOf(results: InferenceSession.OnnxValueMapType): Assessment {
  const numbers = (name: string) => {
    const data = results[name]?.data;
    return data instanceof Float32Array ? [...data] : [];
  };
  const scores = numbers('kinds');
  const [reasoning = 0] = numbers('reasoning');
  return {
    success: numbers('success'),
    reasoning: 1 / (1 + Math.exp(-reasoning)),
    kind: promptKinds[scores.indexOf(Math.max(...scores))] ?? 'other',
  };
}

/** The share of unknown word pieces between [CLS] and [SEP]; 0 where there are none at all. */
function unknownShareOf(ids: readonly number[], unknown: number | undefined): number {
  const pieces = ids.slice(1, -1);
  return pieces.length === 0 ? 0 : pieces.filter((id) => id === unknown).length / pieces.length;
}

function describeMissingRuntime(error: unknown): Wording {
  const { platform, arch } = process;
  if (error instanceof Error && 'code' in error && error.code === 'MODULE_NOT_FOUND') {
    return worded(
      'This machine ({0} {1}) cannot run the encoder: this package of Turnout has no native code for it.',
      platform,
      arch,
    );
  }
  return worded('This machine ({0} {1}) cannot run the encoder: {2}', platform, arch, messageOf(error));
}

/** On a thread whose environment is that of the process. */
async function loadOnnxRuntime(): Promise<typeof import('onnxruntime-node')> {
  // Since 1.29 it tells its makers by default of every session it opens, and gives the machine an id.
  process.env.ORT_DISABLE_TELEMETRY = '1';
  try {
    return await import('onnxruntime-node');
  } catch (error) {
    throw new TurnoutError('encoder-unavailable', describeMissingRuntime(error), { cause: error });
  }
}
