import { createRequire } from 'node:module';
import { cpus } from 'node:os';
import path from 'node:path';
import { locateData } from '../evaluation/dataFolders';
import { type PairPrices, paperPrices, tokensPerCall } from '../evaluation/study/costs';
import { baselinesExplained } from '../evaluation/study/sections/paperTables';
import { runStudy } from '../evaluation/study/study';
import { writeStudyPage } from '../evaluation/study/studyPage';
import { createScoreMemory, type StudyRouter } from '../evaluation/study/studyRouter';
import type { Dispatcher } from '../node/dispatcher';
import { createPriceList, referencePair } from '../node/prices';
import { hashPrompt } from '../node/promptHash';
import { defaultRouterName, requireRouterName } from '../node/routers/routerList';
import type { ModelRef, Pair } from '../routing/chat';
import { TurnoutError } from '../routing/errors';
import { readEverydayPrompts } from './everydayPrompts';
import type { SourceOptions } from './routerOption';
import { openStudyRouters } from './studyRouters';

export interface StudyCommandOptions extends SourceOptions {
  readonly data: string;
  /** Every router there is without any. */
  readonly router?: readonly string[];
  /** Where the page is written. */
  readonly out: string;
}

export interface StudyCommandDeps {
  readonly dispatcher: Dispatcher;
  /** Turnout's repository, which holds the language pairs and the packages that draw. */
  readonly repository: string;
  /** Where scores are kept between runs. */
  readonly memoryFolder: string;
  readonly write: (text: string) => void;
  /** Shows a line that the next one replaces; undefined where nobody is watching. */
  readonly showProgress: ((line: string) => void) | undefined;
}

/** `turnout evaluate --study`: re-runs the paper's evaluation and writes one page with its tables and plots. */
export async function runStudyCommand(
  { data: dataFolder, router: chosen, out }: StudyCommandOptions,
  { dispatcher, repository, memoryFolder, write, showProgress }: StudyCommandDeps,
): Promise<void> {
  const names = chosen?.map(requireRouterName);
  const { outcomes, ...data } = await locateData(dataFolder);
  if (outcomes === undefined) {
    throw new TurnoutError('bad-input', `The study needs the folder "outcomes" in ${dataFolder}.`);
  }
  const golden = path.join(repository, 'test', 'golden');
  const everyday = await readEverydayPrompts(
    dataFolder,
    path.join(golden, 'japanesePairs.json'),
    path.join(golden, 'everydayPairs.json'),
  );
  const fontFiles = findFonts(repository);
  const { routers: opened, trainedPromptHashes, leftOut } = await openStudyRouters(dispatcher, names);
  const memory = createScoreMemory(memoryFolder);
  try {
    const routers: StudyRouter[] = [];
    for (const router of opened) routers.push(await memory.rememberRouter(router));
    const sections = await runStudy({
      data: { ...data, outcomes },
      routers,
      mainRouter: defaultRouterName,
      memory,
      embed: dispatcher.embed,
      isTrainedOn: (prompt) => trainedPromptHashes.has(hashPrompt(prompt)),
      everyday,
      prices: [paperPrices, ...listPrices()],
      machine: `${cpus()[0]?.model.trim() ?? process.arch}, Node ${process.versions.node}`,
      onProgress: (line, done, total) => {
        if (done % 10 === 0 || done === total) showProgress?.(`${line}: ${done} of ${total}`);
      },
    });
    await writeStudyPage(out, { opening: openingOf(leftOut, chosen), sections }, fontFiles);
  } finally {
    showProgress?.('');
    await memory.close();
  }
  write(`${path.join(out, 'README.md')} written.\n`);
}

function openingOf(leftOut: readonly string[], chosen: readonly string[] = []): string[] {
  const choice = chosen.length === 0 ? '' : ` --router ${chosen.join(' ')}`;
  return [
    "The evaluation of [RouteLLM](https://arxiv.org/abs/2406.18665) (Ong et al. 2024), run again with Turnout's routers. " +
      'This page and its plots are made by one command and nothing else:',
    `\`\`\`sh\nturnout evaluate --data DIR --study${choice}\n\`\`\``,
    'APGR is exact: the share of the gap between the two models that is recovered, averaged over every share of calls to the ' +
      'strong one; coin flips get 0.5. CPT(x) is the share of calls that recovers x of the gap. Intervals are 95 %, over 1,000 ' +
      'resamples of the prompts. A router "beats" a baseline only where the interval of their difference, on the same resamples, ' +
      'lies above zero. Nothing was trained, chosen or tuned on any prompt that is measured on. n counts prompts.',
    baselinesExplained,
    ['Dashes stand for training data that a router has no weights of.', ...leftOut].join(' '),
  ];
}

/** @throws TurnoutError `bad-input` where the fonts are not installed */
function findFonts(repository: string): string[] {
  const { resolve } = createRequire(path.join(repository, 'package.json'));
  try {
    return ['DejaVuSans', 'DejaVuSans-Bold'].map((font) => resolve(`dejavu-fonts-ttf/ttf/${font}.ttf`));
  } catch (error) {
    throw new TurnoutError('bad-input', `The plots need fonts: run "npm ci" in ${repository} first.`, {
      cause: error,
    });
  }
}

const paperPair: Pair<ModelRef> = {
  strong: { provider: 'openai', baseUrl: 'https://api.openai.com/v1', model: 'gpt-4-1106-preview' },
  weak: { provider: 'openai', baseUrl: 'https://api.mistral.ai/v1', model: 'open-mixtral-8x7b' },
};

/** Today's list prices, a million tokens in the proportion of a call; pairs with an unknown price are left out. */
function listPrices(): PairPrices[] {
  const costOf = createPriceList({ overrides: {} });
  const usage = {
    inputTokens: tokensPerCall.input,
    cachedInputTokens: 0,
    outputTokens: tokensPerCall.output,
    source: 'measured',
  } as const;
  const perMillion = (ref: ModelRef) => {
    const cost = costOf(ref, usage);
    return cost && (1e6 * cost) / (tokensPerCall.input + tokensPerCall.output);
  };
  return [
    { title: "The paper's pair at today's list prices", pair: paperPair },
    {
      title: `Today's ${referencePair.strong.model} and ${referencePair.weak.model}`,
      pair: referencePair,
    },
  ].flatMap(({ title, pair }) => {
    const [strong, weak] = [perMillion(pair.strong), perMillion(pair.weak)];
    return strong === undefined || weak === undefined ? [] : [{ title, strong, weak }];
  });
}
