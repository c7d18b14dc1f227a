import type { LimitsOf } from '../../node/modelLimits';
import { patientFetch } from '../../node/patientFetch';
import { leadsToPrivateHost } from '../../node/privateHost';
import { timeoutsFor } from '../../node/timeLimits';
import type { ChatModel, ModelRef } from '../../routing/chat';
import { openEditorModel } from '../editorModels/editorModel';
import { readHeaders, readSilenceLimit } from '../settings';

/**
 * The model behind a reference, ready to be asked with the headers that the settings hold for its endpoint.
 *
 * @param apiKey undefined where none is wanted
 * @param limitsOf where the model's limits matter
 * @throws TurnoutError `bad-input` where its headers cannot be sent
 */
export async function openModel(
  ref: ModelRef,
  apiKey: string | undefined,
  limitsOf?: LimitsOf,
): Promise<ChatModel> {
  if (ref.provider === 'editor') return openEditorModel(ref);
  const headers = readHeaders(ref.baseUrl, process.env);
  // The providers' SDKs are large and wanted by the first prompt, not at activation.
  const { createChatModel } = await import('../../providers/chatModel');
  return createChatModel(ref, apiKey, {
    headers,
    limits: await limitsOf?.(ref, apiKey, headers),
    timeouts: timeoutsFor(ref.baseUrl, readSilenceLimit()),
    // Elsewhere the editor's own knows the proxies.
    fetch: leadsToPrivateHost(ref.baseUrl) ? patientFetch : undefined,
  });
}
