import type { Refusal, RefusalKind } from '../refusal';

export function anthropicStatus({ kind }: Refusal): number {
  return errors[kind].status;
}

export function anthropicError({ kind, message }: Refusal): object {
  return { type: 'error', error: { type: errors[kind].type, message } };
}

const errors: Readonly<Record<RefusalKind, { readonly status: number; readonly type: string }>> = {
  invalid: { status: 400, type: 'invalid_request_error' },
  'wrong-token': { status: 401, type: 'authentication_error' },
  'no-credit': { status: 402, type: 'billing_error' },
  forbidden: { status: 403, type: 'permission_error' },
  'unknown-path': { status: 404, type: 'not_found_error' },
  'unknown-model': { status: 404, type: 'not_found_error' },
  'wrong-method': { status: 405, type: 'invalid_request_error' },
  'no-upgrade': { status: 426, type: 'invalid_request_error' },
  'too-large': { status: 413, type: 'request_too_large' },
  'prompt-too-long': { status: 400, type: 'invalid_request_error' },
  'rate-limited': { status: 429, type: 'rate_limit_error' },
  internal: { status: 500, type: 'api_error' },
  'not-ready': { status: 503, type: 'api_error' },
  misconfigured: { status: 502, type: 'api_error' },
  'upstream-failed': { status: 502, type: 'api_error' },
  overloaded: { status: 529, type: 'overloaded_error' },
  'timed-out': { status: 504, type: 'timeout_error' },
  closing: { status: 503, type: 'api_error' },
};
