import { describe, expect, it } from 'vitest';
import { openStudyRouters } from '../../src/cli/studyRouters';
import { routerNames } from '../../src/node/routers/routerList';
import { TurnoutError } from '../../src/routing/errors';

const missing = new TurnoutError('weights-missing', 'not here');

/** Weights by router, and by router and augmentation. */
function openerOf(there: readonly string[], damaged: readonly string[] = []) {
  const open = async (key: string, name: string) => {
    if (damaged.includes(key)) throw new TurnoutError('weights-damaged', `${key} is damaged`);
    if (!there.includes(key)) throw missing;
    const router = { name, winRate: async () => ({ winRate: 0.5, unknownShare: 0 }) };
    return {
      router,
      hash: key,
      calibration: { quantiles: [0, 0.9] },
      trainedPromptHashes: [`learnt by ${key}`],
    };
  };
  return {
    open: (name: string) => open(name, name),
    openAugmented: (name: string, augmentation: string) => open(`${name} ${augmentation}`, name),
  };
}

describe('the routers of the study', () => {
  it('are all that are there, with the parts of the data they have weights of', async () => {
    const dispatcher = openerOf(['default', 'mf', 'mf base', 'mf judge', 'random', 'bert base']);
    const { routers, trainedPromptHashes } = await openStudyRouters(dispatcher);
    expect(routers.map(({ name, augmentation, hash }) => [name, augmentation, hash])).toEqual([
      ['default', 'all', 'default'],
      ['mf', 'base', 'mf base'],
      ['mf', 'judge', 'mf judge'],
      ['mf', 'all', 'mf'],
    ]);
    expect(trainedPromptHashes).toEqual(new Set(['learnt by default', 'learnt by mf']));
  });

  it('are routed by the shipped weights alone', async () => {
    const { routers } = await openStudyRouters(openerOf(['mf', 'mf base']));
    expect(routers.map(({ augmentation, calibration }) => [augmentation, calibration !== undefined])).toEqual(
      [
        ['base', false],
        ['all', true],
      ],
    );
  });

  it('name those that are left out, and those that a sample must do for', async () => {
    const { leftOut, routers } = await openStudyRouters(openerOf(['causal_llm']));
    const others = routerNames.filter((name) => !['random', 'own', 'causal_llm'].includes(name));
    expect(leftOut).toHaveLength(others.length + 1);
    expect(leftOut).toContain('`mf` is left out, as its weights were not there.');
    expect(leftOut).toContain(
      '`causal_llm` is slow and measured on a seeded sample of 1,000 rows of a benchmark.',
    );
    expect(routers.map(({ rowLimit }) => rowLimit)).toEqual([1000]);
  });

  it('are only those that were asked for', async () => {
    const dispatcher = openerOf(['default', 'mf', 'mf base']);
    const { routers, trainedPromptHashes, leftOut } = await openStudyRouters(dispatcher, ['mf']);
    expect(routers.map(({ hash }) => hash)).toEqual(['mf base', 'mf']);
    expect(trainedPromptHashes).toEqual(new Set(['learnt by mf']));
    expect(leftOut).toEqual([]);
  });

  it('may not be damaged', async () => {
    await expect(openStudyRouters(openerOf(['mf'], ['mf base']))).rejects.toThrow('mf base is damaged');
  });
});
