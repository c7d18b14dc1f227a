/** Long enough for a server on the same machine, short enough for somebody who waits, in milliseconds. */
const shortPatienceMs = 500;

/** A chat model that an Ollama has. */
export interface OllamaModel {
  readonly name: string;
  /** In bytes; 0 where Ollama does not tell. */
  readonly size: number;
}

interface ListedModel {
  readonly name?: unknown;
  readonly size?: unknown;
  readonly details?: { readonly family?: unknown };
}

/**
 * The chat models that an Ollama has, as it orders them: the last changed first.
 *
 * @param origin without a path, for example "http://127.0.0.1:11434"
 * @param patienceMs how long it may take to answer
 * @returns none where no Ollama answers there at once
 */
export async function listOllamaModels(
  origin: string,
  patienceMs = shortPatienceMs,
): Promise<readonly OllamaModel[]> {
  try {
    const response = await fetch(new URL('/api/tags', origin), {
      signal: AbortSignal.timeout(patienceMs),
      redirect: 'error',
    });
    const body = (await response.json()) as { readonly models?: unknown } | null;
    const models: readonly (ListedModel | null)[] = Array.isArray(body?.models) ? body.models : [];
    return models.flatMap((model) => {
      const name = model?.name;
      // Encoders of the BERT family embed and cannot chat.
      const chats = !/bert/i.test(String(model?.details?.family ?? ''));
      if (typeof name !== 'string' || name === '' || !chats) return [];
      return [{ name, size: typeof model?.size === 'number' ? model.size : 0 }];
    });
  } catch {
    // Nothing listens there, or something else does: there is nothing to offer, and nobody asked.
    return [];
  }
}
