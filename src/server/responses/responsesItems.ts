import type { MessagePart } from '../../routing/chat';
import { BadField, type Fields, type Read, readObject, readOptional, readText } from '../fields';
import { openThinking } from './thinkingProof';
import type { ToolNames } from './toolNames';

/** Items as messages of a chat completion. */
export interface ItemMessages {
  readonly messages: readonly Fields[];
  /** What was thought in which message: that format has no place for it. */
  readonly thinking: ReadonlyMap<number, readonly MessagePart[]>;
}

interface ChatMessage {
  readonly role: string;
  content: unknown;
  tool_calls?: Fields[];
  readonly tool_call_id?: string;
}

/** Turns the items of a conversation into messages, those of one answer into one. */
export function messagesOf(items: readonly unknown[], names: ToolNames): ItemMessages {
  const messages: ChatMessage[] = [];
  const thinking = new Map<number, MessagePart[]>();
  /** Pictures that tools gave back: only a person may show any. */
  let shown: Fields[] = [];
  const show = () => {
    if (shown.length > 0) messages.push({ role: 'user', content: shown });
    shown = [];
  };
  const answer = (): ChatMessage => {
    show();
    const last = messages.at(-1);
    if (last?.role === 'assistant') return last;
    const begun: ChatMessage = { role: 'assistant', content: null };
    messages.push(begun);
    return begun;
  };
  const call = (id: string, name: string, input: string) => {
    const message = answer();
    message.tool_calls = [
      ...(message.tool_calls ?? []),
      { id, type: 'function', function: { name, arguments: input } },
    ];
  };

  for (const [index, value] of items.entries()) {
    const field = `input.${index}`;
    const item = readObject(value, field);
    const type = readOptional(item.type, `${field}.type`, readText) ?? 'message';
    const text = (name: string) => readText(item[name], `${field}.${name}`);
    switch (type) {
      case 'message': {
        const role = text('role');
        const content = contentOf(item.content, `${field}.content`);
        if (role === 'assistant') {
          const message = answer();
          message.content = [...listOf(message.content), ...listOf(content)];
        } else {
          show();
          // The name that every server knows.
          messages.push({ role: role === 'developer' ? 'system' : role, content });
        }
        break;
      }
      case 'reasoning': {
        const thought = openThinking(item.encrypted_content);
        if (thought === undefined) break;
        answer();
        const place = messages.length - 1;
        thinking.set(place, [...(thinking.get(place) ?? []), thought]);
        break;
      }
      case 'function_call':
        call(text('call_id'), nameOf(item, field, 'function', names), text('arguments') || '{}');
        break;
      case 'custom_tool_call':
        call(text('call_id'), nameOf(item, field, 'custom', names), JSON.stringify({ input: text('input') }));
        break;
      case 'function_call_output':
      case 'custom_tool_call_output': {
        const content = listOf(contentOf(item.output, `${field}.output`));
        const words = content.flatMap((part) => (part.type === 'text' ? [part.text] : []));
        messages.push({ role: 'tool', tool_call_id: text('call_id'), content: words.join('\n') });
        shown.push(...content.filter((part) => part.type !== 'text'));
        break;
      }
      case 'item_reference':
        throw new BadField(
          field,
          'names an item that is not kept. Send the item itself, or previous_response_id.',
        );
      default:
        // What a vendor's own tools did is its own affair.
        break;
    }
  }
  show();
  return { messages: messages.map((message): Fields => ({ ...message })), thinking };
}

function nameOf(item: Fields, field: string, kind: 'function' | 'custom', names: ToolNames): string {
  const namespace = readOptional(item.namespace, `${field}.namespace`, readText);
  const name = readText(item.name, `${field}.name`);
  return namespace === undefined ? name : names.add({ kind, name, namespace });
}

function listOf(content: unknown): readonly Fields[] {
  if (typeof content === 'string') return content === '' ? [] : [{ type: 'text', text: content }];
  return Array.isArray(content) ? content : [];
}

const contentOf: Read<unknown> = (value, field) => {
  if (value === undefined || value === null) return '';
  if (typeof value === 'string') return value;
  if (!Array.isArray(value)) throw new BadField(field, 'must be a string or a list of parts.');
  const parts = value.flatMap((part, index) => partOf(part, `${field}.${index}`));
  // The plain string is what every server takes.
  return parts.every(({ type }) => type === 'text') ? parts.map(({ text }) => text).join('\n') : parts;
};

function partOf(value: unknown, field: string): Fields[] {
  const part = readObject(value, field);
  switch (readText(part.type, `${field}.type`)) {
    case 'input_text':
    case 'output_text':
    case 'text':
      return [{ type: 'text', text: readText(part.text, `${field}.text`) }];
    case 'refusal':
      return [{ type: 'text', text: readText(part.refusal, `${field}.refusal`) }];
    case 'input_image': {
      if (typeof part.image_url !== 'string') {
        throw new BadField(
          `${field}.image_url`,
          'must be a URL: files of a vendor are not known to both models.',
        );
      }
      return [
        {
          type: 'image_url',
          image_url: { url: part.image_url, ...(part.detail ? { detail: part.detail } : {}) },
        },
      ];
    }
    case 'input_file': {
      const { type: _, ...file } = part;
      return [{ type: 'file', file }];
    }
    case 'input_audio':
      return [part];
    default:
      throw new BadField(`${field}.type`, 'is not a kind of content that Turnout can hand on.');
  }
}
