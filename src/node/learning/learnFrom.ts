import type { Feedback, FeedbackFile } from '../feedbackFile';
import type { Learning, ShownSignal } from './learning';

/**
 * Keeps feedback as before, and learns from it.
 *
 * @param feedback a verdict that learning knows no prompt of is kept all the same
 */
export function learnFrom(
  feedback: FeedbackFile,
  learning: Pick<Learning, 'record' | 'withdraw'>,
): FeedbackFile {
  return {
    append: async (line) => {
      await feedback.append(line);
      if (line.kind === 'withdrawn') await learning.withdraw(line.entry);
      else await learning.record(signalOf(line));
    },
  };
}

function signalOf(line: Exclude<Feedback, { kind: 'withdrawn' }>): ShownSignal {
  const { entry } = line;
  switch (line.kind) {
    case 'kept':
      return { kind: 'kept', entry };
    case 'edit':
      return { kind: 'edit', entry, accepted: line.accepted };
    case undefined:
      return { kind: 'verdict', entry, helpful: line.helpful };
  }
}
