import type { Timeouts } from './connection';

/** The most milliseconds that a timer takes: for ever, as far as one call goes. */
export const longestTimer = 2_147_483_647;

/** Gives up on an endpoint that has fallen silent. */
export interface Watchdog {
  /** Aborted once the endpoint has been silent for too long. */
  readonly signal: AbortSignal;
  /** Something arrived: start counting anew. */
  heard(): void;
  /** While the reader is busy, silence is not the endpoint's fault. */
  pause(): void;
  resume(): void;
  stop(): void;
}

/** Starts counting at once, as for a call that is being made. */
export function startWatchdog(timeouts: Timeouts): Watchdog {
  const controller = new AbortController();
  let patience = timeouts.firstByteMs;
  let paused = false;
  let timer: NodeJS.Timeout | undefined;
  const restart = () => {
    clearTimeout(timer);
    if (!paused) timer = setTimeout(() => controller.abort(), Math.min(patience, longestTimer));
  };
  const setPaused = (now: boolean) => {
    paused = now;
    restart();
  };
  restart();
  return {
    signal: controller.signal,
    heard() {
      patience = timeouts.silenceMs;
      restart();
    },
    pause: () => setPaused(true),
    resume: () => setPaused(false),
    stop: () => setPaused(true),
  };
}
