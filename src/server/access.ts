import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { isIP } from 'node:net';
import { isLoopback } from '../node/privateHost';
import type { Refusal } from './refusal';

/** Where a server listens. */
export interface ListeningAt {
  readonly host: string;
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

/** The token may come as OpenAI's clients send a key, or as Anthropic's or Azure's do. */
export function refuseStranger(headers: IncomingHttpHeaders, token: string): Refusal | undefined {
  const [, bearer] = /^Bearer +(.*)$/i.exec(headers.authorization ?? '') ?? [];
  const keys = [headers['x-api-key'], headers['api-key']];
  const given = [bearer, ...keys.filter((key) => typeof key === 'string')];
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

/**
 * Names can be rebound, addresses cannot, nor can the names that mean this machine, or to a container the machine around it.
 * Any port will do: it may be forwarded.
 */
function isAddressOf(hostHeader: string, { host }: ListeningAt): boolean {
  if (!URL.canParse(`http://${hostHeader}/`)) return false;
  const name = new URL(`http://${hostHeader}/`).hostname.replace(/^\[|\]$/g, '');
  if (name === host.toLowerCase() || isLoopback(name)) return true;
  return (
    !isLoopback(host) && (isIP(name) !== 0 || /^(host|gateway)\.(docker|containers)\.internal$/.test(name))
  );
}
