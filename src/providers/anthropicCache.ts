import type Anthropic from '@anthropic-ai/sdk';
import type { AnthropicBody } from './anthropicRequest';

const mark = { cache_control: { type: 'ephemeral' } } as const;

/**
 * Marks what the next call will begin with again, so that it need not be paid for in full: tools, system text, and the
 * conversation up to the newest turn and with it. Four marks, which is as many as the API allows. A first question without
 * tools may be the only one: writing it to the cache costs a quarter more, so that it is not marked.
 *
 * A body that carries marks of its own is left as it is.
 */
export function markStablePrefix(body: AnthropicBody): AnthropicBody {
  if (carriesMarks(body)) return body;
  const { system, tools, messages } = body;
  const goesOn = messages.length > 1 || (tools !== undefined && tools.length > 0);
  const marked = goesOn ? [messages.length - 2, messages.length - 1] : [];
  return {
    ...body,
    ...(system === undefined ? {} : { system: lastMarked(blocksOf(system), () => true) }),
    // A tool that is only looked for when it is wanted is no part of the prefix.
    ...(tools === undefined
      ? {}
      : { tools: lastMarked(tools, (tool) => !('defer_loading' in tool && tool.defer_loading)) }),
    messages: messages.map((message, index) => (marked.includes(index) ? messageMarked(message) : message)),
  };
}

function messageMarked(message: Anthropic.MessageParam): Anthropic.MessageParam {
  const content = lastMarked(
    blocksOf(message.content),
    ({ type }) => type !== 'thinking' && type !== 'redacted_thinking',
  );
  return { ...message, content } as Anthropic.MessageParam;
}

/** The API takes no mark on a blank text. */
function blocksOf<Block>(content: string | Block[]): (Block | Anthropic.TextBlockParam)[] {
  if (typeof content !== 'string') return content;
  return content.trim() === '' ? [] : [{ type: 'text', text: content }];
}

function lastMarked<Item>(items: Item[], takesMark: (item: Item) => boolean): Item[] {
  const last = items.findLastIndex(takesMark);
  return items.map((item, index) => (index === last ? { ...item, ...mark } : item));
}

function carriesMarks({ cache_control, system, tools = [], messages }: AnthropicBody): boolean {
  const blocks = messages.flatMap(({ content }) => (typeof content === 'string' ? [] : content));
  const nested = blocks.flatMap((block) =>
    block.type === 'tool_result' && Array.isArray(block.content) ? block.content : [],
  );
  const places: object[] = [
    ...(typeof system === 'string' ? [] : (system ?? [])),
    ...tools,
    ...blocks,
    ...nested,
  ];
  const isMarked = (place: object) => 'cache_control' in place && place.cache_control != null;
  return cache_control != null || places.some(isMarked);
}
