import { createHash } from 'node:crypto';
import { setImmediate as breathe } from 'node:timers/promises';
import type { Side } from '../../routing/chat';
import {
  designOf,
  fitHead,
  headSettings,
  type Observation,
  type PersonalHead,
} from '../../routing/learning/personalHead';
import { evidenceOf, type Signal } from '../../routing/learning/preference';
import { leastSignals, type Trial, tryHead } from '../../routing/learning/trial';
import type { Entry } from '../../routing/ledger/ledger';
import type { Embedding, Estimate } from '../../routing/router';
import { isPaused } from './pause';
import {
  createSignalFile,
  packEmbedding,
  type SignalFile,
  type StoredSignal,
  unpackEmbedding,
} from './signalFile';

/** What a door tells of a person's signal; which side answered, and to what, is known here from the entry. */
export type ShownSignal =
  | { readonly kind: 'verdict'; readonly entry: string; readonly helpful: boolean }
  | { readonly kind: 'edit'; readonly entry: string; readonly accepted: boolean }
  /** The other model was asked as well. */
  | { readonly kind: 'retried'; readonly entry: string }
  /** Of two answers to one prompt, the one of this entry was kept. */
  | { readonly kind: 'kept'; readonly entry: string };

/** `unknown-entry`: of an answer of another window or before a restart, or decided without a readable prompt. */
export type Recorded = 'recorded' | 'unknown-entry' | 'paused';

/** A prompt on its way through the dispatcher. */
export interface Asked {
  readonly prompt: string;
  readonly router: string;
  readonly embed: () => Promise<Embedding>;
}

export interface LearningState {
  readonly paused: boolean;
  readonly signals: readonly StoredSignal[];
  readonly skippedLines: number;
  /** Of the router's signals about the present pair; undefined before there are enough. */
  readonly trial: Trial | undefined;
}

/** Learns from a person's signals, and corrects win rates once that has proved better than not to. */
export interface Learning {
  /**
   * The estimate as it should be used: what was learnt applied, or unchanged. What was learnt is looked up while the
   * estimate is still made. Rejects only as that does.
   */
  personalise(estimate: Estimate | Promise<Estimate>, asked: Asked): Promise<Estimate>;
  /** Tells which prompt an entry answered, so that a signal about the entry can be kept without its text. */
  answered(entry: Entry, prompt: string): void;
  /** @throws when the signal could not be written */
  record(shown: ShownSignal): Promise<Recorded>;
  /**
   * Takes a verdict on an answer back: nothing of it is kept, and nothing learnt from it is used. Paused or not.
   *
   * @throws when it could not be removed
   */
  withdraw(entry: string): Promise<void>;
  state(router: string): Promise<LearningState>;
  /** Forgets what this process remembers of prompts; what is on disk stays. */
  forget(): void;
}

export interface LearningOptions {
  readonly folder: string;
  /** Whether signals about the prompts of this process may come; else no embedding of them is remembered. */
  readonly hearsSignals: boolean;
  /** Which encoder the embeddings are from. */
  readonly encoder: () => Promise<string>;
  /** Told of signals that cannot be read; the frozen router decides alone then. */
  readonly onTrouble: (error: unknown) => void;
}

/** Prompts and answers that signals may still come for, in this process's memory. */
const remembered = 500;

/** The newest signals that a head learns from: a fit takes time in the cube of their number. */
const mostObservations = 400;

/** A head is fitted again after a twentieth more signals, but not for fewer than these. */
const refitAfter = 5;

interface Decided {
  readonly embedding: string;
  readonly router: string;
  readonly winRate: number;
}

interface Answered extends Decided {
  readonly side: Side;
  readonly pair: StoredSignal['pair'];
}

interface Fitted {
  /** The last signal it learnt from. */
  readonly newest: string;
  readonly trial: Trial;
  readonly head: PersonalHead | undefined;
}

export function createLearning({ folder, hearsSignals, encoder, onTrouble }: LearningOptions): Learning {
  const decided = new Map<string, Decided>();
  const answers = new Map<string, Answered>();
  const fitted = new Map<string, Fitted>();
  const fitting = new Map<string, Promise<void>>();
  let file: SignalFile | undefined;
  let read: {
    readonly stamp: string;
    readonly signals: readonly StoredSignal[];
    readonly skippedLines: number;
  } = {
    stamp: '',
    signals: [],
    skippedLines: 0,
  };
  let pair: StoredSignal['pair'] | undefined;

  const open = async () => {
    file ??= createSignalFile(folder, await encoder());
    return file;
  };

  /** Reads the signals where another process or this one has changed them. */
  const refresh = async () => {
    const signals = await open();
    const stamp = await signals.stamp();
    if (stamp === read.stamp) return read;
    const before = read.signals.length;
    read = { stamp, ...(await signals.readAll()) };
    // What was learnt from a signal goes with it, whichever window took it back.
    if (read.signals.length < before) fitted.clear();
    return read;
  };

  /** A head belongs to one router, whose win rates it corrects, and to one pair, which the signals are about. */
  const relevant = (router: string): readonly StoredSignal[] => {
    const about = pair ?? read.signals.at(-1)?.pair;
    const own = read.signals.filter(
      (one) => one.router === router && one.pair.strong === about?.strong && one.pair.weak === about.weak,
    );
    return standing(own).slice(-mostObservations);
  };

  const refit = async (signals: readonly StoredSignal[], key: string) => {
    const design = designOf(signals.map(observationOf), headSettings);
    const trial = await inSlices(tryHead(design));
    const head = trial.passed ? await inSlices(fitHead(design)) : undefined;
    fitted.set(key, { newest: idOf(signals.at(-1)), trial, head });
  };

  /**
   * The head to use now. A newer one is fitted while the present one is used.
   *
   * @param first whether the first one of a process is waited for, which may take seconds where there are many signals
   */
  const headFor = async (router: string, first: 'wait' | 'do-without'): Promise<Fitted | undefined> => {
    const signals = relevant(router);
    const key = JSON.stringify([router, signals.at(-1)?.pair]);
    const present = fitted.get(key);
    const newer = signals.length - 1 - signals.map(idOf).lastIndexOf(present?.newest ?? '');
    const isErased = newer === signals.length;
    if (isErased) fitted.delete(key);
    if (signals.length < leastSignals) return undefined;
    if (present !== undefined && newer < Math.max(refitAfter, signals.length / 20)) return present;
    const running = fitting.get(key) ?? refit(signals, key).finally(() => fitting.delete(key));
    fitting.set(key, running);
    if (first === 'wait' && (present === undefined || isErased)) await running;
    else running.catch(onTrouble);
    return fitted.get(key);
  };

  /** Undefined where there is nothing to do about a prompt: learning is paused, or without anything learnt or to be learnt. */
  const learntFor = async (
    router: string,
  ): Promise<{ readonly head: PersonalHead | undefined } | undefined> => {
    try {
      if (await isPaused(folder)) return undefined;
      await refresh();
      // No prompt in an editor waits for what can be had with the next one.
      const { head } = (await headFor(router, hearsSignals ? 'do-without' : 'wait')) ?? {};
      return head === undefined && !hearsSignals ? undefined : { head };
    } catch (error) {
      onTrouble(error);
      return undefined;
    }
  };

  return {
    personalise: async (scored, { prompt, router, embed }) => {
      const [estimate, learnt] = await Promise.all([scored, learntFor(router)]);
      if (learnt === undefined) return estimate;
      try {
        const { values } = await embed();
        if (hearsSignals) {
          const { winRate } = estimate;
          keep(decided, keyOf(prompt), { embedding: packEmbedding(values), router, winRate });
        }
        return learnt.head?.personalise(estimate, values) ?? estimate;
      } catch (error) {
        // Without anything learnt there is nothing that is not used; that the encoder is missing is said elsewhere.
        if (learnt.head !== undefined) onTrouble(error);
        return estimate;
      }
    },
    answered: (entry, prompt) => {
      if (entry.kind === 'practice') return;
      pair = { strong: entry.pair.strong.model, weak: entry.pair.weak.model };
      const known = decided.get(keyOf(prompt));
      if (known !== undefined) keep(answers, entry.id, { ...known, side: entry.decision.model, pair });
    },
    record: async (shown) => {
      if (await isPaused(folder)) return 'paused';
      const answer = answers.get(shown.entry);
      if (answer === undefined) return 'unknown-entry';
      const { side, ...known } = answer;
      const { entry, ...rest } = shown;
      const signal: Signal = { ...rest, side };
      await (await open()).append({ version: 1, time: new Date().toISOString(), entry, ...known, signal });
      return 'recorded';
    },
    withdraw: async (entry) => {
      await (await open()).removeVerdicts(entry);
      fitted.clear();
    },
    state: async (router) => {
      const { signals, skippedLines } = await refresh();
      const trial = (await headFor(router, 'wait'))?.trial;
      return { paused: await isPaused(folder), signals, skippedLines, trial };
    },
    forget: () => {
      decided.clear();
      answers.clear();
      fitted.clear();
    },
  };
}

/** Of signals of one kind about one answer to a prompt the last stands; a retry is told by what was kept, where that is known. */
function standing(signals: readonly StoredSignal[]): StoredSignal[] {
  const last = new Map<string, StoredSignal>();
  const compared = new Set<string>();
  for (const stored of signals) {
    const { embedding, signal } = stored;
    const key = signal.kind === 'kept' ? `${embedding} kept` : `${embedding} ${signal.kind} ${signal.side}`;
    last.delete(key);
    last.set(key, stored);
    if (signal.kind === 'kept') compared.add(embedding);
  }
  return [...last.values()].filter(
    ({ embedding, signal }) => signal.kind !== 'retried' || !compared.has(embedding),
  );
}

function observationOf({ embedding, winRate, signal }: StoredSignal): Observation {
  return {
    prompt: embedding,
    embedding: unpackEmbedding(embedding),
    winRate,
    evidence: evidenceOf(signal),
  };
}

function idOf(signal: StoredSignal | undefined): string {
  return signal === undefined ? '' : `${signal.time} ${signal.entry} ${signal.signal.kind}`;
}

/** Lets the host do other work between the steps of a fit. */
async function inSlices<T>(steps: Generator<undefined, T>): Promise<T> {
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
    await breathe();
  }
}

/** A prompt's text is not remembered, not even in memory. */
function keyOf(prompt: string): string {
  return createHash('sha256').update(prompt.toWellFormed(), 'utf8').digest('hex');
}

function keep<T>(map: Map<string, T>, key: string, value: T): void {
  map.delete(key);
  map.set(key, value);
  const [oldest] = map.keys();
  if (map.size > remembered && oldest !== undefined) map.delete(oldest);
}
