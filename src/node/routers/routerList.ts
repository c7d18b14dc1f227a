import { createHash } from 'node:crypto';
import { access } from 'node:fs/promises';
import path from 'node:path';
import { readablePrompt } from '../../routing/asking/readablePrompt';
import type { Pair } from '../../routing/chat';
import { TurnoutError, worded } from '../../routing/errors';
import { type LevelName, levelsOfPair, paperLevels, parseLevelTable } from '../../routing/levels';
import type { Embed, Router } from '../../routing/router';
import { createBertRouter, parseBertWeights } from '../../routing/routers/bert';
import { createCausalLlmRouter, parseCausalLlmWeights } from '../../routing/routers/causalLlm';
import { calibrationForPair, createDefaultRouter, parseDefaultWeights } from '../../routing/routers/default';
import { createLexicalRouter, parseLexicalWeights } from '../../routing/routers/lexical';
import { createMfRouter, parseMfWeights } from '../../routing/routers/mf';
import { createOwnRouter, parseOwnWeights } from '../../routing/routers/own';
import { createRandomRouter, randomCalibration } from '../../routing/routers/random';
import { createSwRankingRouter, parseSwRankingWeights } from '../../routing/routers/swRanking';
import { type Calibration, parseCalibration } from '../../routing/slider/calibration';
import type { ModelFiles } from '../modelFiles';
import type { CalibratedRouter, HashedRouter } from './calibratedRouter';
import { type CausalEndpoint, openCausalEndpoint } from './causalEndpoint';
import type { Pack } from './packs';
import { readWeightsFrom, type WeightsReading } from './weightsReading';

/** Where routers are read from. */
export interface RouterSources {
  readonly models: ModelFiles;
  /** The sentence encoder of `models`. */
  readonly embed: Embed;
  /** Lets it load while the weights are read that are to go by it. */
  readonly startEncoder?: () => void;
  /** @throws TurnoutError `weights-missing` where there is no pack of that router */
  readonly openPack: (router: string) => Promise<Pack>;
  /** The user's own model for causal_llm, which goes before the pack. */
  readonly causalEndpoint?: CausalEndpoint | undefined;
  /** Whom the win rates are of; absent: the pair of the paper. */
  readonly pair?: NamedPair | undefined;
}

/** Two models by the names that their endpoints give them. */
export interface NamedPair {
  readonly names: Pair<string>;
  /** What the user says of models' ability, by name. */
  readonly told: Readonly<Record<string, LevelName>>;
}

export const defaultRouterName = 'default';

/** Trained by somebody on their own pair: there is none until they have. */
export const ownRouterName = 'own';

/** Decides where the default router cannot be loaded: it needs no native code. */
export const fallbackRouterName = 'lexical';

/** A calibration is built where it depends on the pair; else it is read. */
interface Built {
  readonly router: Router;
  readonly calibration?: Calibration;
}

type Build = (reading: WeightsReading, pair: NamedPair | undefined) => Promise<Router | Built>;

/**
 * Where a router's weights lie: in models/, on its encoder or without; in a pack of its own, with a network or on the encoder
 * of models/; at an endpoint of the user's if there is one and else in a pack; or nowhere, as it needs none.
 */
type Listing =
  | InModels
  | { readonly from: 'pack'; readonly build: Build }
  | { readonly from: 'pack-on-encoder'; readonly build: Build }
  | { readonly from: 'endpoint-or-pack'; readonly build: Build }
  | { readonly from: 'code'; readonly open: () => CalibratedRouter };

type InModels = { readonly from: 'models' | 'models-without-encoder'; readonly build: Build };

/** Every router there is. Adding one takes a file in `routing/routers/` and a line here. */
const routers: Readonly<Record<string, Listing>> = {
  default: {
    from: 'models',
    build: async ({ weights, table, network, depend }, pair) => {
      const embed = network();
      const lexical = parseLexicalWeights(await weights('lexical'));
      const own = parseDefaultWeights(await weights('default'));
      if (pair === undefined) return createDefaultRouter(own, paperLevels, lexical, embed);
      const levels = levelsOfPair(parseLevelTable(await table('levels')), pair.names, pair.told);
      depend(`levels ${levels.strong.level} ${levels.weak.level}`);
      return {
        router: createDefaultRouter(own, levels, lexical, embed),
        calibration: calibrationForPair(own, levels),
      };
    },
  },
  mf: {
    from: 'models',
    build: async ({ weights, network }) => {
      const embed = network();
      return createMfRouter(parseMfWeights(await weights('mf')), embed);
    },
  },
  sw_ranking: {
    from: 'models',
    build: async ({ weights, bytes, network }) => {
      const embed = network();
      const header = parseSwRankingWeights(await weights('sw_ranking'));
      return createSwRankingRouter(header, await bytes(header.bank), embed);
    },
  },
  bert: {
    from: 'pack',
    build: async ({ weights, network }) =>
      createBertRouter(parseBertWeights(await weights('bert')), network()),
  },
  causal_llm: {
    from: 'endpoint-or-pack',
    build: async ({ weights, network }) =>
      createCausalLlmRouter(parseCausalLlmWeights(await weights('causal_llm')), network()),
  },
  [ownRouterName]: {
    from: 'pack-on-encoder',
    build: async ({ weights, network }) =>
      createOwnRouter(parseOwnWeights(await weights(ownRouterName)), network()),
  },
  lexical: {
    from: 'models-without-encoder',
    build: async ({ weights }) => createLexicalRouter(parseLexicalWeights(await weights('lexical'))),
  },
  random: { from: 'code', open: () => openRandomRouter(0) },
};

export const routerNames: readonly string[] = Object.keys(routers);

/**
 * @throws TurnoutError `unknown-router`, naming it, or `weights-*`, naming the file or the missing pack
 */
export async function openRouter(name: string, sources: RouterSources): Promise<CalibratedRouter> {
  const listing = listingOf(name);
  if (listing.from === 'code') return listing.open();
  if (listing.from === 'endpoint-or-pack' && sources.causalEndpoint !== undefined) {
    return openCausalEndpoint(sources.causalEndpoint);
  }
  if (listing.from === 'models') await requireEncoder(sources.models);
  const { files, run } = isInModels(listing)
    ? { files: sources.models, run: sources.embed }
    : await sources.openPack(name);
  if (listing.from === 'pack-on-encoder') requireSameEncoder(files, sources.models);
  const network = () => {
    if (listing.from !== 'models' && listing.from !== 'pack-on-encoder') return run;
    sources.startEncoder?.();
    return sources.embed;
  };
  const reading = readWeightsFrom(files, network);
  const built = await listing.build(reading, sources.pair);
  const { router, calibration } = 'router' in built ? built : { router: built, calibration: undefined };
  return {
    router: readingReadably(router),
    calibration: calibration ?? parseCalibration(await files.readJson(files.manifest.calibration), name),
    hash: reading.hash(),
    trainedPromptHashes: files.manifest.trainedPromptHashes,
  };
}

/**
 * The router trained on less data: only that part of it which the augmentation is named for. It has no quantiles, so
 * nothing is routed by it.
 *
 * @param augmentation a name in the manifest's `augmentations`
 * @throws TurnoutError as {@link openRouter}
 */
export async function openAugmentedRouter(
  name: string,
  augmentation: string,
  { models, embed }: RouterSources,
): Promise<HashedRouter> {
  const listing = listingOf(name);
  if (!isInModels(listing)) {
    throw new TurnoutError('weights-missing', worded('Router "{0}" was trained on all data only.', name));
  }
  const reading = readWeightsFrom(models, () => embed, augmentation);
  const built = await listing.build(reading, undefined);
  const router = readingReadably('router' in built ? built.router : built);
  return { router, hash: reading.hash() };
}

function isInModels(listing: Listing): listing is InModels {
  return listing.from === 'models' || listing.from === 'models-without-encoder';
}

/** Told before anything else is missed: the VSIX for any machine has none of the encoder's routers. */
async function requireEncoder({ folder, manifest }: ModelFiles): Promise<void> {
  const file = path.join(folder, manifest.encoder.file);
  try {
    await access(file);
  } catch (error) {
    throw new TurnoutError(
      'encoder-unavailable',
      worded(
        'There is no encoder in {0}: the package of Turnout for any machine comes without. On Linux (glibc), Windows or Apple silicon, install the one for this machine.',
        file,
      ),
      { cause: error },
    );
  }
}

/** Weights over embeddings mean nothing to another encoder. */
function requireSameEncoder(pack: ModelFiles, models: ModelFiles): void {
  const { encoder, files } = models.manifest;
  if (pack.manifest.encoder.sha256 === files[encoder.file]?.sha256) return;
  throw new TurnoutError(
    'weights-damaged',
    worded(
      '{0} was made for another encoder than this version’s. Make it again with training/own_router.py.',
      pack.folder,
    ),
  );
}

/** @throws TurnoutError `unknown-router` unless there is a router of that name */
export function requireRouterName(name: string): string {
  listingOf(name);
  return name;
}

/** Whatever was trained here reads prompts as they were read in training; a model of the user's own reads them itself. */
function readingReadably(router: Router): Router {
  return { name: router.name, winRate: (prompt) => router.winRate(readablePrompt(prompt)) };
}

function listingOf(name: string): Listing {
  const listing = Object.hasOwn(routers, name) ? routers[name] : undefined;
  if (listing !== undefined) return listing;
  throw new TurnoutError(
    'unknown-router',
    worded('There is no router "{0}". Choose one of: {1}.', name, routerNames.join(', ')),
  );
}

function openRandomRouter(seed: number): CalibratedRouter {
  const hash = createHash('sha256').update(`random ${seed}`).digest('hex');
  return { router: createRandomRouter(seed), calibration: randomCalibration, hash, trainedPromptHashes: [] };
}
