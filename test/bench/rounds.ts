/** One thing to be timed: how it takes one prompt. */
export interface Contender {
  readonly name: string;
  readonly take: (prompt: string) => Promise<unknown>;
}

/** Milliseconds for one prompt, the mean over a round's prompts. */
export interface Time {
  /** As people wait for it. */
  readonly clock: number;
  /** As the processor works for it, all threads of this process together; what a busy machine disturbs least. */
  readonly processor: number;
}

/** Each contender's time in each round. */
export type Timings = ReadonlyMap<string, readonly Time[]>;

/**
 * Times contenders in rounds, each taking all prompts of a round before the next contender does: what else the machine
 * does then slows all of them alike. A first round warms up and is not counted; nor is a first prompt of each turn, if
 * there are several, for the contender before may have left the weights in the processor's caches, or others there.
 *
 * @param promptsOf the prompts of a round; consecutive ones must differ, since the encoder remembers the last
 */
export async function timeRounds(
  contenders: readonly Contender[],
  rounds: number,
  promptsOf: (round: number) => readonly string[],
): Promise<Timings> {
  const timings = new Map<string, Time[]>(contenders.map(({ name }) => [name, []]));
  for (let round = 0; round <= rounds; round++) {
    const prompts = promptsOf(round);
    for (const { name, take } of contenders) {
      const last = prompts.at(-1);
      if (prompts.length > 1 && last !== undefined) await take(last);
      const started = performance.now();
      const before = process.cpuUsage();
      for (const prompt of prompts) await take(prompt);
      const { user, system } = process.cpuUsage(before);
      const time = {
        clock: (performance.now() - started) / prompts.length,
        processor: (user + system) / 1000 / prompts.length,
      };
      if (round > 0) timings.get(name)?.push(time);
    }
  }
  return timings;
}

/** A figure over the rounds: its median and the middle half of them. */
export interface Spread {
  readonly median: number;
  readonly low: number;
  readonly high: number;
}

/** @returns the median and the quartiles, between two values at the nearer one's side in proportion */
export function spreadOf(values: readonly number[]): Spread {
  const ranked = values.toSorted((a, b) => a - b);
  const at = (share: number) => {
    const place = share * (ranked.length - 1);
    const below = ranked[Math.floor(place)] ?? Number.NaN;
    const above = ranked[Math.ceil(place)] ?? Number.NaN;
    return below + (above - below) * (place - Math.floor(place));
  };
  return { median: at(0.5), low: at(0.25), high: at(0.75) };
}

/** One contender's time, or with `base` its time over another's, round by round. */
export function timesOf(timings: Timings, kind: keyof Time, name: string, base?: string): number[] {
  const times = timings.get(name) ?? [];
  if (base === undefined) return times.map((time) => time[kind]);
  const bases = timings.get(base) ?? [];
  return times.map((time, round) => time[kind] / (bases[round]?.[kind] ?? Number.NaN));
}

/** The median, the quartiles in brackets. */
export function showSpread(values: readonly number[], digits: number): string {
  const { median, low, high } = spreadOf(values);
  return `${median.toFixed(digits)} (${low.toFixed(digits)}–${high.toFixed(digits)})`;
}
