import type { Refusal, RefusalKind } from '../refusal';

export function openAiStatus({ kind }: Refusal): number {
  return errors[kind].status;
}

export function openAiError({ kind, message, field }: Refusal): object {
  const { type, code } = errors[kind];
  return { error: { message, type, param: field?.replace(/\.(\d+)/g, '[$1]') ?? null, code } };
}

interface WireError {
  readonly status: number;
  readonly type: string;
  readonly code: string | null;
}

const invalid = (status: number, code: string | null): WireError => ({
  status,
  type: 'invalid_request_error',
  code,
});
const failed = (status: number, code: string | null): WireError => ({ status, type: 'server_error', code });

const errors: Readonly<Record<RefusalKind, WireError>> = {
  invalid: invalid(400, null),
  'wrong-token': invalid(401, 'invalid_api_key'),
  'no-credit': { status: 402, type: 'insufficient_quota', code: 'insufficient_quota' },
  forbidden: invalid(403, null),
  'unknown-path': invalid(404, 'unknown_url'),
  'unknown-model': invalid(404, 'model_not_found'),
  'wrong-method': invalid(405, 'method_not_supported'),
  'no-upgrade': invalid(426, 'upgrade_not_supported'),
  'too-large': invalid(413, 'request_too_large'),
  'prompt-too-long': invalid(400, 'context_length_exceeded'),
  'rate-limited': { status: 429, type: 'rate_limit_error', code: 'rate_limit_exceeded' },
  internal: failed(500, null),
  'not-ready': failed(503, 'not_ready'),
  misconfigured: failed(502, 'upstream_misconfigured'),
  'upstream-failed': failed(502, 'upstream_failed'),
  overloaded: failed(503, 'overloaded'),
  'timed-out': failed(504, 'timeout'),
  closing: failed(503, 'shutting_down'),
};
