import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { HashedRouter } from '../../../src/node/routers/calibratedRouter';
import {
  calibrationFolder,
  readSavedCalibration,
  saveCalibration,
} from '../../../src/node/slider/savedCalibration';
import { createRandomRouter } from '../../../src/routing/routers/random';
import { temporaryFolder } from '../temporaryFolder';

const router: HashedRouter = { router: createRandomRouter(0), hash: 'abc' };
const calibration = { quantiles: [0.1, 0.2, 0.2, 0.7], prompts: 4 };

describe('a saved calibration', () => {
  it('is read back for the router it was made with', async () => {
    const folder = calibrationFolder(temporaryFolder());
    const file = await saveCalibration(folder, router, calibration);
    expect(file).toBe(path.join(folder, 'random.json'));
    expect(await readSavedCalibration(folder, router)).toEqual(calibration);
  });

  it('counts for nothing once the weights are others', async () => {
    const folder = temporaryFolder();
    await saveCalibration(folder, router, calibration);
    expect(await readSavedCalibration(folder, { ...router, hash: 'abd' })).toBeUndefined();
  });

  it('takes the place of an earlier one', async () => {
    const folder = temporaryFolder();
    await saveCalibration(folder, router, { quantiles: [0, 0.9], prompts: 2 });
    await saveCalibration(folder, router, calibration);
    expect(await readSavedCalibration(folder, router)).toEqual(calibration);
  });

  it('holds numbers, and no word but names', async () => {
    const file = await saveCalibration(temporaryFolder(), router, calibration);
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual({
      hash: 'abc',
      random: { quantiles: [0.1, 0.2, 0.2, 0.7], sample: { prompts: 4 } },
    });
  });

  it('may be missing, with its folder', async () => {
    expect(await readSavedCalibration(path.join(temporaryFolder(), 'none'), router)).toBeUndefined();
  });

  it.each(['', 'null', '[]', '{"hash": "abc"}', '{"hash": "abc", "random": {"quantiles": [0.5, 0.1]}}'])(
    'that is %j is named, with what to do',
    async (text) => {
      const folder = temporaryFolder();
      const file = path.join(folder, 'random.json');
      writeFileSync(file, text);
      await expect(readSavedCalibration(folder, router)).rejects.toMatchObject({
        code: 'weights-damaged',
        message: expect.stringMatching(/random\.json is no calibration .*Delete it/),
      });
    },
  );
});
