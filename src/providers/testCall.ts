import type { ChatModel } from '../routing/chat';
import { ProviderError } from '../routing/errors';

/** Long enough for a local model that has to be loaded first. */
const patienceMs = 60_000;

/**
 * Asks a model for two letters, to learn whether address, key and name are right. Resolves at the first sign
 * of an answer.
 *
 * @throws ProviderError
 */
export async function testCall(
  model: ChatModel,
  signal: AbortSignal = AbortSignal.timeout(patienceMs),
): Promise<void> {
  try {
    for await (const _ of model.stream({ messages: [{ role: 'user', content: 'Reply with OK' }] }, signal))
      return;
  } catch (error) {
    if (signal.aborted) throw new ProviderError(model.ref, { code: 'timed-out' });
    throw error;
  }
}
