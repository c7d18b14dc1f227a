import path from 'node:path';
import { expect, test } from 'vitest';
import bundled from '../../../models/qualityCurves.json';
import { openModelFiles } from '../../../src/node/modelFiles';
import { openRouter } from '../../../src/node/routers/routerList';
import type { QualityCurves } from '../../../src/routing/slider/stopForecast';

const curves: QualityCurves = bundled;
const unneeded = () => Promise.reject(new Error('Nothing is scored here.'));

test('the bundled curves are those of the bundled weights', async () => {
  const models = await openModelFiles(path.join(import.meta.dirname, '..', '..', '..', 'models'));
  expect(Object.keys(curves.routers).sort()).toEqual(Object.keys(models.manifest.routers).sort());
  for (const [name, { hash, points }] of Object.entries(curves.routers)) {
    const router = await openRouter(name, { models, embed: unneeded, openPack: unneeded });
    expect(`${name} ${hash}`).toBe(`${name} ${router.hash}`);
    expect(points[0]).toEqual({ strongShare: 0, pgr: 0, low: 0, high: 0 });
    expect(points.at(-1)).toEqual({ strongShare: 1, pgr: 1, low: 1, high: 1 });
    for (const [index, { strongShare, pgr, low, high }] of points.entries()) {
      expect(strongShare).toBeCloseTo(index / 20, 9);
      expect(low).toBeLessThanOrEqual(pgr);
      expect(high).toBeGreaterThanOrEqual(pgr);
    }
  }
});
