/** When a client is told that its answer is still under way. In milliseconds. */
export interface Patience {
  /** From the decision to the headers of a stream, where nothing has been said until then. */
  readonly streamMs: number;
  /** The same for an answer in one piece, which until then may still become an HTTP error. */
  readonly wholeMs: number;
  /** The longest silence after that. */
  readonly silenceMs: number;
}

/**
 * In two seconds most endpoints that refuse have done so. Programs give up on a whole answer after five minutes at the
 * earliest, and on a stream that is silent after less than one.
 */
export const usualPatience: Patience = { streamMs: 2_000, wholeMs: 240_000, silenceMs: 4_000 };

/** Beats where nothing else is heard. */
export interface Pulse {
  /** Something was sent: the silence begins anew. */
  heard(): void;
  stop(): void;
}

/** @param firstMs until the first beat; `silenceMs` from one to the next */
export function startPulse(beat: () => void, firstMs: number, silenceMs: number): Pulse {
  let timer = setTimeout(tick, firstMs);
  function tick() {
    beat();
    timer = setTimeout(tick, silenceMs);
  }
  return {
    heard: () => {
      clearTimeout(timer);
      timer = setTimeout(tick, silenceMs);
    },
    stop: () => clearTimeout(timer),
  };
}
