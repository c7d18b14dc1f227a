import type { ChatModel, ModelRef } from '../routing/chat';
import { createAnthropicModel } from './anthropic';
import type { ModelConnection } from './connection';
import { createOpenAiModel } from './openai';

/**
 * The model behind a reference. Nothing is sent until it is asked.
 *
 * @param apiKey undefined where the endpoint wants none
 * @param options what a host knows better, for example a fetch of its own
 */
export function createChatModel(
  ref: ModelRef,
  apiKey: string | undefined,
  options: Pick<ModelConnection, 'headers' | 'fetch' | 'timeouts' | 'limits'> = {},
): ChatModel {
  const connection: ModelConnection = { ref, apiKey, ...options };
  return ref.provider === 'anthropic' ? createAnthropicModel(connection) : createOpenAiModel(connection);
}
