import { createReadStream } from 'node:fs';
import { type Command, Option } from 'commander';
import type { Dispatcher } from '../node/dispatcher';
import { defaultRouterName, requireRouterName } from '../node/routerList';
import { readSavedCalibration, saveCalibration } from '../node/savedCalibration';
import { type Calibration, calibrate, shareForThreshold, thresholdForShare } from '../routing/calibration';
import { messageOf, TurnoutError } from '../routing/errors';
import { readLines } from './lines';
import { parsePromptLine } from './promptLine';
import { addRouterOption, type OpenDispatcher, parseFraction, type SourceOptions } from './routerOption';

export interface CalibrateDeps {
  readonly openDispatcher: OpenDispatcher;
  /** Where calibrations are kept. */
  readonly calibrationFolder: string;
  readonly write: (text: string) => void;
  readonly warn: (line: string) => void;
  /** Shows a line that the next one replaces; undefined where nobody is watching. */
  readonly showProgress: ((line: string) => void) | undefined;
}

interface CalibrateOptions extends SourceOptions {
  readonly router?: string;
  readonly strongShare: number;
  readonly prompts?: string;
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
  /** Where the win rates are from: those that come with the weights, the user's own, or the file named. */
  readonly source: 'bundled' | 'saved' | 'prompts';
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
      new Option('--strong-share <share>', 'share of prompts meant for the strong model, 0 to 1')
        .argParser(parseFraction)
        .makeOptionMandatory(),
    )
    .option(
      '--prompts <file>',
      'JSON lines of {"prompt": "…"} or {"messages": […]} like those to be routed (default: the sample that comes with the router)',
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
      const prompts = options.prompts === undefined ? undefined : await readPrompts(options.prompts);
      const dispatcher = deps.openDispatcher(options);
      try {
        const router = await dispatcher.open(name);
        const calibration =
          prompts === undefined ? router.calibration : await calibrateOn(prompts, name, dispatcher, deps);
        const isSaved = (await readSavedCalibration(deps.calibrationFolder, router)) !== undefined;
        const source = prompts !== undefined ? 'prompts' : isSaved ? 'saved' : 'bundled';
        for (const warning of warningsOf(calibration)) deps.warn(warning);
        const result = describe(name, options.strongShare, calibration, source);
        deps.write(options.json ? `${JSON.stringify(result)}\n` : wordResult(result));
        if (options.save) {
          const file = await saveCalibration(deps.calibrationFolder, router, calibration);
          if (!options.json) deps.write(`kept in ${file}\n`);
        }
      } finally {
        await dispatcher.close();
      }
    });
}

/** @throws TurnoutError `bad-input` naming the file, and the line that is no prompt */
async function readPrompts(file: string): Promise<string[]> {
  const prompts: string[] = [];
  let lineNumber = 0;
  try {
    for await (const line of readLines(createReadStream(file))) {
      lineNumber++;
      if (line.trim() !== '') prompts.push(parsePromptLine(line));
    }
  } catch (error) {
    const place =
      error instanceof TurnoutError ? `${file}, line ${lineNumber}: ` : `${file} cannot be read: `;
    throw new TurnoutError('bad-input', `${place}${messageOf(error)}`, { cause: error });
  }
  if (prompts.length > 0) return prompts;
  throw new TurnoutError(
    'bad-input',
    `${file} holds no prompts: it should be JSON lines of {"prompt": "…"} or {"messages": […]}.`,
  );
}

async function calibrateOn(
  prompts: readonly string[],
  router: string,
  dispatcher: Dispatcher,
  { showProgress }: CalibrateDeps,
): Promise<Calibration> {
  const winRates: number[] = [];
  try {
    for (const prompt of prompts) {
      winRates.push((await dispatcher.winRate(prompt, { router, ifUnavailable: 'fail' })).winRate);
      showProgress?.(`${winRates.length} of ${prompts.length} prompts scored`);
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
): Calibrated {
  const threshold = thresholdForShare(calibration, strongShare);
  return {
    router,
    strongShare,
    threshold,
    prompts: calibration.prompts ?? null,
    reachedShare: shareForThreshold(calibration, threshold),
    source,
  };
}

function wordResult({ router, strongShare, threshold, prompts, reachedShare, source }: Calibrated): string {
  const sample = prompts === null ? 'its win rates' : `its win rates on ${prompts} prompts`;
  const origin = {
    bundled: `${sample}, which come with the weights`,
    saved: `${sample}, kept by calibrate --save`,
    prompts: sample,
  }[source];
  return (
    `threshold ${threshold} for a strong share of ${percent(strongShare)}\n` +
    `router ${router}, by ${origin}; ${percent(reachedShare)} of them reach it\n`
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
