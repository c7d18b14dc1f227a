import { disturbances } from '../disturbances';
import type { Section } from '../page';
import type { Steadiness } from '../robustness';
import { wordCount, wordMet, wordShare } from '../wording';

/** The share of decisions that must stay the same. */
const goal = 0.95;

/** Whether the outside of a prompt changes who answers it. */
export function robustnessTable(
  measured: readonly (readonly [router: string, counts: readonly Steadiness[]])[],
): Section {
  return {
    title: 'Robustness: do decisions stay the same?',
    blocks: [
      {
        kind: 'text',
        text:
          'The share of decisions at the 50 % stop that stay the same when a benchmark prompt is changed outwardly, over a seeded ' +
          `sample of each benchmark together; the last figure is the lowest of any disturbance on any one benchmark. Goal: at least ${wordShare(goal, 0)} under each disturbance.`,
      },
      {
        kind: 'table',
        columns: [
          'router',
          'n',
          ...disturbances.map(({ title }) => title),
          'goal',
          'lowest on one benchmark',
        ],
        rows: measured.map(([router, counts]) => {
          const shares = disturbances.map(({ title }) => {
            const own = counts.filter(({ disturbance }) => disturbance === title);
            return sum(own.map(({ same }) => same)) / sum(own.map(({ n }) => n));
          });
          const prompts = sum(counts.map(({ n }) => n)) / disturbances.length;
          const lowest = counts.toSorted((a, b) => a.same / a.n - b.same / b.n)[0];
          return [
            router,
            wordCount(prompts),
            ...shares.map((share) => wordShare(share)),
            wordMet(shares.every((share) => share >= goal)),
            lowest === undefined
              ? ''
              : `${wordShare(lowest.same / lowest.n)} (${lowest.disturbance}, ${lowest.set})`,
          ];
        }),
      },
    ],
  };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
