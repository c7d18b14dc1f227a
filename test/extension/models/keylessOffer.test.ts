import fc from 'fast-check';
import { expect, test } from 'vitest';
import { keylessOffer, shownOffer } from '../../../src/extension/models/keylessOffer';
import type { ModelRef } from '../../../src/routing/chat';

const ollama = (model: string, size: number) => ({
  ref: { provider: 'openai', baseUrl: 'http://127.0.0.1:11434/v1', model } satisfies ModelRef,
  size,
});
const editor = (model: string, listPrice?: number) => ({
  ref: { provider: 'editor', baseUrl: 'vscode-lm:copilot', model } satisfies ModelRef,
  listPrice,
});

test.each([
  ['nothing', [], [], null],
  ['one of Ollama', [ollama('small', 2)], [], { kind: 'half', side: 'weak', model: 'small' }],
  [
    'three of Ollama',
    [ollama('middle', 4), ollama('large', 9), ollama('small', 2)],
    [],
    { kind: 'pair', strong: 'large', weak: 'small' },
  ],
  [
    'two of Ollama that are of one size',
    [ollama('newest', 4), ollama('older', 4)],
    [],
    { kind: 'half', side: 'weak', model: 'newest' },
  ],
  ['one of the editor', [], [editor('gpt-5')], { kind: 'half', side: 'strong', model: 'gpt-5' }],
  [
    'several of the editor, one of them of unknown price',
    [],
    [editor('mini', 0.002), editor('dear', 0.03), editor('auto'), editor('middle', 0.01)],
    { kind: 'pair', strong: 'dear', weak: 'mini' },
  ],
  ['several of the editor, none of known price', [], [editor('a'), editor('b')], null],
  [
    'Ollama beside an editor',
    [ollama('newest', 2), ollama('large', 9)],
    [editor('mini', 0.002), editor('dear', 0.03)],
    { kind: 'pair', strong: 'dear', weak: 'newest' },
  ],
  [
    'Ollama beside one model of the editor',
    [ollama('small', 2)],
    [editor('scripted')],
    { kind: 'pair', strong: 'scripted', weak: 'small' },
  ],
] as const)('%s', (_, ollamaModels, editorModels, offer) => {
  expect(shownOffer(keylessOffer({ ollama: ollamaModels, editor: editorModels }))).toEqual(offer);
});

test('whatever was found, two models that are offered are two, and both were found', () => {
  const models = fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd'));
  const price = fc.option(fc.integer({ min: 0, max: 3 }), { nil: undefined });
  const found = fc.record({
    ollama: models.chain((names) =>
      fc.tuple(...names.map((name) => fc.nat(3).map((size) => ollama(name, size)))),
    ),
    editor: models.chain((names) => fc.tuple(...names.map((name) => price.map((p) => editor(name, p))))),
  });
  fc.assert(
    fc.property(found, (models) => {
      const offer = keylessOffer(models);
      const refs: ModelRef[] = [...models.ollama, ...models.editor].map(({ ref }) => ref);
      if (offer?.kind === 'half') expect(refs).toContainEqual(offer.ref);
      if (offer?.kind !== 'pair') return;
      expect(refs).toContainEqual(offer.pair.strong);
      expect(refs).toContainEqual(offer.pair.weak);
      expect(offer.pair.strong).not.toEqual(offer.pair.weak);
    }),
  );
});
