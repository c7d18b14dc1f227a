import Anthropic from '@anthropic-ai/sdk';
import OpenAI from 'openai';
import type { ProviderProblem } from '../routing/errors';
import { ownDetails } from './ownDetails';
import { field } from './wireValue';

/** How far a call had come, and what no message may quote. */
export interface Circumstances {
  readonly secrets: readonly string[];
  /** Text of the answer has arrived. */
  readonly answering: boolean;
}

/** What the endpoint said, in whichever shape it said it. */
interface Refusal {
  readonly status: number;
  /** Undefined unless the body was JSON of a kind that model APIs send. */
  readonly message: string | undefined;
  readonly codes: readonly string[];
  readonly headers: Headers | undefined;
}

const longestDetail = 300;

/**
 * Sorts anything the SDKs, fetch or the endpoint throw into one of the problems a user can act upon. The
 * error itself is not kept: it may quote the key or the prompt.
 */
export function problemOf(error: unknown, { secrets, answering }: Circumstances): ProviderProblem {
  const problem = redacted(classify(error), secrets);
  if (!answering || problem.code === 'cut-off') return problem;
  // Whatever the cause, to the user half an answer is what happened.
  const words = 'detail' in problem ? problem.detail : 'said' in problem ? problem.said : '';
  return { code: 'cut-off', detail: words || problem.code };
}

function redacted(problem: ProviderProblem, secrets: readonly string[]): ProviderProblem {
  if ('detail' in problem) return { ...problem, detail: presentable(problem.detail, secrets) };
  return 'said' in problem && problem.said !== undefined
    ? { ...problem, said: presentable(problem.said, secrets) }
    : problem;
}

function classify(error: unknown): ProviderProblem {
  if (
    error instanceof OpenAI.APIConnectionTimeoutError ||
    error instanceof Anthropic.APIConnectionTimeoutError
  ) {
    return { code: 'timed-out' };
  }
  if (error instanceof OpenAI.APIConnectionError || error instanceof Anthropic.APIConnectionError) {
    return { code: 'unreachable', detail: networkDetail(error.cause) };
  }
  if (error instanceof OpenAI.APIError || error instanceof Anthropic.APIError) {
    return classifyRefusal(refusalOf(error));
  }
  if (error instanceof SyntaxError) return { code: 'cut-off', detail: ownDetails.streamDamaged };
  return { code: 'cut-off', detail: networkDetail(error) };
}

function classifyRefusal(refusal: Refusal): ProviderProblem {
  const { status, message } = refusal;
  const detail = message ?? '';
  if (status >= 300 && status < 400) {
    const target = refusal.headers?.get('location') ?? '?';
    return { code: 'not-a-model-endpoint', detail: `HTTP ${status} → ${target}` };
  }
  if (says(refusal, noCredit)) return { code: 'no-credit', status };
  if (status >= 500) return { code: 'overloaded', status, detail };
  if (status === 429) {
    const retryAfterSeconds = retryAfter(refusal.headers);
    return { code: 'rate-limited', status, retryAfterSeconds, ...(detail !== '' && { said: detail }) };
  }
  if (status === 401 || says(refusal, keyRefused)) return { code: 'wrong-key', status };
  if (says(refusal, modelNotFound)) return { code: 'model-not-found', status };
  if (status === 403) return { code: 'wrong-key', status };
  if (status === 408) return { code: 'timed-out' };
  if (status === 413 || says(refusal, promptTooLong)) return { code: 'prompt-too-long', status, detail };
  if (status === 404 || status === 405 || message === undefined) {
    return { code: 'not-a-model-endpoint', detail: detail === '' ? `HTTP ${status}` : detail };
  }
  return { code: 'rejected', status, detail };
}

/** How endpoints say a thing that HTTP has no status of its own for. */
interface Wording {
  readonly statuses: readonly number[];
  readonly codes: readonly string[];
  readonly words: RegExp;
}

const noCredit: Wording = {
  statuses: [402],
  codes: ['insufficient_quota', 'billing_error', 'insufficient_balance'],
  words: /credit balance is too low|insufficient (credits|balance|quota)/i,
};
const keyRefused: Wording = {
  statuses: [],
  codes: ['invalid_api_key'],
  words: /api.?key.{0,20}\b(not valid|invalid|incorrect)|(invalid|incorrect) api.?key\b/i,
};
const modelNotFound: Wording = {
  statuses: [],
  codes: ['model_not_found', 'invalid_model', 'DeploymentNotFound'],
  words:
    /^model: |no endpoints found|not a valid model|invalid model\b|\bmodel\b.*(not found|not exist)|not find.*\bmodel\b/i,
};
const promptTooLong: Wording = {
  statuses: [],
  codes: [
    'context_length_exceeded',
    'string_above_max_length',
    'request_too_large',
    'exceed_context_size_error',
  ],
  words:
    /(prompt|input|request|context).*(too (long|large|many tokens)|exceeds?\b.*\b(context|limit|length))|maximum context length/i,
};

function says(refusal: Refusal, wording: Wording): boolean {
  return (
    wording.statuses.includes(refusal.status) ||
    (refusal.status < 500 &&
      (refusal.codes.some((code) => wording.codes.includes(code)) ||
        wording.words.test(refusal.message ?? '')))
  );
}

/** What the types of an error event in mid-stream would have been as a status. */
const statusOfType: Readonly<Record<string, number>> = {
  invalid_request_error: 400,
  authentication_error: 401,
  billing_error: 402,
  permission_error: 403,
  not_found_error: 404,
  request_too_large: 413,
  insufficient_quota: 429,
  rate_limit_error: 429,
  rate_limit_exceeded: 429,
  api_error: 500,
  server_error: 500,
  timeout_error: 504,
  overloaded_error: 529,
};

function refusalOf(error: InstanceType<typeof OpenAI.APIError | typeof Anthropic.APIError>): Refusal {
  // The one SDK unwraps the envelope { error: … }, the other does not.
  const body: unknown = error.error;
  const inner = field(body, 'error') ?? body;
  const codes = [field(inner, 'code'), field(inner, 'type'), field(inner, 'status')];
  const named = codes.flatMap((code) => (typeof code === 'string' ? [code] : []));
  const numeric = codes.map(Number).find((code) => code >= 400 && code < 600);
  return {
    status:
      error.status ??
      numeric ??
      named.map((name) => statusOfType[name]).find((status) => status !== undefined) ??
      500,
    message: endpointMessage(body),
    codes: named,
    headers: error.headers,
  };
}

/**
 * The words of an error body as OpenAI, Anthropic, FastAPI or Ollama send it.
 *
 * @returns undefined when it is none of these, for example a web page
 */
export function endpointMessage(body: unknown): string | undefined {
  const inner = field(body, 'error') ?? body;
  const candidates = [
    inner,
    field(inner, 'message'),
    field(inner, 'detail'),
    field(field(inner, 'detail'), '0'),
  ];
  for (const candidate of candidates) {
    const worded = typeof candidate === 'string' ? candidate : field(candidate, 'msg');
    if (typeof worded !== 'string') continue;
    const cause = causeBehind(inner);
    return cause === undefined || worded.includes(cause) ? worded : `${worded}: ${cause}`;
  }
  return undefined;
}

/** What the vendor behind a gateway said, as OpenRouter hands it on. */
function causeBehind(error: unknown): string | undefined {
  const raw = field(field(error, 'metadata'), 'raw');
  if (typeof raw !== 'string' || raw.trim() === '') return undefined;
  try {
    const body: unknown = JSON.parse(raw);
    return endpointMessage(Array.isArray(body) ? body[0] : body) ?? raw;
  } catch {
    return raw;
  }
}

/** Seconds, from either form of the header (RFC 9110 §10.2.3). */
function retryAfter(headers: Headers | undefined): number | undefined {
  const value = headers?.get('retry-after')?.trim();
  if (value === undefined || value === '') return undefined;
  const seconds = /^\d+(\.\d+)?$/.test(value) ? Number(value) : (Date.parse(value) - Date.now()) / 1000;
  return Number.isFinite(seconds) ? Math.max(0, Math.ceil(seconds)) : undefined;
}

/** The system's own word for it ("connect ECONNREFUSED 127.0.0.1:11434"), which lies deepest. */
function networkDetail(error: unknown): string {
  let deepest: string = ownDetails.connectionFailed;
  for (let cause = error; cause !== undefined && cause !== null; cause = field(cause, 'cause')) {
    const attempts = field(cause, 'errors');
    const words = field(Array.isArray(attempts) ? attempts[0] : cause, 'message') || field(cause, 'code');
    if (typeof words === 'string' && words !== '') deepest = words;
    if (unknownAuthority.test(String(field(cause, 'code')))) return `${deepest}; ${authorityHint}`;
  }
  return deepest;
}

const unknownAuthority =
  /^(SELF_SIGNED_CERT_IN_CHAIN|DEPTH_ZERO_SELF_SIGNED_CERT|UNABLE_TO_(GET|VERIFY)_\w+)$/;
const authorityHint =
  'where a proxy has a certificate authority of its own, have the system trust it, or name its file in NODE_EXTRA_CA_CERTS';

/** One line that is fit to be shown: without secrets, and not a whole page. */
function presentable(detail: string, secrets: readonly string[]): string {
  const line = detail.replace(/\s+/g, ' ').trim();
  const safe = secrets.reduce((text, secret) => text.replaceAll(secret, '…'), line);
  return safe.length > longestDetail ? `${safe.slice(0, longestDetail)}…` : safe;
}
