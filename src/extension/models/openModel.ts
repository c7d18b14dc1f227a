import type { LimitsOf } from '../../node/modelLimits';
import type { ChatModel, ModelRef } from '../../routing/chat';
import { openEditorModel } from '../languageModels/editorModel';

/**
 * The model behind a reference, ready to be asked.
 *
 * @param apiKey undefined where none is wanted
 * @param limitsOf where the model's limits matter
 */
export async function openModel(
  ref: ModelRef,
  apiKey: string | undefined,
  limitsOf?: LimitsOf,
): Promise<ChatModel> {
  if (ref.provider === 'editor') return openEditorModel(ref);
  // The providers' SDKs are large and wanted by the first prompt, not at activation.
  const { createChatModel } = await import('../../providers/chatModel');
  return createChatModel(ref, apiKey, { limits: await limitsOf?.(ref, apiKey) });
}
