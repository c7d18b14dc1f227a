import { locateData } from '../evaluation/dataFolders';
import { learnt, measureSlider, type SliderAccuracy } from '../evaluation/slider/accuracy';
import { createScoreMemory, type StudyRouter } from '../evaluation/study/studyRouter';
import type { Dispatcher } from '../node/dispatcher';
import { TurnoutError } from '../routing/errors';
import type { MeasuringOptions } from './evaluateCommand';
import { alignCells } from './evaluationTable';
import { readSliderGroups } from './sliderGroups';

export interface MeasuringDeps {
  readonly dispatcher: Dispatcher;
  /** Where scores are kept between runs. */
  readonly memoryFolder: string;
  readonly write: (text: string) => void;
  /** Shows a line that the next one replaces; undefined where nobody is watching. */
  readonly showProgress: ((line: string) => void) | undefined;
}

/** How well one router's slider keeps to what it says, for one group of people. */
interface SliderRow extends SliderAccuracy {
  readonly router: string;
  readonly group: string;
  readonly prompts: number;
}

/** `turnout evaluate --slider`: how far the share that is sent lies from the one that was asked for. */
export async function runSliderCommand(
  options: MeasuringOptions,
  routers: readonly string[],
  { dispatcher, memoryFolder, write, showProgress }: MeasuringDeps,
): Promise<void> {
  const { outcomes } = await locateData(options.data);
  if (outcomes === undefined) {
    throw new TurnoutError(
      'bad-input',
      `The slider is measured on the folder "outcomes" in ${options.data}.`,
    );
  }
  const all = await readSliderGroups(options.data, outcomes);
  const groups = all.filter(({ prompts }) => prompts.length > learnt);
  if (groups.length === 0) {
    throw new TurnoutError(
      'bad-input',
      `No group of ${options.data} has more than ${learnt} prompts to measure on.`,
    );
  }
  const memory = createScoreMemory(memoryFolder);
  const rows: SliderRow[] = [];
  try {
    const opened: StudyRouter[] = [];
    for (const name of routers) {
      const router = {
        name,
        augmentation: 'all',
        ...(await dispatcher.open(name)),
        rowLimit: undefined,
      } as const;
      opened.push(await memory.rememberRouter(router));
    }
    for (const { title, prompts } of groups) {
      const winRates = opened.map((): number[] => []);
      for (const [index, prompt] of prompts.entries()) {
        // All score a prompt before the next one comes, so that an encoder they share reads it once.
        for (const [place, { scorer }] of opened.entries())
          winRates[place]?.push(await scorer.score({ prompt }));
        if (index % 10 === 0) showProgress?.(`${title}: ${index} of ${prompts.length} prompts scored`);
      }
      showProgress?.(`${title}: shuffling`);
      for (const [place, { name, calibration }] of opened.entries()) {
        if (calibration === undefined) continue;
        const accuracy = measureSlider(calibration, winRates[place] ?? []);
        rows.push({ router: name, group: title, prompts: prompts.length, ...accuracy });
      }
    }
  } finally {
    showProgress?.('');
    await memory.close();
  }
  write(options.json ? `${JSON.stringify(rows)}\n` : tabulate(rows));
}

const legend = `Mean absolute error of the share sent to the strong model, in points of 100, over 20 shuffles of a group's
prompts and the stops 20, 40, 50, 60 and 80 %. The prompts come one by one; each is decided by the thresholds as
those before it have moved them, and then learnt from. The share is of the prompts named at the head of a column:
untouched: all of them, by the thresholds that come with the router, nothing learnt.
Goals for chat and coding: 12 at the start, 5 after 200 prompts.
The prompts: the odd half of prompts/*.jsonl and the test rows of outcomes/*.jsonl, which no threshold was taken from.
`;

function tabulate(rows: readonly SliderRow[]): string {
  const header = ['router', 'prompts', 'untouched', '1 to 20', '1 to 200', '201 to 400', 'group'];
  const figures = rows.map(({ router, group, prompts, untouched, first20, first200, after200 }) => [
    router,
    prompts.toLocaleString('en-US'),
    ...[untouched, first20, first200, after200].map((error) => error.toFixed(1)),
    group,
  ]);
  return [...alignCells([header, ...figures]), '', legend].join('\n');
}
