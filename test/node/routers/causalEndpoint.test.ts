import { afterEach, beforeEach, expect, test } from 'vitest';
import type { CalibratedRouter } from '../../../src/node/routers/calibratedRouter';
import { evenCalibration } from '../../../src/node/routers/causalEndpoint';
import { openRouter } from '../../../src/node/routers/routerList';
import { thresholdForShare } from '../../../src/routing/slider/calibration';
import { ratingReply, ratingWithoutProbabilities } from '../../loopback/labelAnswers';
import { chatRequestOf, type OpenAiServer, startOpenAiServer } from '../../loopback/openaiServer';

let server: OpenAiServer;
beforeEach(async () => {
  server = await startOpenAiServer(ratingReply({ '2': 0.5, '4': 0.25, ' 5': 0.05, 'The ': 0.2 }));
});
afterEach(() => server.close());

/** The router of that name where nothing but the endpoint is there. */
function open(
  endpoint: { readonly model?: string; readonly apiKey?: string } = {},
): Promise<CalibratedRouter> {
  const nothing = () => Promise.reject(new Error('Nothing but the endpoint is needed.'));
  return openRouter('causal_llm', {
    models: { folder: '', manifest: {} as never, read: nothing, readJson: nothing },
    embed: nothing,
    openPack: nothing,
    causalEndpoint: { baseUrl: server.baseUrl, model: 'rater', apiKey: undefined, ...endpoint },
  });
}

test('an endpoint goes before the pack, and rates the prompt', async () => {
  const { router } = await open({ apiKey: 'sk-own' });
  expect(router.name).toBe('causal_llm');
  const { winRate, unknownShare } = await router.winRate('Prove it.');
  expect(winRate).toBeCloseTo(0.5 / 0.8, 9);
  expect(unknownShare).toBe(0);
  const [request] = server.requests;
  expect(request?.headers.authorization).toBe('Bearer sk-own');
  expect(request && chatRequestOf(request).messages[0]?.content).toContain('<prompt>\nProve it.\n</prompt>');
});

test('an endpoint without log-probabilities fails, naming its model', async () => {
  server.reply = ratingWithoutProbabilities('4');
  const { router } = await open();
  await expect(router.winRate('Prove it.')).rejects.toMatchObject({
    code: 'router-failed',
    message: expect.stringContaining(`rater at ${server.baseUrl}`),
  });
});

test('shares map evenly to thresholds until it is calibrated', async () => {
  const { calibration } = await open();
  expect(calibration).toBe(evenCalibration);
  expect(thresholdForShare(calibration, 0.3)).toBeCloseTo(0.7, 5);
});

test('another model is another router, another key is not', async () => {
  const { hash } = await open();
  expect((await open({ model: 'other' })).hash).not.toBe(hash);
  expect((await open({ apiKey: 'sk-own' })).hash).toBe(hash);
});
