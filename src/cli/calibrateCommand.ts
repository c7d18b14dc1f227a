import { createReadStream } from 'node:fs';
import { type Command, Option } from 'commander';
import type { Dispatcher } from '../node/dispatcher';
import { defaultRouterName, requireRouterName } from '../node/routers/routerList';
import { readChatHistory } from '../node/slider/chatHistory';
import type { OwnCalibrations } from '../node/slider/ownCalibrations';
import { readSavedCalibration, saveCalibration } from '../node/slider/savedCalibration';
import { messageOf, TurnoutError } from '../routing/errors';
import {
  type Calibration,
  calibrate,
  shareForThreshold,
  thresholdForShare,
} from '../routing/slider/calibration';
import { readLines } from './lines';
import { parsePromptLine } from './promptLine';
import { addRouterOption, type OpenDispatcher, parseFraction, type SourceOptions } from './routerOption';

export interface CalibrateDeps {
  readonly openDispatcher: OpenDispatcher;
  /** Where calibrations are kept. */
  readonly calibrationFolder: string;
  /** What the user's own prompts have taught. */
  readonly own: OwnCalibrations;
  readonly write: (text: string) => void;
  readonly warn: (line: string) => void;
  /** Shows a line that the next one replaces; undefined where nobody is watching. */
  readonly showProgress: ((line: string) => void) | undefined;
}

interface CalibrateOptions extends SourceOptions {
  readonly router?: string;
  readonly strongShare?: number;
  readonly prompts?: string;
  readonly history?: readonly string[];
  readonly save?: true;
  readonly json?: true;
}

/** What `--json` prints. */
interface Calibrated {
  readonly router: string;
  readonly strongShare: number;
  /** The win rate from which the strong model answers. */
  readonly threshold: number;
  /** Size of the sample; null where it is not told. */
  readonly prompts: number | null;
  /** The share of the sample that reaches the threshold: more than asked for where many win rates are equal. */
  readonly reachedShare: number;
  /** Where the win rates are from: those that come with the weights, those kept earlier, or the files named. */
  readonly source: 'bundled' | 'saved' | 'prompts' | 'history';
  /** Prompts sent since, which have moved the threshold; none have where files were named. */
  readonly ownPrompts: number;
}

/** Below this many prompts a threshold says little about others. */
const fewPrompts = 50;

/** From this share of equal win rates on, no threshold divides the prompts. */
const nearlyAll = 0.9;

/** `turnout calibrate`: the threshold that sends a share of prompts to the strong model. */
export function addCalibrateCommand(program: Command, deps: CalibrateDeps): void {
  addRouterOption(program.command('calibrate'))
    .description('print the threshold at which a share of prompts goes to the strong model')
    .addOption(
      new Option(
        '--strong-share <share>',
        'share of prompts meant for the strong model, 0 to 1 (with --history: 0.5 if left out)',
      ).argParser(parseFraction),
    )
    .option(
      '--prompts <file>',
      'JSON lines of {"prompt": "…"} or {"messages": […]} like those to be routed (default: the sample that comes with the router)',
    )
    .addOption(
      new Option(
        '--history <files...>',
        'conversations.json of a ChatGPT or Claude export: scores its prompts on this machine, keeps the win rates without any text, and routes by them from now on',
      ).conflicts(['prompts', 'save']),
    )
    .option('--save', "keep the prompts' win rates, without any text, and route by them from now on")
    .option('--json', 'print the result as JSON')
    .action(async (options: CalibrateOptions) => {
      const name = requireRouterName(options.router ?? defaultRouterName);
      if (options.save && options.prompts === undefined) {
        throw new TurnoutError(
          'bad-input',
          '--save keeps the win rates of prompts: name them with --prompts.',
        );
      }
      const strongShare = requireShare(options);
      const prompts = promptsNamed(options);
      const dispatcher = deps.openDispatcher(options);
      try {
        const router = await dispatcher.open(name);
        const own = await deps.own.of(router);
        const calibration =
          prompts === undefined ? own.calibration : await calibrateOn(prompts, name, dispatcher, deps);
        const isSaved = (await readSavedCalibration(deps.calibrationFolder, router)) !== undefined;
        const named = options.history === undefined ? 'prompts' : 'history';
        const source = prompts !== undefined ? named : isSaved ? 'saved' : 'bundled';
        for (const warning of warningsOf(calibration)) deps.warn(warning);
        const ownPrompts = prompts === undefined ? own.winRates.length : 0;
        const result = describe(name, strongShare, calibration, source, ownPrompts);
        deps.write(options.json ? `${JSON.stringify(result)}\n` : wordResult(result));
        if (options.save || options.history !== undefined) {
          const file = await saveCalibration(deps.calibrationFolder, router, calibration);
          if (!options.json) deps.write(`kept in ${file}: win rates, and no word of a prompt\n`);
        }
      } finally {
        await dispatcher.close();
      }
    });
}

/** Whoever imports a history has said all there is to say; otherwise the share is what is asked about. */
function requireShare({ strongShare, history }: CalibrateOptions): number {
  if (strongShare !== undefined) return strongShare;
  if (history !== undefined) return 0.5;
  throw new TurnoutError('bad-input', "Name a share of prompts with '--strong-share <share>'.");
}

/** @returns undefined where no files are named */
function promptsNamed({ prompts, history }: CalibrateOptions): AsyncIterable<string> | undefined {
  if (prompts !== undefined) return readPrompts(prompts);
  return history && readHistories(history);
}

/** @throws TurnoutError `bad-input` naming the file that is no export, or all where no prompt is in them */
async function* readHistories(files: readonly string[]): AsyncGenerator<string> {
  let isEmpty = true;
  for (const file of files) {
    for await (const prompt of readChatHistory(file)) {
      isEmpty = false;
      yield prompt;
    }
  }
  if (isEmpty) {
    throw new TurnoutError('bad-input', `${files.join(', ')}: there are no prompts of a person's in it.`);
  }
}

/** @throws TurnoutError `bad-input` naming the file, and the line that is no prompt */
async function* readPrompts(file: string): AsyncGenerator<string> {
  let isEmpty = true;
  let lineNumber = 0;
  try {
    for await (const line of readLines(createReadStream(file))) {
      lineNumber++;
      if (line.trim() === '') continue;
      isEmpty = false;
      yield parsePromptLine(line);
    }
  } catch (error) {
    const place =
      error instanceof TurnoutError ? `${file}, line ${lineNumber}: ` : `${file} cannot be read: `;
    throw new TurnoutError('bad-input', `${place}${messageOf(error)}`, { cause: error });
  }
  if (isEmpty) {
    throw new TurnoutError(
      'bad-input',
      `${file} holds no prompts: it should be JSON lines of {"prompt": "…"} or {"messages": […]}.`,
    );
  }
}

/** Scores each prompt before the next is read, so that there may be any number of them. */
async function calibrateOn(
  prompts: AsyncIterable<string>,
  router: string,
  dispatcher: Dispatcher,
  { showProgress }: CalibrateDeps,
): Promise<Calibration> {
  const winRates: number[] = [];
  try {
    for await (const prompt of prompts) {
      winRates.push((await dispatcher.winRate(prompt, { router, ifUnavailable: 'fail' })).winRate);
      showProgress?.(`${winRates.length} prompts scored`);
    }
  } finally {
    showProgress?.('');
  }
  return calibrate(winRates);
}

function describe(
  router: string,
  strongShare: number,
  calibration: Calibration,
  source: Calibrated['source'],
  ownPrompts: number,
): Calibrated {
  const threshold = thresholdForShare(calibration, strongShare);
  return {
    router,
    strongShare,
    threshold,
    prompts: calibration.prompts ?? null,
    reachedShare: shareForThreshold(calibration, threshold),
    source,
    ownPrompts,
  };
}

function wordResult({
  router,
  strongShare,
  threshold,
  prompts,
  reachedShare,
  source,
  ownPrompts,
}: Calibrated): string {
  const sample = prompts === null ? 'its win rates' : `its win rates on ${prompts} prompts`;
  const origin = {
    bundled: `${sample}, which come with the weights`,
    saved: `${sample}, kept by calibrate --save or --history`,
    prompts: sample,
    history: sample,
  }[source];
  const moved = ownPrompts === 0 ? '' : `, moved by your last ${ownPrompts} prompts`;
  return (
    `threshold ${threshold} for a strong share of ${percent(strongShare)}\n` +
    `router ${router}, by ${origin}${moved}; ${percent(reachedShare)} of them reach it\n`
  );
}

function warningsOf({ quantiles, prompts }: Calibration): string[] {
  const warnings: string[] = [];
  if (prompts !== undefined && prompts < fewPrompts) {
    warnings.push(
      `Only ${prompts} prompts: the share of others that reach this threshold may be quite another. Use ${fewPrompts} or more.`,
    );
  }
  const [winRate, share] = commonest(quantiles);
  if (quantiles.length > 1 && share >= nearlyAll) {
    warnings.push(
      `${percent(share)} of the prompts have the win rate ${winRate}: no threshold divides them, and all of these go to one model.`,
    );
  }
  return warnings;
}

/** @returns the value that most of the list have, and the share that have it */
function commonest(values: readonly number[]): readonly [value: number, share: number] {
  const counts = new Map<number, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  const [value, count] = [...counts].reduce((most, entry) => (entry[1] > most[1] ? entry : most), [0, 0]);
  return [value, count / values.length];
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}
