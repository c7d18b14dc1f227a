import { messageOf, ProviderError, TurnoutError } from '../routing/errors';
import { BadField } from './fields';
import { describeProviderProblem } from './problemWording';

/** Why a request gets no answer, in no wire format yet. */
export interface Refusal {
  readonly kind: RefusalKind;
  /** Says what is wrong and what to do. */
  readonly message: string;
  /** The field that is wrong, such as `messages.0.content`. */
  readonly field?: string;
  readonly retryAfterSeconds?: number;
  /** Methods the path knows, where the request's is none of them. */
  readonly allow?: string;
}

export type RefusalKind =
  | 'invalid'
  | 'wrong-token'
  | 'no-credit'
  | 'forbidden'
  | 'unknown-path'
  | 'unknown-model'
  | 'wrong-method'
  /** Another protocol is wanted, which nobody speaks here. */
  | 'no-upgrade'
  | 'too-large'
  | 'prompt-too-long'
  | 'rate-limited'
  | 'internal'
  /** Something must be set up first: models, a key, a router. */
  | 'not-ready'
  /** An endpoint is set up wrongly: sending the request again will not help. */
  | 'misconfigured'
  | 'upstream-failed'
  | 'overloaded'
  | 'timed-out'
  | 'closing';

/** What is said to whoever asks, or still waits, as the server stops. */
export const closing: Refusal = { kind: 'closing', message: 'Turnout’s server has been stopped.' };

/** Thrown by whatever reads a request. */
export class RefusedRequest extends Error {
  override readonly name = 'RefusedRequest';

  constructor(readonly refusal: Refusal) {
    super(refusal.message);
  }
}

/** What to tell a client about anything that was thrown on the way to its answer. */
export function refusalOf(error: unknown): Refusal {
  if (error instanceof RefusedRequest) return error.refusal;
  if (error instanceof BadField) return { kind: 'invalid', message: error.message, field: error.field };
  if (error instanceof TurnoutError) return turnoutRefusal(error);
  if (error instanceof ProviderError) return providerRefusal(error);
  return { kind: 'internal', message: `Something unexpected went wrong in Turnout: ${messageOf(error)}` };
}

function turnoutRefusal({ code, message }: TurnoutError): Refusal {
  switch (code) {
    case 'empty-prompt':
      return {
        kind: 'invalid',
        message: 'The last turn of the person asking holds no text.',
        field: 'messages',
      };
    case 'bad-input':
      return { kind: 'invalid', message };
    case 'unknown-router':
      return { kind: 'unknown-model', message, field: 'model' };
    default:
      return { kind: 'not-ready', message };
  }
}

/** An endpoint's refusal of Turnout is none of the client's, unless the client's request is what it refuses. */
function providerRefusal(error: ProviderError): Refusal {
  const { problem } = error;
  const message = describeProviderProblem(error);
  switch (problem.code) {
    case 'rejected':
      return { kind: 'invalid', message };
    case 'prompt-too-long':
    case 'no-credit':
    case 'overloaded':
    case 'timed-out':
      return { kind: problem.code, message };
    case 'rate-limited':
      return problem.retryAfterSeconds === undefined
        ? { kind: 'rate-limited', message }
        : { kind: 'rate-limited', message, retryAfterSeconds: problem.retryAfterSeconds };
    case 'wrong-key':
    case 'model-not-found':
    case 'not-a-model-endpoint':
    case 'not-offered':
    case 'no-consent':
    case 'blocked':
      return { kind: 'misconfigured', message };
    case 'unreachable':
    case 'cut-off':
    case 'model-failed':
      return { kind: 'upstream-failed', message };
  }
}
