import { type EndpointHeaders, readEndpointHeaders } from '../node/endpointHeaders';
import type { ModelRef, Pair, Side } from '../routing/chat';
import { type Json, objectAt, refuseOthers, wrong } from './configurationJson';
import { type ServePolicies, servePolicies } from './servePolicies';

/** What `turnout serve` is told by its flags; each goes before the file's. */
export interface ServeFlags {
  readonly strongUrl?: string;
  readonly strongModel?: string;
  readonly strongProvider?: WebProvider;
  readonly weakUrl?: string;
  readonly weakModel?: string;
  readonly weakProvider?: WebProvider;
  readonly router?: string;
  readonly strongShare?: number;
  readonly silenceLimit?: number;
}

export const webProviders = ['openai', 'anthropic'] as const;
export type WebProvider = (typeof webProviders)[number];

/** What is served. */
export interface ServeConfiguration {
  readonly pair: Pair<ModelRef>;
  /** Sent to each endpoint with every call. */
  readonly headers: Pair<EndpointHeaders>;
  /** Undefined for the default one, which alone may fall back. */
  readonly router: string | undefined;
  /** In [0, 1]. */
  readonly strongShare: number;
  /** In seconds; undefined for what suits each endpoint. */
  readonly silenceLimit: number | undefined;
  /** The user's own, as the file holds them. */
  readonly prices: unknown;
  readonly policies: ServePolicies;
}

const defaultStrongShare = 0.5;

/** Where the keys of the two models are read from. */
export const keyVariables: Pair<string> = { strong: 'TURNOUT_STRONG_KEY', weak: 'TURNOUT_WEAK_KEY' };

const keyHint = `Keys are read from the environment alone: ${keyVariables.strong} and ${keyVariables.weak}.`;

/**
 * Puts flags and file together.
 *
 * @param file the JSON of `--config`, undefined without one
 * @param environment where headers may take values from
 * @throws TurnoutError `bad-input`, naming the flag or the field
 */
export function serveConfiguration(
  flags: ServeFlags,
  file: unknown,
  environment: NodeJS.ProcessEnv,
): ServeConfiguration {
  const json = file === undefined ? {} : objectAt(file, 'The file');
  refuseOthers(
    json,
    ['strong', 'weak', 'router', 'strongShare', 'prices', 'silenceLimit', 'budget', 'drafts', 'sensitive'],
    '',
    keyHint,
  );
  const router = flags.router ?? json.router;
  if (router !== undefined && typeof router !== 'string') throw wrong('"router" must be a string.');
  const strongShare = flags.strongShare ?? json.strongShare ?? defaultStrongShare;
  if (typeof strongShare !== 'number' || !(strongShare >= 0 && strongShare <= 1)) {
    throw wrong('"strongShare" must be a number from 0 to 1.');
  }
  const silenceLimit = flags.silenceLimit ?? json.silenceLimit;
  if (silenceLimit !== undefined && !(typeof silenceLimit === 'number' && silenceLimit >= 0)) {
    throw wrong('"silenceLimit" must be a number of seconds, 0 or more.');
  }
  return {
    pair: { strong: modelOf('strong', flags, json), weak: modelOf('weak', flags, json) },
    headers: { strong: headersOf('strong', json, environment), weak: headersOf('weak', json, environment) },
    router,
    strongShare,
    silenceLimit,
    prices: json.prices,
    policies: servePolicies(json),
  };
}

function modelOf(side: Side, flags: ServeFlags, json: Json): ModelRef {
  const written = writtenOf(side, json);
  const provider = flags[`${side}Provider`] ?? written.provider ?? 'openai';
  const baseUrl = flags[`${side}Url`] ?? written.baseUrl;
  const model = flags[`${side}Model`] ?? written.model;
  if (!webProviders.some((known) => known === provider)) {
    throw wrong(`"${side}.provider" must be ${webProviders.join(' or ')}.`);
  }
  if (typeof baseUrl !== 'string' || typeof model !== 'string' || model === '') {
    throw wrong(
      `Name the ${side} model: --${side}-url URL --${side}-model NAME, or "${side}": {"baseUrl", "model"} in the file of --config.`,
    );
  }
  if (!URL.canParse(baseUrl) || !/^https?:$/.test(new URL(baseUrl).protocol)) {
    throw wrong(`The address of the ${side} model, ${baseUrl}, does not begin with http:// or https://.`);
  }
  const url = new URL(baseUrl);
  if (url.username !== '' || url.password !== '' || url.search !== '') {
    throw wrong(`The address of the ${side} model may hold no key: set ${keyVariables[side]}.`);
  }
  return { provider: provider as WebProvider, baseUrl, model };
}

function headersOf(side: Side, json: Json, environment: NodeJS.ProcessEnv): EndpointHeaders {
  return readEndpointHeaders(writtenOf(side, json).headers, environment, `"${side}.headers"`);
}

function writtenOf(side: Side, json: Json): Json {
  const written = json[side] === undefined ? {} : objectAt(json[side], `"${side}"`);
  refuseOthers(written, ['provider', 'baseUrl', 'model', 'headers'], `${side}.`, keyHint);
  return written;
}
