import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { type EncoderSession, openEncoderSession } from '../../src/node/encoder/encoderSession';
import { type ModelFiles, openModelFiles } from '../../src/node/modelFiles';
import { openRouter } from '../../src/node/routers/routerList';
import { goldenPromptCount, goldenRows, goldenVnni } from './golden';

const models = fileURLToPath(new URL('../../models', import.meta.url));

/** int8 products saturate on CPUs without VNNI, so win rates differ a little from one kind to the other. */
const sameKindOfCpu = goldenVnni === hasVnni();
const tolerance = sameKindOfCpu ? 1e-3 : 0.03;

let files: ModelFiles;
let encoder: EncoderSession;

beforeAll(async () => {
  files = await openModelFiles(models);
  encoder = await openEncoderSession(files);
});

it('holds 200 prompts', () => {
  expect(goldenPromptCount).toBe(200);
  expect(goldenRows).toHaveLength(200);
});

it('cuts every prompt into the same word pieces as Python', () => {
  const differing = goldenRows.filter(({ prompt, tokens, tokenHash }) => {
    const ids = encoder.tokenIds(prompt);
    return ids.length !== tokens || hashIds(ids) !== tokenHash;
  });
  expect(differing.map(({ prompt }) => prompt.slice(0, 60))).toEqual([]);
});

describe(`win rates within ${tolerance} of Python's (${sameKindOfCpu ? 'same kind of CPU' : 'VNNI on one side only'})`, () => {
  it.each(Object.keys(goldenRows[0]?.winRates ?? {}))('%s', async (name) => {
    const { router } = await openRouter(name, {
      models: files,
      embed: encoder.embed,
      openPack: async (pack) => {
        const packed = await openModelFiles(path.join(models, 'packs', pack));
        return { files: packed, run: (await openEncoderSession(packed)).embed };
      },
    });
    for (const { prompt, winRates } of goldenRows) {
      const { winRate } = await router.winRate(prompt);
      const apart = Math.abs(winRate - (winRates[name] ?? Number.NaN));
      expect(apart, `${winRate} for ${JSON.stringify(prompt.slice(0, 60))}`).toBeLessThanOrEqual(tolerance);
    }
  });
});

function hashIds(ids: readonly number[]): string {
  return createHash('sha256').update(ids.join(',')).digest('hex').slice(0, 16);
}

/** As training/golden.py tells it; where it cannot be told, the wide tolerance applies. */
function hasVnni(): boolean | undefined {
  if (process.arch === 'arm64') return true;
  try {
    return readFileSync('/proc/cpuinfo', 'utf8').includes('_vnni');
  } catch {
    return undefined;
  }
}
