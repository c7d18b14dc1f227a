import type { AnswerDeps } from '../../routing/flow/answerRequest';
import type { Learning } from './learning';

type Joined = Pick<AnswerDeps, 'route' | 'ledger'>;

/**
 * Lets learning know which prompt each ledger entry answered, and which answer the other model was asked after.
 *
 * @param deps of one answer: two at a time would be taken for each other
 * @param onTrouble told where a signal could not be written; the answer is on record nevertheless
 */
export function joinAnswers(
  { route, ledger }: Joined,
  learning: Pick<Learning, 'answered' | 'record'>,
  onTrouble: (error: unknown) => void,
): Joined {
  let asked: string | undefined;
  return {
    route: (prompt) => {
      asked = prompt;
      return route(prompt);
    },
    ledger: {
      append: async (entry) => {
        if (asked !== undefined) learning.answered(entry, asked);
        await ledger.append(entry);
        if (entry.retryOf === undefined) return;
        await learning.record({ kind: 'retried', entry: entry.retryOf }).catch(onTrouble);
      },
    },
  };
}
