import { setTimeout as wait } from 'node:timers/promises';
import { listOllamaModels } from '../../providers/ollama';
import { editorModelRef, offeredEditorModels } from '../editorModels/editorModel';
import { readOllamaUrl } from '../settings';
import { type KeylessModels, type KeylessOffer, keylessOffer } from './keylessOffer';
import { ollamaRef } from './modelPicker';

/** Ollama may take this long, in milliseconds: nobody waits for an offer, and an editor that starts is busy. */
const ollamaPatienceMs = 5000;

/** How long an offer waits for the editor, whose extensions may have to start or to sign in, in milliseconds. */
const editorPatienceMs = 1000;

/**
 * Looks for models that need no key: those of the Ollama on this machine, and those the editor offers.
 *
 * @returns what to offer; once more when an editor that took long has added to it. Two models that are offered stay
 */
export async function* findKeylessOffers(): AsyncGenerator<KeylessOffer | undefined> {
  // One after the other: an editor that starts extensions for its models has no time left for Ollama's answer.
  const ollama = await ollamaModels();
  const slow = editorModels();
  const quick = await Promise.race([slow, wait(editorPatienceMs, undefined)]);
  const offer = keylessOffer({ ollama, editor: quick ?? [] });
  yield offer;
  if (quick === undefined && offer?.kind !== 'pair') yield keylessOffer({ ollama, editor: await slow });
}

async function ollamaModels(): Promise<KeylessModels['ollama']> {
  const models = await listOllamaModels(readOllamaUrl(), ollamaPatienceMs);
  return models.map(({ name, size }) => ({ ref: ollamaRef(name), size }));
}

async function editorModels(): Promise<KeylessModels['editor']> {
  try {
    const models = await offeredEditorModels();
    // The price table is read only where it can tell two models apart.
    const listPriceOf = models.length > 1 ? (await import('../../node/prices')).listPriceOf : () => undefined;
    return models.map((model) => ({ ref: editorModelRef(model), listPrice: listPriceOf(model.family) }));
  } catch {
    // Nobody asked for them yet; where they are chosen by hand, the editor tells what is wrong.
    return [];
  }
}
