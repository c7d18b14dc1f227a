import type { WireFormat } from '../wireFormat';
import { anthropicError, anthropicStatus } from './anthropicErrors';
import { readAnthropicRequest } from './anthropicRequest';

/** Anthropic's messages, and their errors. */
export const anthropicFormat: WireFormat = {
  read: readAnthropicRequest,
  refuse: (refusal) => ({ status: anthropicStatus(refusal), body: anthropicError(refusal) }),
};
