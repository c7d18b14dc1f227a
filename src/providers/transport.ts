import type { ModelConnection } from './connection';
import { ownDetails } from './ownDetails';
import { field } from './wireValue';

/** In bytes. The SDKs keep a line until it ends; no answer, and no list of models, has one as long. */
const longestLine = 32 * 1024 * 1024;
const newline = 0x0a;

/** What the SDKs may add to a call. */
const wireHeaders = ['accept', 'anthropic-version', 'content-type'];

/**
 * The fetch the SDKs are given. They never see the key: it is added here, after them. Everything else they
 * would add is left out, for it describes the user's machine or comes from environment variables
 * (`OPENAI_CUSTOM_HEADERS`, `ANTHROPIC_CUSTOM_HEADERS`) that were set for another endpoint.
 *
 * Redirects are not followed: they would carry prompt and key to a host the user did not choose.
 *
 * A line that does not end breaks the response off, before it fills the memory.
 *
 * @param keyHeaders the headers that carry the key, none without one
 * @param onBytes called for every piece of a body that arrives
 */
export function transportOf(
  connection: ModelConnection,
  keyHeaders: Readonly<Record<string, string>>,
  onBytes: () => void,
): (input: string | URL | Request, init?: RequestInit) => Promise<Response> {
  return async (input, init) => {
    const offered = new Headers(init?.headers);
    const headers = new Headers(connection.headers);
    if (!headers.has('user-agent')) headers.set('user-agent', 'Turnout');
    for (const [name, value] of Object.entries(keyHeaders)) headers.set(name, value);
    for (const name of wireHeaders) {
      const value = offered.get(name);
      if (value !== null) headers.set(name, value);
    }
    const send = connection.fetch ?? globalThis.fetch;
    const response = await send(input, { ...init, headers, redirect: 'manual' });
    if (!response.ok) return unwrapped(response);
    if (response.body === null) return response;
    let line = 0;
    const watched = response.body.pipeThrough(
      new TransformStream<Uint8Array, Uint8Array>({
        transform(bytes, controller) {
          onBytes();
          const lineEnd = bytes.lastIndexOf(newline);
          line = lineEnd < 0 ? line + bytes.length : bytes.length - lineEnd - 1;
          if (line > longestLine) throw new Error(ownDetails.endlessLine);
          controller.enqueue(bytes);
        },
      }),
    );
    return new Response(watched, response);
  };
}

/** A refusal as the SDKs read it: some endpoints wrap theirs in a list, some do not name it an error. */
async function unwrapped(response: Response): Promise<Response> {
  const text = await response.text();
  const { status, statusText, headers } = response;
  const answer = (body: string) => new Response(body, { status, statusText, headers });
  if (text === '') return new Response(null, { status, statusText, headers });
  try {
    const parsed: unknown = JSON.parse(text);
    const body: unknown = Array.isArray(parsed) ? parsed[0] : parsed;
    return answer(JSON.stringify(field(body, 'error') === undefined ? { error: body } : body));
  } catch {
    return answer(text);
  }
}
