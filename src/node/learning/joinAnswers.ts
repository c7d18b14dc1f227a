import type { AnswerDeps } from '../../routing/answer';
import type { Learning } from './learning';

type Joined = Pick<AnswerDeps, 'route' | 'ledger'>;

/**
 * Lets learning know which prompt each ledger entry answered.
 *
 * @param deps of one answer: two at a time would be taken for each other
 */
export function joinAnswers({ route, ledger }: Joined, learning: Pick<Learning, 'answered'>): Joined {
  let asked: string | undefined;
  return {
    route: (prompt) => {
      asked = prompt;
      return route(prompt);
    },
    ledger: {
      append: (entry) => {
        if (asked !== undefined) learning.answered(entry, asked);
        return ledger.append(entry);
      },
    },
  };
}
