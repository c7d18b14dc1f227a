import { createHash } from 'node:crypto';
import type { ModelConnection } from '../../providers/connection';
import { TurnoutError, worded } from '../../routing/errors';
import { highestWinRate } from '../../routing/router';
import { createCausalLlmEndpointRouter, labels, ratingRequest } from '../../routing/routers/causalLlm';
import type { Calibration } from '../../routing/slider/calibration';
import type { CalibratedRouter } from './calibratedRouter';

/** A model that rates prompts, at an OpenAI-compatible endpoint that gives log-probabilities. */
export interface CausalEndpoint {
  readonly baseUrl: string;
  readonly model: string;
  /** Undefined or '' where the endpoint wants none, as local ones do. */
  readonly apiKey: string | undefined;
  /** `globalThis.fetch` if left out. */
  readonly fetch?: ModelConnection['fetch'];
}

/**
 * For a router whose win rates nobody has sampled yet: a strong share of 30 % means a threshold of 0.7. It sends that
 * share of prompts only by chance.
 */
export const evenCalibration: Calibration = { quantiles: [0, highestWinRate] };

/** Long enough for a local model that has to be loaded first. */
const patienceMs = 120_000;

/** The causal_llm router with the endpoint's model in place of a pack. Nothing is sent until it is asked. */
export function openCausalEndpoint({ baseUrl, model, apiKey, fetch }: CausalEndpoint): CalibratedRouter {
  const connection = { ref: { provider: 'openai', baseUrl, model }, apiKey, fetch } as const;
  const router = createCausalLlmEndpointRouter(async (messages) => {
    // With the SDKs that it brings, it is loaded where somebody has such an endpoint, and not with every start.
    const { labelProbabilities } = await import('../../providers/labelProbabilities');
    const signal = AbortSignal.timeout(patienceMs);
    try {
      return await labelProbabilities(connection, messages, labels, signal);
    } catch (error) {
      if (!signal.aborted) throw error;
      throw new TurnoutError(
        'router-failed',
        worded('{0} at {1} gave no rating within {2} s.', model, baseUrl, patienceMs / 1000),
      );
    }
  });
  const hash = createHash('sha256')
    .update(JSON.stringify([baseUrl, model, ratingRequest('')]))
    .digest('hex');
  return { router, hash, calibration: evenCalibration, trainedPromptHashes: [] };
}
