import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { isIP } from 'node:net';
import { isLoopback } from '../node/privateHost';
import type { Refusal } from './refusal';

/** Where a server listens. */
export interface ListeningAt {
  readonly host: string;
  readonly port: number;
}

/**
 * Keeps web pages out. One can be made to call this machine under a name of its own (DNS rebinding), which then stands
 * in the Host header, or from where it is, which then stands in Origin; a page can change neither.
 */
export function refuseWebPage({ host, origin }: IncomingHttpHeaders, at: ListeningAt): Refusal | undefined {
  if (!isAddressOf(host ?? '', at)) {
    return { kind: 'forbidden', message: 'This server is called by its address only.' };
  }
  if (origin !== undefined && (origin === 'null' || /^https?:/i.test(origin))) {
    return { kind: 'forbidden', message: 'Web pages may not call this server.' };
  }
  return undefined;
}

/** A token that nobody guesses. */
export function createToken(): string {
  return `turnout-${randomBytes(24).toString('base64url')}`;
}

/** The token may come as OpenAI's clients send a key, or as Anthropic's do. */
export function refuseStranger(headers: IncomingHttpHeaders, token: string): Refusal | undefined {
  const [, bearer] = /^Bearer +(.*)$/i.exec(headers.authorization ?? '') ?? [];
  const key = headers['x-api-key'];
  const given = [bearer, typeof key === 'string' ? key : undefined];
  if (given.some((text) => text !== undefined && sameText(text.trim(), token))) return undefined;
  return {
    kind: 'wrong-token',
    message: "Incorrect token. Send the one that Turnout shows as the client's API key.",
  };
}

/** Compares in a time that tells nothing about where two texts differ, nor how long they are. */
export function sameText(given: string, expected: string): boolean {
  const hash = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(hash(given), hash(expected));
}

/** Names can be rebound, addresses cannot. */
function isAddressOf(hostHeader: string, { host, port }: ListeningAt): boolean {
  if (!URL.canParse(`http://${hostHeader}/`)) return false;
  const called = new URL(`http://${hostHeader}/`);
  if ((called.port || '80') !== String(port)) return false;
  const name = called.hostname.replace(/^\[|\]$/g, '');
  if (name === 'localhost' || name === host.toLowerCase()) return true;
  return isLoopback(host) ? isLoopback(name) : isIP(name) !== 0;
}
