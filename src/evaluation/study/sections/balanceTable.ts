import type { Balance } from '../balance';
import { type Block, noFigure, type Section } from '../page';
import { wordCount, wordMet, wordShare } from '../wording';

/** Between these shares a router decides at all on a kind of prompt. */
const lowest = 0.2;
const highest = 0.8;
const agreementGoal = 0.75;

/** Whether a router sends nearly all of one kind of prompt the same way. */
export function balanceTable(
  measured: readonly { readonly router: string; readonly balance: Balance }[],
): Section {
  const isBalanced = (share: number | undefined) =>
    share === undefined || (share >= lowest && share <= highest);
  const withoutPairs = measured.every(({ balance }) => balance.n.languagePairs === 0);
  const note: Block[] = withoutPairs
    ? [{ kind: 'text', text: 'There were no English–Japanese pairs to measure on.' }]
    : [];
  return {
    title: 'Balance: does each kind of prompt go both ways?',
    blocks: [
      {
        kind: 'text',
        text:
          'The share of prompts that go to the strong model at the 50 % stop: chat (Arena-Hard) and coding (BigCodeBench), of both ' +
          'the half that calibration never saw, and Japanese, prompts of our own with the same prompt in English beside each; agreement ' +
          `is the share of these that go the same way in both, held out: of those written after all that reads Japanese was done. Goals: each share between ${wordShare(lowest, 0)} and ${wordShare(highest, 0)}; agreement at least ${wordShare(agreementGoal, 0)}.`,
      },
      ...note,
      {
        kind: 'table',
        columns: [
          'router',
          'n',
          'chat',
          'coding',
          'Japanese',
          'shares',
          'agreement',
          '',
          'agreement, held out',
        ],
        rows: measured.map(({ router, balance }) => {
          const { chat, coding, japanese, agreement, heldOutAgreement, n } = balance;
          return [
            router,
            [n.chat, n.coding, n.languagePairs].map(wordCount).join(' / '),
            wordShare(chat),
            wordShare(coding),
            wordShare(japanese),
            wordMet([chat, coding, japanese].every(isBalanced)),
            wordShare(agreement),
            agreement === undefined ? noFigure : wordMet(agreement >= agreementGoal),
            wordShare(heldOutAgreement),
          ];
        }),
      },
    ],
  };
}
