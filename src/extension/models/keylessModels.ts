import { listOllamaModels } from '../../providers/ollama';
import { editorModelRef, offeredEditorModels } from '../languageModels/editorModel';
import { readOllamaUrl } from '../settings';
import type { KeylessModels } from './keylessOffer';
import { ollamaRef } from './modelPicker';

/** Looks for models that need no key: those of the Ollama on this machine, and those the editor offers. */
export async function findKeylessModels(): Promise<KeylessModels> {
  const [ollama, editor] = await Promise.all([listOllamaModels(readOllamaUrl()), offeredEditorModels()]);
  // The price table is read only where it can tell two models apart.
  const listPriceOf = editor.length > 1 ? (await import('../../node/prices')).listPriceOf : () => undefined;
  return {
    ollama: ollama.map(({ name, size }) => ({ ref: ollamaRef(name), size })),
    editor: editor.map((model) => ({ ref: editorModelRef(model), listPrice: listPriceOf(model.family) })),
  };
}
