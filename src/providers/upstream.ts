import type { FinishReason, StreamPart, Usage } from '../routing/chat';
import { ProviderError } from '../routing/errors';
import { defaultTimeouts, type ModelConnection, requireWebUrl, secretsOf, sendableKey } from './connection';
import { ownDetails } from './ownDetails';
import { problemOf } from './problems';
import { transportOf } from './transport';
import { startWatchdog } from './watchdog';

/** What the two wire formats have in common. */
export type UpstreamEvent =
  | AnswerPart
  /** Cumulative: a later one replaces an earlier one. */
  | { readonly type: 'usage'; readonly usage: Usage }
  /** The endpoint said that the answer is whole. */
  | { readonly type: 'finished'; readonly reason: FinishReason; readonly meanLogProbability?: number };

/** What the model itself said. */
type AnswerPart = Exclude<StreamPart, { readonly type: 'finish' | 'usage' }>;

/** One call as a provider's SDK makes it. */
export interface Call {
  readonly fetch: ReturnType<typeof transportOf>;
  readonly signal: AbortSignal;
}

/**
 * Runs one call and holds every provider to the same promises: a silent endpoint is given up on, an answer
 * that ends without saying so was cut off, every failure is a {@link ProviderError}, and leaving early or
 * aborting closes the connection.
 *
 * @param keyHeaders the headers in which this provider wants a key
 * @param open starts the call and reads its events
 * @throws ProviderError
 * @throws the signal's reason when `signal` was aborted
 */
export async function* readUpstream(
  connection: ModelConnection,
  keyHeaders: (key: string) => Readonly<Record<string, string>>,
  signal: AbortSignal,
  open: (call: Call) => AsyncIterable<UpstreamEvent>,
): AsyncGenerator<StreamPart> {
  signal.throwIfAborted();
  const { ref } = connection;
  requireWebUrl(ref);
  const key = sendableKey(connection);
  const watchdog = startWatchdog(connection.timeouts ?? defaultTimeouts);
  let answering = false;
  let finish: Extract<StreamPart, { type: 'finish' }> | undefined;
  let usage: Usage | undefined;
  try {
    const events = open({
      fetch: transportOf(connection, key === undefined ? {} : keyHeaders(key), watchdog.heard),
      signal: AbortSignal.any([signal, watchdog.signal]),
    });
    for await (const event of events) {
      if (event.type === 'usage') {
        usage = event.usage;
      } else if (event.type === 'finished') {
        finish = { ...event, type: 'finish' };
      } else if (!isEmpty(event)) {
        answering = true;
        watchdog.pause();
        yield event;
        watchdog.resume();
      }
    }
    // The SDKs end an aborted stream, too, as if it were whole.
    if (finish === undefined) {
      throw new ProviderError(
        ref,
        watchdog.signal.aborted
          ? silenceProblem(answering)
          : { code: 'cut-off', detail: ownDetails.streamEnded },
      );
    }
  } catch (error) {
    signal.throwIfAborted();
    // A connection that breaks after the whole answer has cost at most the token counts.
    if (finish === undefined) {
      if (error instanceof ProviderError) throw error;
      throw new ProviderError(
        ref,
        watchdog.signal.aborted
          ? silenceProblem(answering)
          : problemOf(error, { secrets: secretsOf(connection, key), answering }),
      );
    }
  } finally {
    watchdog.stop();
  }
  if (finish !== undefined) yield finish;
  if (usage !== undefined) yield { type: 'usage', usage };
}

function isEmpty(part: AnswerPart): boolean {
  return (part.type === 'text' || part.type === 'thinking') && part.text === '';
}

function silenceProblem(answering: boolean) {
  return answering
    ? ({ code: 'cut-off', detail: ownDetails.silent } as const)
    : ({ code: 'timed-out' } as const);
}
