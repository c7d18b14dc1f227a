import { randomUUID } from 'node:crypto';
import type { Usage } from '../../routing/chat';
import { freeFormInput } from '../../routing/toolInput';
import { type CallPaper, createCallWriting } from '../callWriting';
import { createEnding } from '../ending';
import type { Fields } from '../fields';
import { openAiError } from '../openai/openaiErrors';
import type { AnswerOnWire, Rendering } from '../wireFormat';
import { sealThinking } from './thinkingProof';
import type { ToolNames } from './toolNames';

/** What a response is besides its output. */
export interface ResponseFrame {
  readonly id: string;
  readonly streams: boolean;
  readonly names: ToolNames;
  /** What the request said that a response says again. */
  readonly echo: Fields;
  /** Told the output once the answer is whole. */
  readonly onWhole: (output: readonly Fields[]) => void;
}

/** An item that more of may come. */
interface OpenItem {
  readonly type: 'message' | 'reasoning';
  readonly id: string;
  text: string;
}

/** A response, as events or in one piece: the same is made either way, and then sent or not. */
export function renderResponse(about: AnswerOnWire, frame: ResponseFrame): Rendering {
  const { id, streams, names, echo } = frame;
  const created_at = Math.floor(Date.now() / 1000);
  const ending = createEnding();
  const output: Fields[] = [];
  let sequence = 0;
  let started = false;
  let open: OpenItem | undefined;

  const response = (status: string, rest: Fields = {}) => ({
    id,
    object: 'response',
    created_at,
    status,
    error: null,
    incomplete_details: null,
    model: about.model,
    output: [],
    ...echo,
    usage: null,
    ...rest,
  });
  const event = (type: string, fields: Fields) =>
    streams
      ? `event: ${type}\ndata: ${JSON.stringify({ type, sequence_number: sequence++, ...fields })}\n\n`
      : '';
  const start = () => {
    if (started) return '';
    started = true;
    const begun = response('in_progress');
    return (
      event('response.created', { response: begun }) + event('response.in_progress', { response: begun })
    );
  };
  const place = (item_id: string): Fields => ({ item_id, output_index: output.length });
  const added = (item: Fields) => event('response.output_item.added', { output_index: output.length, item });
  const done = (item: Fields) => {
    const told = event('response.output_item.done', { output_index: output.length, item });
    output.push(item);
    return told;
  };

  const close = (proof: Fields = {}): string => {
    if (open === undefined) return '';
    const { type, id: item, text } = open;
    open = undefined;
    if (type === 'message') {
      const part = outputText(text);
      const at = { ...place(item), content_index: 0 };
      return (
        event('response.output_text.done', { ...at, text, logprobs: [] }) +
        event('response.content_part.done', { ...at, part }) +
        done({ type, id: item, status: 'completed', role: 'assistant', content: [part] })
      );
    }
    const part = { type: 'summary_text', text };
    const at = { ...place(item), summary_index: 0 };
    const told =
      text === ''
        ? ''
        : event('response.reasoning_summary_text.done', { ...at, text }) +
          event('response.reasoning_summary_part.done', { ...at, part });
    return told + done({ type, id: item, summary: text === '' ? [] : [part], ...proof });
  };
  const openItem = (type: OpenItem['type']) => {
    if (open?.type === type) return { item: open, before: '' };
    const before = close();
    const item: OpenItem = { type, id: `${type === 'message' ? 'msg' : 'rs'}_${newId()}`, text: '' };
    open = item;
    const empty =
      type === 'message' ? { status: 'in_progress', role: 'assistant', content: [] } : { summary: [] };
    return { item, before: before + added({ type, id: item.id, ...empty }) };
  };
  const say = (piece: string) => {
    const { item, before } = openItem('message');
    const at = { ...place(item.id), content_index: 0 };
    const part =
      item.text === '' ? event('response.content_part.added', { ...at, part: outputText('') }) : '';
    item.text += piece;
    return before + part + event('response.output_text.delta', { ...at, delta: piece, logprobs: [] });
  };
  const think = (piece: string) => {
    const { item, before } = openItem('reasoning');
    const at = { ...place(item.id), summary_index: 0 };
    const part =
      item.text === ''
        ? event('response.reasoning_summary_part.added', { ...at, part: { type: 'summary_text', text: '' } })
        : '';
    item.text += piece;
    return before + part + event('response.reasoning_summary_text.delta', { ...at, delta: piece });
  };
  // Kept with the response as well, for requests that name it.
  const prove = (signature: string) => {
    const { item, before } = openItem('reasoning');
    const sealed = sealThinking({ type: 'thinking', text: item.text, signature });
    return before + close({ encrypted_content: sealed });
  };

  const calls = createCallWriting(callPaper());
  function callPaper(): CallPaper {
    let item: Fields & { readonly id: string; readonly type: string } = { id: '', type: '' };
    const isCustom = () => item.type === 'custom_tool_call';
    return {
      begin: (call) => {
        const { kind, ...named } = names.find(call.name);
        const before = start() + close();
        item =
          kind === 'custom'
            ? { type: 'custom_tool_call', id: `ctc_${newId()}`, call_id: call.id, ...named, input: '' }
            : { type: 'function_call', id: `fc_${newId()}`, call_id: call.id, ...named, arguments: '' };
        return before + added({ ...item, status: 'in_progress' });
      },
      // A free-form input is told once it can be read out of its JSON.
      add: (delta) =>
        isCustom() ? '' : event('response.function_call_arguments.delta', { ...place(item.id), delta }),
      input: ({ input }) => input || '{}',
      end: ({ input: written }) => {
        if (isCustom()) {
          const input = freeFormInput(written);
          return (
            event('response.custom_tool_call_input.delta', { ...place(item.id), delta: input }) +
            event('response.custom_tool_call_input.done', { ...place(item.id), input }) +
            done({ ...item, input, status: 'completed' })
          );
        }
        const whole = written || '{}';
        return (
          event('response.function_call_arguments.done', {
            ...place(item.id),
            name: item.name,
            arguments: whole,
          }) + done({ ...item, arguments: whole, status: 'completed' })
        );
      },
      other: (part) => {
        switch (part.type) {
          case 'text':
            return start() + say(part.text);
          case 'thinking':
            return start() + think(part.text);
          case 'thinking-signature':
            return start() + prove(part.signature);
          case 'redacted-thinking': {
            const before = start() + close() + openItem('reasoning').before;
            return before + close({ encrypted_content: sealThinking(part) });
          }
          case 'finish':
            return '';
        }
      },
    };
  }

  return {
    contentType: streams ? 'text/event-stream; charset=utf-8' : 'application/json',
    // Codex gives up on a stream that only comments come in.
    ping: () =>
      streams ? start() || event('response.in_progress', { response: response('in_progress') }) : ' ',
    part: (part) => {
      ending.hear(part);
      return calls.take(part);
    },
    end: (usage) => {
      const rest = start() + calls.rest() + close();
      frame.onWhole(output);
      const why = incomplete[ending.reason()];
      const whole = response(why === undefined ? 'completed' : 'incomplete', {
        output,
        usage: wireUsage(usage),
        ...(why !== undefined && { incomplete_details: { reason: why } }),
      });
      if (!streams) return JSON.stringify(whole);
      return (
        rest + event(why === undefined ? 'response.completed' : 'response.incomplete', { response: whole })
      );
    },
    fail: (refusal) => {
      const { error } = openAiError(refusal) as { error: { code: string | null; message: string } };
      const failure = { code: error.code ?? 'server_error', message: error.message };
      const failed = response('failed', { error: failure, output });
      return streams ? start() + event('response.failed', { response: failed }) : JSON.stringify(failed);
    },
  };
}

const incomplete: Readonly<Record<string, string | undefined>> = {
  length: 'max_output_tokens',
  refusal: 'content_filter',
};

function outputText(text: string): Fields {
  return { type: 'output_text', text, annotations: [], logprobs: [] };
}

function newId(): string {
  return randomUUID().replaceAll('-', '');
}

function wireUsage({
  inputTokens,
  cachedInputTokens,
  outputTokens,
  reasoningTokens = 0,
  source,
}: Usage): Fields {
  return {
    input_tokens: inputTokens,
    input_tokens_details: { cached_tokens: cachedInputTokens },
    output_tokens: outputTokens,
    output_tokens_details: { reasoning_tokens: reasoningTokens },
    total_tokens: inputTokens + outputTokens,
    ...(source === 'estimated' && { estimated: true }),
  };
}
