import type { Side } from '../chat';

/** What a person showed of an answer, or of two answers to one prompt. */
export type Signal =
  /** A thumb, up or down. */
  | { readonly kind: 'verdict'; readonly side: Side; readonly helpful: boolean }
  /** An edit of code, taken or thrown away. */
  | { readonly kind: 'edit'; readonly side: Side; readonly accepted: boolean }
  /** The answer did not do: the other model was asked as well. `side` answered first. */
  | { readonly kind: 'retried'; readonly side: Side }
  /** Both have answered, and this side's answer was kept. */
  | { readonly kind: 'kept'; readonly side: Side };

/**
 * A signal as evidence about the two things a personal router has to tell apart: how easy a prompt is for any model, and
 * how much it needs the strong one.
 */
export interface Evidence {
  /** How far the chance of `positive` rises with the prompt's ease, in log-odds. */
  readonly ease: number;
  /** How far it rises with the log-odds that the strong model's answer beats the weak one's. */
  readonly need: number;
  /** Signals of one channel share a level of their own: how readily this person praises that side, or keeps its answers. */
  readonly channel: Side | 'comparison';
  readonly positive: boolean;
  /** What the signal counts for, in (0, 1]. */
  readonly weight: number;
}

/** An edit is thrown away for many reasons, and a retry may be curiosity: each counts half a verdict. */
const byTheWay = 0.5;

/**
 * What a signal says (paper §3.1: preferences between the two models' answers). Only who has seen both answers tells which
 * was better: `kept` is a comparison, won by the side kept. A verdict on one answer is half of one. A weak answer that
 * helped says that weak sufficed, or that the prompt was easy for anyone; one that did not says that strong is wanted, or
 * that the prompt was too hard for either. So it moves need by half and leaves as much to ease, and only verdicts on the
 * other side's answers to similar prompts decide between the two. The same holds for the strong model, whose praise by
 * itself therefore says little.
 */
export function evidenceOf(signal: Signal): Evidence {
  switch (signal.kind) {
    case 'verdict':
      return { ...onOneAnswer(signal.side), positive: signal.helpful, weight: 1 };
    case 'edit':
      return { ...onOneAnswer(signal.side), positive: signal.accepted, weight: byTheWay };
    case 'retried':
      return { ...onOneAnswer(signal.side), positive: false, weight: byTheWay };
    case 'kept':
      return { ease: 0, need: 1, channel: 'comparison', positive: signal.side === 'strong', weight: 1 };
  }
}

function onOneAnswer(side: Side): Pick<Evidence, 'ease' | 'need' | 'channel'> {
  return { ease: 1, need: side === 'strong' ? 0.5 : -0.5, channel: side };
}
