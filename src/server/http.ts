import { once } from 'node:events';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';

/**
 * @param port 0 for any that is free
 * @returns the port
 * @throws the system's error, with its `code`, where the address cannot be had
 */
export async function listen(server: Server, port: number, host: string): Promise<number> {
  server.listen(port, host);
  await once(server, 'listening');
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('The server has no port.');
  return address.port;
}

/** Ends every connection, answered or not. */
export function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

/** How much longer than the limit a body may be for its sender to be told so. */
const politeness = 4;
const patienceMs = 10_000;

/**
 * Reads a body to its end, even where it is too long: many clients hear an answer only after they have sent everything.
 *
 * @param limit in bytes
 * @returns undefined when it is longer
 */
export async function readBody(request: IncomingMessage, limit: number): Promise<string | undefined> {
  const pieces: Buffer[] = [];
  let length = 0;
  const read = new Promise<void>((resolve, reject) => {
    request.on('data', (piece: Buffer) => {
      length += piece.length;
      if (length <= limit) pieces.push(piece);
      else pieces.length = 0;
      if (length > politeness * limit) resolve();
    });
    request.on('end', resolve);
    request.on('error', reject);
    request.on('close', () => reject(new Error('The client has gone.')));
  });
  await read;
  return length > limit ? undefined : Buffer.concat(pieces).toString('utf8');
}

export function sendJson(
  response: ServerResponse,
  status: number,
  body: object,
  headers: Readonly<Record<string, string>> = {},
): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
}

/** Resolves once the reader keeps up, or has gone. */
export async function write(response: ServerResponse, text: string): Promise<void> {
  if (text === '' || response.destroyed || response.write(text)) return;
  await new Promise<void>((resolve) => {
    const done = () => {
      response.off('drain', done);
      response.off('close', done);
      resolve();
    };
    response.on('drain', done);
    response.on('close', done);
  });
}

/** Waits for what is under way, but not for ever. */
export async function withinGrace(running: Iterable<Promise<unknown>>, ms = patienceMs): Promise<void> {
  const stop = new AbortController();
  try {
    await Promise.race([Promise.allSettled(running), wait(ms, undefined, { signal: stop.signal })]);
  } finally {
    stop.abort();
  }
}
