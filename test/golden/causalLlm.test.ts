import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { type EncoderSession, openEncoderSession } from '../../src/node/encoder/encoderSession';
import { type ModelFiles, openModelFiles } from '../../src/node/modelFiles';
import type { CalibratedRouter } from '../../src/node/routers/calibratedRouter';
import { openRouter } from '../../src/node/routers/routerList';
import { readablePrompt } from '../../src/routing/asking/readablePrompt';
import { goldenRows } from './golden';

const pack = fileURLToPath(new URL('../../models/packs/causal_llm', import.meta.url));

/** Where one side widens four bits otherwise than the other. */
const tolerance = 0.02;

/** What Python (training/causal_golden.py) got for the golden prompts; a win rate for every tenth. */
const written: {
  readonly rows: readonly {
    readonly tokens: number;
    readonly tokenHash: string;
    readonly winRate?: number;
  }[];
} = JSON.parse(readFileSync(new URL('causalLlm.json', import.meta.url), 'utf8'));
const rows = written.rows.map((row, i) => ({ ...row, prompt: goldenRows[i]?.prompt ?? '' }));

// A clone without large files lacks the pack.
describe.runIf(existsSync(pack))('the causal_llm pack gives what Python gave', () => {
  let files: ModelFiles;
  let session: EncoderSession;
  let opened: CalibratedRouter;

  beforeAll(async () => {
    files = await openModelFiles(pack);
    session = await openEncoderSession(files);
    opened = await openRouter('causal_llm', {
      models: files,
      embed: () => Promise.reject(new Error('The pack has a network of its own.')),
      openPack: async () => ({ files, run: session.embed }),
    });
  }, 60_000);

  it('the same tokens of every prompt', () => {
    const differing = rows.filter(({ prompt, tokens, tokenHash }) => {
      const ids = session.tokenIds(readablePrompt(prompt));
      return ids.length !== tokens || hashIds(ids) !== tokenHash;
    });
    expect(differing.map(({ prompt }) => prompt.slice(0, 60))).toEqual([]);
  });

  it.each(rows.filter(({ winRate }) => winRate !== undefined))(
    `a win rate within ${tolerance}: $tokens tokens, $tokenHash`,
    async ({ prompt, winRate = Number.NaN }) => {
      const estimate = await opened.router.winRate(prompt);
      expect(Math.abs(estimate.winRate - winRate)).toBeLessThanOrEqual(tolerance);
    },
  );

  it('lists a file of every name and no other', async () => {
    for (const name of Object.keys(files.manifest.files)) await files.read(name);
    expect(opened.calibration.quantiles).toHaveLength(1001);
  });
});

function hashIds(ids: readonly number[]): string {
  return createHash('sha256').update(ids.join(',')).digest('hex').slice(0, 16);
}
