import type { ModelLimits, ModelRef } from '../routing/chat';
import { ProviderError } from '../routing/errors';
import { ownDetails } from './ownDetails';

/** All it takes to call one model. */
export interface ModelConnection {
  readonly ref: ModelRef;
  /** Undefined or '' where the endpoint wants none, as local ones do. */
  readonly apiKey: string | undefined;
  /** Sent with every call, for example a gateway's own token; treated as secrets. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** The host's own fetch, where proxies and certificates are set; `globalThis.fetch` if left out. */
  readonly fetch?: typeof globalThis.fetch | undefined;
  readonly timeouts?: Timeouts;
  /** What is known of the model; nothing if left out. */
  readonly limits?: ModelLimits;
}

/** In milliseconds; infinite where there is no limit. */
export interface Timeouts {
  /** From the call to the first byte of the answer: loading a local model and thinking both fall in here. */
  readonly firstByteMs: number;
  /** The longest silence between two bytes after that. */
  readonly silenceMs: number;
}

/** Some endpoints say nothing while their models think. */
export const defaultTimeouts: Timeouts = { firstByteMs: 1_200_000, silenceMs: 600_000 };

/**
 * The key as it can be sent: without the white space that comes along when it is pasted.
 *
 * @returns undefined when there is none
 * @throws ProviderError `wrong-key` when no header can carry it; the platform's own error would quote it
 */
export function sendableKey(connection: ModelConnection): string | undefined {
  const key = connection.apiKey?.trim() ?? '';
  if (key === '') return undefined;
  if (!/^[\x21-\x7e]+$/.test(key)) {
    throw new ProviderError(connection.ref, { code: 'wrong-key', status: undefined });
  }
  return key;
}

/** A shorter value of a header is no secret, and taking it out of a message would leave nothing to read. */
const shortestSecret = 4;

/** What no message may quote: the key, and the values of further headers. */
export function secretsOf({ headers = {} }: ModelConnection, key: string | undefined): readonly string[] {
  const values = Object.values(headers).filter((value) => value.length >= shortestSecret);
  return key === undefined ? values : [key, ...values];
}

/** @throws ProviderError `not-a-model-endpoint` unless the model's URL is one that can be called */
export function requireWebUrl(ref: ModelRef): void {
  if (!URL.canParse(ref.baseUrl) || !/^https?:$/.test(new URL(ref.baseUrl).protocol)) {
    throw new ProviderError(ref, {
      code: 'not-a-model-endpoint',
      detail: ownDetails.noWebAddress,
    });
  }
}
