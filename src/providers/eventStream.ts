import OpenAI from 'openai';
import { ProviderError } from '../routing/errors';
import type { ModelConnection } from './connection';
import { endpointMessage } from './problems';
import { field, itemsIn } from './wireValue';

/** What an endpoint says where nothing more is to come: `data: [DONE]`. */
export const streamDone = Symbol('the stream is done');

/**
 * Reads what an endpoint answers to the wish for a stream: server-sent events with or without the blank lines between
 * them, or JSON in one piece, which is one event then, or a list of them.
 *
 * @returns each event's JSON, and {@link streamDone}
 * @throws OpenAI.APIError for an error that the endpoint tells in its stream, SyntaxError where an event is no JSON,
 * ProviderError `not-a-model-endpoint` for JSON that is no answer, and for a page
 */
export async function* readEvents(connection: ModelConnection, response: Response): AsyncGenerator<unknown> {
  const contentType = response.headers.get('content-type') ?? '';
  const notAnAnswer = (detail = `Content-Type: ${contentType}`) =>
    new ProviderError(connection.ref, { code: 'not-a-model-endpoint', detail });
  if (/\b(html|xml)\b/i.test(contentType)) {
    // It may have no end.
    await response.body?.cancel();
    throw notAnAnswer();
  }
  const lines = linesOf(response);
  const first = await firstLine(lines);
  if (/^\s*[[{]/.test(first)) {
    let text = first;
    for await (const line of lines) text += `\n${line}`;
    const values = valuesIn(text);
    const failure = field(values[0], 'error');
    // A server that does not know the path may say so with status 200.
    if (typeof failure === 'string') throw notAnAnswer(failure);
    if (!failure && !values.some(isAnswer) && endpointMessage(values[0]) === undefined) throw notAnAnswer();
    for (const value of values) yield checked(value, response.headers, isAnswer(value));
    yield streamDone;
    return;
  }
  if (/\bjson\b/i.test(contentType) && !/^(data|event|id|retry)?:/.test(first)) throw notAnAnswer();
  const events = createEvents();
  for (const event of events.take(first)) yield read(event, response.headers);
  for await (const line of lines) for (const event of events.take(line)) yield read(event, response.headers);
  for (const event of events.take('')) yield read(event, response.headers);
}

/** Some endpoints write JSON a line for each event. */
function valuesIn(text: string): readonly unknown[] {
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) ? value : [value];
  } catch (error) {
    const lines = text.split('\n').filter((line) => line.trim() !== '');
    if (lines.length < 2) throw error;
    return lines.map((line): unknown => JSON.parse(line));
  }
}

function isAnswer(value: unknown): boolean {
  return (
    itemsIn(field(value, 'choices')).length > 0 ||
    (field(value, 'type') !== 'error' && Array.isArray(field(value, 'content'))) ||
    /^(message_|content_block_|ping)/.test(String(field(value, 'type')))
  );
}

interface SentEvent {
  readonly name: string;
  readonly data: string;
}

function read({ name, data }: SentEvent, headers: Headers): unknown {
  if (data.trim() === '[DONE]') return streamDone;
  const value: unknown = JSON.parse(data);
  return checked(value, headers, name !== 'error');
}

/** @throws OpenAI.APIError where the value tells of a failure */
function checked(value: unknown, headers: Headers, isFine: boolean): unknown {
  const choice = itemsIn(field(value, 'choices'))[0];
  const error = field(value, 'error') || field(choice, 'error');
  if (error) throw new OpenAI.APIError(undefined, error as object, undefined, headers);
  if (!isFine) throw new OpenAI.APIError(undefined, value as object, undefined, headers);
  return value;
}

/** Puts lines together into events. */
function createEvents() {
  let name = '';
  let data: string | undefined;
  const end = (): SentEvent[] => {
    const event = data === undefined || data.trim() === '' ? [] : [{ name, data }];
    name = '';
    data = undefined;
    return event;
  };
  return {
    take: (line: string): SentEvent[] => {
      if (line === '') return end();
      const colon = line.indexOf(':');
      const key = colon < 0 ? line : line.slice(0, colon);
      const value = colon < 0 ? '' : line.slice(colon + 1).replace(/^ /, '');
      if (key === 'event') {
        const before = data === undefined ? [] : end();
        name = value.trim();
        return before;
      }
      if (key !== 'data') return [];
      // A second one belongs to the same event, unless the first was whole and the line between them was forgotten.
      const before = data !== undefined && isWhole(data) ? end() : [];
      data = data === undefined ? value : `${data}\n${value}`;
      return before;
    },
  };
}

function isWhole(data: string): boolean {
  try {
    JSON.parse(data);
    return true;
  } catch {
    return data.trim() === '[DONE]';
  }
}

async function firstLine(lines: AsyncGenerator<string>): Promise<string> {
  for (;;) {
    const { value, done } = await lines.next();
    if (done) return '';
    if (value.trim() !== '') return value;
  }
}

async function* linesOf({ body }: Response): AsyncGenerator<string> {
  if (body === null) return;
  const decoder = new TextDecoder();
  let begun: string[] = [];
  for await (const bytes of body) {
    const [first = '', ...others] = decoder.decode(bytes, { stream: true }).split('\n');
    begun.push(first);
    for (const other of others) {
      yield lineOf(begun);
      begun = [other];
    }
  }
  begun.push(decoder.decode());
  yield lineOf(begun);
}

function lineOf(pieces: readonly string[]): string {
  return pieces.join('').replace(/\r$/, '');
}
