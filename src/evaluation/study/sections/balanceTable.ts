import type { Balance } from '../balance';
import { type Block, noFigure, type Section } from '../page';
import { wordCount, wordMet, wordShare } from '../wording';

/** Between these shares a router decides at all on a kind of prompt. */
const lowest = 0.35;
const highest = 0.65;
const agreementGoal = 0.9;

const languages = {
  ja: 'Japanese',
  zh: 'Chinese',
  ko: 'Korean',
  de: 'German',
  fr: 'French',
  es: 'Spanish',
  pt: 'Portuguese',
  ru: 'Russian',
};

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
          'the half that calibration never saw; everyday questions in Japanese, nearly all of them easy, with the same in English beside each, ' +
          'of which agreement is the share that go the same way in both; and in each language prompts of which half are easy and half hard ' +
          `(test/golden/everydayPairs.json), kept out of training. Goals: chat, coding and each language between ${wordShare(lowest, 0)} and ${wordShare(highest, 0)}; agreement at least ${wordShare(agreementGoal, 0)}.`,
      },
      ...note,
      {
        kind: 'table',
        columns: [
          'router',
          'n',
          'chat',
          'coding',
          ...Object.values(languages),
          'all within',
          'everyday Japanese',
          'agreement',
          '',
        ],
        rows: measured.map(({ router, balance }) => {
          const { chat, coding, japanese, agreement, byLanguage, n } = balance;
          const shares = [chat, coding, ...Object.keys(languages).map((language) => byLanguage[language])];
          return [
            router,
            [n.chat, n.coding, n.languagePairs].map(wordCount).join(' / '),
            ...shares.map((share) => wordShare(share)),
            wordMet(shares.every(isBalanced)),
            wordShare(japanese),
            wordShare(agreement),
            agreement === undefined ? noFigure : wordMet(agreement >= agreementGoal),
          ];
        }),
      },
    ],
  };
}
