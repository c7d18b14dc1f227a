import type { WireFormat } from '../wireFormat';
import { openAiError, openAiStatus } from './openaiErrors';
import { readOpenAiRequest } from './openaiRequest';

/** OpenAI's chat completions, and the errors of all of its API. */
export const openAiFormat: WireFormat = {
  read: readOpenAiRequest,
  refuse: (refusal) => ({ status: openAiStatus(refusal), body: openAiError(refusal) }),
};
