import { type Calibration, parseCalibration } from '../routing/calibration';
import { TurnoutError } from '../routing/errors';
import type { Embed, Router } from '../routing/router';
import { createDefaultRouter, parseDefaultWeights } from '../routing/routers/default';
import { createLexicalRouter, parseLexicalWeights } from '../routing/routers/lexical';
import { createMfRouter, parseMfWeights } from '../routing/routers/mf';
import { createRandomRouter, randomCalibration } from '../routing/routers/random';
import type { ModelFiles } from './modelFiles';

/** A router and the map between its win rates and the slider. */
export interface CalibratedRouter {
  readonly router: Router;
  readonly calibration: Calibration;
}

export const defaultRouterName = 'default';

/** Decides where the default router cannot be loaded: it needs no native code. */
export const fallbackRouterName = 'lexical';

type Opener = (models: ModelFiles, embed: Embed) => Promise<CalibratedRouter>;
type ReadWeights = (router: string) => Promise<unknown>;

/** Every router there is. Adding one takes a file in `routing/routers/` and a line here. */
const routers: Readonly<Record<string, Opener>> = {
  default: bundled('default', async (read, embed) => {
    const lexical = parseLexicalWeights(await read('lexical'));
    return createDefaultRouter(parseDefaultWeights(await read('default')), lexical, embed);
  }),
  mf: bundled('mf', async (read, embed) => createMfRouter(parseMfWeights(await read('mf')), embed)),
  lexical: bundled('lexical', async (read) =>
    createLexicalRouter(parseLexicalWeights(await read('lexical'))),
  ),
  random: async () => ({ router: createRandomRouter(0), calibration: randomCalibration }),
};

export const routerNames: readonly string[] = Object.keys(routers);

/**
 * @throws TurnoutError `unknown-router`, naming it, or `weights-*`, naming the file
 */
export async function openRouter(name: string, models: ModelFiles, embed: Embed): Promise<CalibratedRouter> {
  const open = Object.hasOwn(routers, name) ? routers[name] : undefined;
  if (open === undefined) throw unknownRouter(name);
  return open(models, embed);
}

/** @throws TurnoutError `unknown-router` unless there is a router of that name */
export function requireRouterName(name: string): string {
  if (!routerNames.includes(name)) throw unknownRouter(name);
  return name;
}

/** A router whose weights and quantiles lie in models/. */
function bundled(name: string, build: (read: ReadWeights, embed: Embed) => Promise<Router>): Opener {
  return async (models, embed) => {
    const read: ReadWeights = async (router) => {
      const file = models.manifest.routers[router]?.file;
      if (file === undefined) {
        throw new TurnoutError(
          'weights-missing',
          `${models.folder}/manifest.json lists no router "${router}".`,
        );
      }
      return models.readJson(file);
    };
    const router = await build(read, embed);
    const calibration = parseCalibration(await models.readJson(models.manifest.calibration), name);
    return { router, calibration };
  };
}

function unknownRouter(name: string): TurnoutError {
  return new TurnoutError(
    'unknown-router',
    `There is no router "${name}". Choose one of: ${routerNames.join(', ')}.`,
  );
}
