import { choosingUsers, learningUsers, readUserRows } from '../evaluation/learning/learningUsers';
import type { Noise } from '../evaluation/learning/simulatedUser';
import {
  type LearningPoint,
  type MeanGain,
  type Simulation,
  simulateLearning,
} from '../evaluation/learning/simulation';
import type { Split } from '../evaluation/outcomes';
import type { Dispatcher } from '../node/dispatcher';

export interface LearningFiguresOptions {
  readonly outcomesFolder: string;
  /** `test` reports; `train` shows what the settings were chosen by: other pairs, on rows routers have learned from. */
  readonly split: Split;
  readonly router: string;
  readonly users: number;
}

export interface LearningFiguresDeps {
  readonly dispatcher: Pick<Dispatcher, 'winRate' | 'embed'>;
  readonly write: (text: string) => void;
  readonly showProgress: ((line: string) => void) | undefined;
}

const counts = [0, 25, 50, 100, 200, 400] as const;
const noises: readonly Noise[] = [0, 0.1, 0.2, 0.3, 'random'];

const legend = `Gain: APGR with what was learnt less APGR of the frozen router, on rows never used as signals; mean over users with the
mean's 95 % interval (users share rows, so it is of the shuffles, not of other prompts). Within: the mean of the gains
within each source. Worst: of any user. Decides: the share of users whose head passed its trial; the frozen router
decides for the others, whose gain is 0. Untried: the gain had every head decided.
`;

/** `turnout evaluate --learning`: what signals of simulated users are worth. */
export async function printLearningFigures(
  { outcomesFolder, split, router, users }: LearningFiguresOptions,
  { dispatcher, write, showProgress }: LearningFiguresDeps,
): Promise<void> {
  const frozen = {
    name: router,
    winRate: (prompt: string) => dispatcher.winRate(prompt, { router, ifUnavailable: 'fail' }),
  };
  try {
    for (const user of split === 'test' ? learningUsers : choosingUsers) {
      const rows = await readUserRows(user, {
        outcomesFolder,
        split,
        router: frozen,
        embed: dispatcher.embed,
        onProgress: (done, total) => showProgress?.(`${user.title}: ${done} of ${total} prompts scored`),
      });
      const simulation = simulateLearning({
        rows,
        // As many rows as there are signals at most are left to measure on.
        signals: counts.filter((count) => 2 * count <= rows.length),
        noises,
        users,
        onProgress: (done, total) => showProgress?.(`${user.title}: ${done} of ${total} runs`),
      });
      showProgress?.('');
      write(`${tabulate(user.title, split, users, simulation)}\n`);
    }
  } finally {
    showProgress?.('');
  }
  write(legend);
}

function tabulate(
  title: string,
  split: Split,
  users: number,
  { frozen, measured, points }: Simulation,
): string {
  const header = ['noise', 'signals', 'gain', 'within', 'worst', 'decides', 'untried'];
  const rows = [header, ...points.map(cellsOf)];
  const widths = header.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const lines = rows.map(
    (row) => `  ${row.map((cell, column) => cell.padStart(widths[column] ?? 0)).join('  ')}`,
  );
  return [
    `${title}: ${measured} ${split} rows measured, ${users} simulated users`,
    `frozen APGR ${frozen.toFixed(3)}`,
    ...lines,
    '',
  ].join('\n');
}

function cellsOf({
  noise,
  signals,
  gain,
  gainWithin,
  worst,
  tookOver,
  gainUntried,
}: LearningPoint): string[] {
  return [
    noise === 'random' ? 'random' : `${(100 * noise).toFixed(0)} %`,
    `${signals}`,
    meanAndInterval(gain),
    meanAndInterval(gainWithin),
    signed(worst),
    `${(100 * tookOver).toFixed(0)} %`,
    gainUntried === undefined ? '–' : signed(gainUntried.mean),
  ];
}

function meanAndInterval({ mean, within }: MeanGain): string {
  return `${signed(mean)} ± ${within.toFixed(3)}`;
}

function signed(value: number): string {
  const text = value.toFixed(3);
  return value > 0 ? `+${text}` : text.replace(/^-(0\.0+)$/, '$1');
}
