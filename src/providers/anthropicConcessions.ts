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
  const spared = withoutUnsupported(words, body);
  if (spared !== undefined) return spared;
  const largest = Number(/max_tokens: \d+ > (\d+)/.exec(words)?.[1]);
  return largest > 0 && largest < body.max_tokens ? limitedTo(largest, body) : undefined;
}

const sparable = ['temperature', 'top_p', 'top_k', 'context_management', 'service_tier'] as const;

/** Fields that a model of another generation takes: left out, or thinking in the way that this one knows. */
export function withoutUnsupported(words: string, body: AnthropicBody): AnthropicBody | undefined {
  if (!/support|not permitted|deprecated|cannot both|not allowed/i.test(words)) return undefined;
  const { thinking, output_config } = body;
  if (thinking?.type === 'adaptive' && /adaptive/i.test(words)) {
    const budget = Math.min(10_000, Math.floor(body.max_tokens / 2));
    const { thinking: _, ...rest } = body;
    return budget < leastBudget ? rest : { ...rest, thinking: { type: 'enabled', budget_tokens: budget } };
  }
  if (thinking?.type === 'enabled' && /thinking/i.test(words)) {
    if (/adaptive/i.test(words)) return { ...body, thinking: { type: 'adaptive' } };
    return withoutThinkingNow(body);
  }
  if (output_config?.effort && /effort/i.test(words)) {
    const { effort: _, ...config } = output_config;
    const { output_config: __, ...rest } = body;
    return Object.keys(config).length === 0 ? rest : { ...rest, output_config: config };
  }
  const fields = body as unknown as Record<string, unknown>;
  const name = sparable.find((each) => fields[each] !== undefined && new RegExp(`\\b${each}\\b`).test(words));
  if (name === undefined) return undefined;
  const { [name]: _, ...rest } = fields;
  return rest as unknown as AnthropicBody;
}

/** The API takes no smaller budget of thinking. */
const leastBudget = 1_024;

/** What may be thought has to be less than the limit. */
function limitedTo(largest: number, body: AnthropicBody): AnthropicBody {
  const { thinking, ...rest } = body;
  const limited = { ...rest, max_tokens: largest };
  if (thinking?.type !== 'enabled') return thinking === undefined ? limited : { ...limited, thinking };
  const budget = Math.min(thinking.budget_tokens, largest - 1);
  return budget < leastBudget ? limited : { ...limited, thinking: { ...thinking, budget_tokens: budget } };
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
