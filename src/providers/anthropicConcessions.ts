import Anthropic from '@anthropic-ai/sdk';
import type { AnthropicBody } from './anthropicRequest';
import { endpointMessage } from './problems';

/**
 * What to send instead of a request that the API refused for something it can be asked without:
 * - thinking whose signature it does not accept, as another model's or endpoint's (also its own, where the conversation before
 *   it has changed): the conversation without its thinking;
 * - a turn that calls tools without thinking first, as another model's does: no thinking in this answer either;
 * - a limit above what the model can write: the model's own.
 *
 * @returns undefined when it is none of these, or nothing would change
 */
export function concession(error: unknown, body: AnthropicBody): AnthropicBody | undefined {
  if (!(error instanceof Anthropic.APIError) || error.status !== 400) return undefined;
  const words = endpointMessage(error.error) ?? '';
  if (/expected .?thinking.*found|must start with a thinking block/i.test(words))
    return withoutThinkingNow(body);
  if (/thinking/i.test(words) && /signature|block is bound|cannot be modified/i.test(words)) {
    return withoutThinking(body);
  }
  const largest = Number(/max_tokens: \d+ > (\d+)/.exec(words)?.[1]);
  return largest > 0 && largest < body.max_tokens ? { ...body, max_tokens: largest } : undefined;
}

function withoutThinking(body: AnthropicBody): AnthropicBody | undefined {
  const messages = body.messages.flatMap((message) => {
    if (typeof message.content === 'string') return [message];
    const content = message.content.filter(({ type }) => type !== 'thinking' && type !== 'redacted_thinking');
    if (content.length === message.content.length) return [message];
    return content.length === 0 ? [] : [{ ...message, content } as Anthropic.MessageParam];
  });
  const changed =
    messages.length < body.messages.length ||
    messages.some((message, index) => message !== body.messages[index]);
  return changed ? { ...body, messages } : undefined;
}

/** What edits the context may edit its thinking, and is refused without. */
function withoutThinkingNow(body: AnthropicBody): AnthropicBody | undefined {
  if (body.thinking === undefined) return undefined;
  const {
    thinking: _,
    context_management: __,
    ...rest
  } = body as AnthropicBody & { context_management?: unknown };
  return withoutThinking(rest) ?? rest;
}
