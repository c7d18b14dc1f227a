import { TurnoutError } from '../../routing/errors';
import type { Embed } from '../../routing/router';
import type { Baseline } from '../baseline';
import { listOutcomeFiles, type Outcome, readOutcomes } from '../outcomes';

/** A training prompt with what strong models gain on it over weak ones. */
export interface TrainingGain {
  readonly prompt: string;
  readonly gain: number;
}

export interface KnnOptions {
  readonly training: readonly TrainingGain[];
  readonly embed: Embed;
  /** How many of the nearest training prompts are asked. */
  readonly neighbours: number;
  /** Told after each training prompt that is embedded. */
  readonly onProgress: (done: number, total: number) => void;
}

/**
 * What the nearest training prompts gained: the mean gain of the prompts with the highest cosine similarity, the
 * encoder's embeddings being of unit length.
 *
 * @returns the baseline once every training prompt is embedded, which takes about as long as measuring on as many
 */
export async function createKnnBaseline(options: KnnOptions): Promise<Baseline> {
  const { training, embed, neighbours, onProgress } = options;
  const embedded: { readonly embedding: Float32Array; readonly gain: number }[] = [];
  for (const { prompt, gain } of training) {
    embedded.push({ embedding: (await embed(prompt)).values, gain });
    onProgress(embedded.length, training.length);
  }
  return {
    name: 'knn',
    score: async ({ prompt }) => {
      const { values } = await embed(prompt);
      const similarities = Float64Array.from(embedded, ({ embedding }) => dot(embedding, values));
      const nearest = similarities.toSorted().at(-Math.min(neighbours, embedded.length)) ?? 0;
      const gains = embedded
        .filter((_, index) => (similarities[index] ?? 0) >= nearest)
        .map(({ gain }) => gain);
      return mean(gains);
    },
  };
}

/**
 * {@link trainingGains} of every outcome file in a folder.
 *
 * @throws TurnoutError `bad-input` naming the file, and the line of a malformed row
 */
export async function readTrainingGains(outcomesFolder: string): Promise<TrainingGain[]> {
  const gains: TrainingGain[] = [];
  for (const file of await listOutcomeFiles(outcomesFolder)) {
    gains.push(...trainingGains(await readOutcomes(file)));
  }
  if (gains.length > 0) return gains;
  throw new TurnoutError('bad-input', `${outcomesFolder} holds no row whose split is "train".`);
}

/**
 * The gain of each `train` row of one outcome file: the mean score of the stronger half of the row's models minus that
 * of the weaker half, stronger being who scores higher on average over the file's train rows. With an odd number the
 * middle model counts for neither; rows with fewer than two models are left out.
 */
export function trainingGains(outcomes: readonly Outcome[]): TrainingGain[] {
  const rows = outcomes.filter(({ split }) => split === 'train');
  const strength = meanScores(rows);
  return rows
    .filter(({ scores }) => scores.size >= 2)
    .map(({ prompt, scores }) => {
      const ranked = [...scores].sort(([a], [b]) => (strength.get(b) ?? 0) - (strength.get(a) ?? 0));
      const half = Math.floor(ranked.length / 2);
      const meanOf = (models: typeof ranked) => mean(models.map(([, score]) => score));
      return { prompt, gain: meanOf(ranked.slice(0, half)) - meanOf(ranked.slice(-half)) };
    });
}

function meanScores(rows: readonly Outcome[]): ReadonlyMap<string, number> {
  const scoresByModel = new Map<string, number[]>();
  for (const [model, score] of rows.flatMap(({ scores }) => [...scores])) {
    const known = scoresByModel.get(model);
    if (known === undefined) scoresByModel.set(model, [score]);
    else known.push(score);
  }
  return new Map([...scoresByModel].map(([model, scores]) => [model, mean(scores)]));
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function dot(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] ?? 0) * (b[i] ?? 0);
  return sum;
}
