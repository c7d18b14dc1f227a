import { messageOf, type ProviderProblem } from '../../routing/errors';

const longestDetail = 300;

/**
 * Sorts what a model of the editor throws into a problem that a user can act upon.
 *
 * @param answering whether a part of the answer has come
 */
export function editorProblem(error: unknown, answering: boolean): ProviderProblem {
  const detail = messageOf(error).replace(/\s+/g, ' ').trim().slice(0, longestDetail);
  if (answering) return { code: 'cut-off', detail };
  switch (codeOf(error)) {
    case 'NoPermissions':
      return { code: 'no-consent' };
    case 'NotFound':
      return { code: 'not-offered' };
    case 'Blocked':
      return { code: 'blocked', detail };
    default:
      // Vendors word their quotas in errors of their own.
      return /quota|rate.?limit|allowance|too many requests/i.test(detail)
        ? { code: 'blocked', detail }
        : { code: 'model-failed', detail };
  }
}

/** Of a `LanguageModelError`, which the editor documents by this property. */
function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}
