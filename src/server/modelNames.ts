import { routerNames } from '../node/routers/routerList';
import type { NamedCut } from '../node/serving';
import { RefusedRequest } from './refusal';

/** Whichever of the pair the slider's setting gives. */
export const autoModel = 'turnout';

/** Shown for every threshold there is. */
const exampleThreshold = 0.5;

/** The names that a list shows: {@link autoModel}, and each router at one of its thresholds. */
export const listedModels: readonly string[] = [
  autoModel,
  ...routerNames.map((router) => `router-${router}-${exampleThreshold}`),
];

/**
 * What a client asks for by a model's name: RouteLLM's `router-<name>-<threshold>`, or {@link autoModel}.
 *
 * @param anyModel whether every other name means {@link autoModel}; a router that is asked for is never replaced
 * @returns undefined for the slider's setting
 * @throws RefusedRequest `unknown-model`
 */
export function cutNamed(model: string, anyModel: boolean): NamedCut | undefined {
  if (model === autoModel) return undefined;
  const [, router, threshold] = /^router-(.+)-([\d.]+(?:e-?\d+)?)$/i.exec(model) ?? [];
  if (router !== undefined && routerNames.includes(router)) {
    const alpha = Number(threshold);
    if (alpha >= 0 && alpha <= 1) return { router, threshold: alpha };
  }
  if (anyModel && !model.startsWith('router-')) return undefined;
  throw new RefusedRequest({
    kind: 'unknown-model',
    message: `The model "${model}" does not exist. Use "${autoModel}", or router-NAME-THRESHOLD with a threshold from 0 to 1 and one of the routers ${routerNames.join(', ')}.`,
    field: 'model',
  });
}
