import { expect, test } from 'vitest';
import { createExplainer, type ExplainerOptions } from '../../src/node/explainer';
import type { CalibratedRouter } from '../../src/node/routers/calibratedRouter';
import { evenCalibration } from '../../src/node/routers/causalEndpoint';
import type { PairAssessment } from '../../src/routing/assessment';
import { decide, decideWithoutWinRate } from '../../src/routing/decision';
import { TurnoutError, worded } from '../../src/routing/errors';
import { fewestOwnDecisions } from '../../src/routing/explanation';
import { paperLevels } from '../../src/routing/levels';
import type { Estimate } from '../../src/routing/router';
import type { Calibration } from '../../src/routing/slider/calibration';
import { entryWith } from './ledger/entries';

const cut = { router: 'default', threshold: 0.5, strongShare: 0.5 };
const decision = decide({ winRate: 0.75, unknownShare: 0 }, cut, 1);
const assessment: PairAssessment = {
  kind: 'math',
  reasoning: 0.1,
  success: { strong: 0.97, weak: 0.9 },
  levels: paperLevels,
};

interface Setting extends Partial<ExplainerOptions> {
  readonly winRate?: () => Promise<Estimate>;
  readonly calibration?: Calibration;
}

function explainerOf({ winRate, calibration, ...others }: Setting = {}) {
  const router = { calibration: calibration ?? { quantiles: [0, 0.5, 0.9], prompts: 3 } } as CalibratedRouter;
  return createExplainer({
    dispatcher: () => ({
      open: async () => router,
      winRate: winRate ?? (async () => ({ winRate: 0.75, unknownShare: 0, assessment })),
    }),
    readEntries: async () => [],
    ...others,
  });
}

test('a decision is explained by its rank and by what the network says of the prompt', async () => {
  expect(await explainerOf().explain('1 + 1', decision)).toEqual({
    decision,
    rank: { below: expect.closeTo(0.8125, 9), among: 'calibration-sample', prompts: 3 },
    assessment,
  });
});

test('with enough of them the rank is among one’s own decisions', async () => {
  const own = Array.from({ length: fewestOwnDecisions }, (_, i) =>
    entryWith({ decision: { ...decision, winRate: i < 10 ? 0.9 : 0.1 } }),
  );
  const { rank } = await explainerOf({ readEntries: async () => own }).explain('1 + 1', decision);
  expect(rank).toEqual({ below: 0.8, among: 'own-decisions', prompts: fewestOwnDecisions });
});

test('a router that nobody has calibrated gives no rank', async () => {
  const { rank } = await explainerOf({ calibration: evenCalibration }).explain('1 + 1', decision);
  expect(rank).toBeUndefined();
});

test('where the router failed there is nothing to explain', async () => {
  const failed = await explainerOf().explain('1 + 1', decideWithoutWinRate(worded('no'), cut, 1));
  expect(failed).toMatchObject({ rank: undefined, assessment: undefined });
});

test('without native code the rest is explained', async () => {
  const winRate = () =>
    Promise.reject(new TurnoutError('encoder-unavailable', 'No encoder on this machine.'));
  expect(await explainerOf({ winRate }).explain('1 + 1', decision)).toMatchObject({
    rank: { below: expect.any(Number) },
    assessment: undefined,
  });
});
