import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { beforeAll, expect, it } from 'vitest';
import { type EncoderSession, openEncoderSession } from '../../src/node/encoder/encoderSession';
import { createExplainer, type Explainer } from '../../src/node/explainer';
import { openModelFiles } from '../../src/node/modelFiles';
import { decideWithoutWinRate } from '../../src/routing/decision';
import { worded } from '../../src/routing/errors';

interface GoldenTopic {
  readonly prompt: string;
  /** What a person said it is about before the neighbours were seen. */
  readonly topic: string;
  /** No training prompt is near enough for a topic to be named: chat and law are thin in the data. */
  readonly found?: 'unlike';
}

const models = fileURLToPath(new URL('../../models', import.meta.url));
const golden: readonly GoldenTopic[] = JSON.parse(
  readFileSync(new URL('neighbourTopics.json', import.meta.url), 'utf8'),
);
const undecided = decideWithoutWinRate(
  worded('not asked'),
  { router: 'mf', threshold: 0.5, strongShare: 0.5 },
  0,
);

let encoder: EncoderSession;
let explainer: Explainer;

beforeAll(async () => {
  encoder = await openEncoderSession(await openModelFiles(models));
  explainer = createExplainer({
    modelsFolder: models,
    dispatcher: () => ({ embed: encoder.embed, open: () => Promise.reject(new Error('Not asked for.')) }),
    readEntries: async () => [],
  });
});

/** Cosines differ a little between kinds of CPUs, and some prompts lie close to the line. */
const tolerance = 0.03;

const likeTraining = golden.filter(({ found }) => found === undefined);
const unlikeTraining = golden.filter(({ found }) => found === 'unlike');

it('names the topic of most', () => {
  expect([golden.length, likeTraining.length]).toEqual([20, 17]);
});

it.each(likeTraining)('is about $topic: $prompt', async ({ prompt, topic }) => {
  const { neighbours } = await explainer.explain(prompt, undecided);
  if (neighbours.kind !== 'like') throw new Error(`No topic was named: ${JSON.stringify(neighbours)}`);
  expect(neighbours.topics[0]?.label).toBe(topic);
});

it.each(unlikeTraining)('names none, though it is about $topic: $prompt', async ({ prompt }) => {
  const { neighbours } = await explainer.explain(prompt, undecided);
  if (neighbours.kind !== 'unlike' && neighbours.kind !== 'like') throw new Error(JSON.stringify(neighbours));
  expect(neighbours.similarity).toBeLessThan(0.4 + tolerance);
});

it('labels the bank with names alone: no text of a training prompt', () => {
  const file = readFileSync(`${models}/neighbours.json`, 'utf8');
  const { topics, sources, topicOfRow, sourceOfRow, ...numbers } = JSON.parse(file);
  expect([...topics, ...sources].every((name: string) => name.length < 30)).toBe(true);
  expect(topics.length + sources.length).toBeLessThan(60);
  for (const packed of [topicOfRow, sourceOfRow]) {
    expect(Buffer.from(packed, 'base64').length).toBe(numbers.rows);
  }
  expect(Object.values(numbers).every((value) => typeof value === 'number')).toBe(true);
});
