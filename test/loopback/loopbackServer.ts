import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';

/** A request as it came over the wire. */
export interface ReceivedRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export interface LoopbackServer {
  /** http://127.0.0.1 and a port, without a path. */
  readonly origin: string;
  /** All requests so far, in their order. */
  readonly requests: readonly ReceivedRequest[];
  /** Resolves once a client has left before its response was complete. */
  readonly abandoned: Promise<void>;
  /** How many responses are still going on, and how many were not complete when their client left. */
  readonly counts: { readonly open: number; readonly abandoned: number };
  close(): Promise<void>;
}

/** An HTTP server on a random port of 127.0.0.1 that answers every request with `respond`. */
export async function startLoopbackServer(
  respond: (request: ReceivedRequest, response: ServerResponse) => Promise<void> | void,
): Promise<LoopbackServer> {
  const requests: ReceivedRequest[] = [];
  const abandoned = Promise.withResolvers<void>();
  const counts = { open: 0, abandoned: 0 };
  const server = createServer(async (incoming, response) => {
    counts.open++;
    response.on('close', () => {
      counts.open--;
      if (response.writableEnded) return;
      counts.abandoned++;
      abandoned.resolve();
    });
    const pieces: Buffer[] = [];
    for await (const piece of incoming as AsyncIterable<Buffer>) pieces.push(piece);
    const request: ReceivedRequest = {
      method: incoming.method ?? '',
      path: incoming.url ?? '',
      headers: incoming.headers,
      body: Buffer.concat(pieces).toString('utf8'),
    };
    requests.push(request);
    await respond(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('The loopback server has no port.');
  return {
    origin: `http://127.0.0.1:${address.port}`,
    requests,
    abandoned: abandoned.promise,
    counts,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** How a response to a chat request goes, whatever the wire format. */
export type Reply =
  /** A whole answer in these pieces, the first of them `after` something, with a pause of `pauseMs` before each. */
  | {
      readonly kind: 'answer';
      readonly pieces: readonly string[];
      readonly usage: WireUsage | undefined;
      readonly after?: Promise<unknown>;
      readonly pauseMs?: number;
    }
  /** The pieces, then the connection breaks. */
  | { readonly kind: 'cut'; readonly pieces: readonly string[] }
  /** The pieces, then the response ends as if it were whole, but without saying so. */
  | { readonly kind: 'unfinished'; readonly pieces: readonly string[] }
  /** The pieces, then silence until the client leaves. */
  | { readonly kind: 'hang'; readonly pieces: readonly string[] }
  /** Not one byte. */
  | { readonly kind: 'mute' }
  /** The pieces, then an error where the next piece would be. */
  | { readonly kind: 'brokenOff'; readonly pieces: readonly string[]; readonly error: object }
  /** No answer but an HTTP error. A body that is a string is sent as HTML. */
  | {
      readonly kind: 'refusal';
      readonly status: number;
      readonly body: object | string;
      readonly headers?: Readonly<Record<string, string>>;
    }
  /** These very bytes, each in a write of its own. */
  | { readonly kind: 'bytes'; readonly contentType: string; readonly writes: readonly Uint8Array[] };

export interface WireUsage {
  /** Input tokens that were not in the cache. */
  readonly fresh: number;
  readonly cached: number;
  readonly output: number;
}

/** @returns the pieces of a text as a model may send them */
export function answerOf(text: string, usage?: WireUsage): Reply {
  return { kind: 'answer', pieces: text.match(/\s*\S+/g) ?? [], usage };
}

/** Sends what does not depend on the wire format. @returns whether the reply was such a one */
export function sendPlainReply(reply: Reply, response: ServerResponse): boolean {
  if (reply.kind === 'refusal') {
    const html = typeof reply.body === 'string';
    response.writeHead(reply.status, {
      'content-type': html ? 'text/html' : 'application/json',
      ...reply.headers,
    });
    response.end(html ? reply.body : JSON.stringify(reply.body));
    return true;
  }
  if (reply.kind === 'mute') return true;
  if (reply.kind === 'bytes') {
    response.writeHead(200, { 'content-type': reply.contentType });
    void sendWrites(reply.writes, response);
    return true;
  }
  return false;
}

async function sendWrites(writes: readonly Uint8Array[], response: ServerResponse): Promise<void> {
  for (const bytes of writes) {
    response.write(bytes);
    // Lets each write leave as a packet of its own.
    await new Promise((resolve) => setImmediate(resolve));
  }
  response.end();
}
