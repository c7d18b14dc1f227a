import type Anthropic from '@anthropic-ai/sdk';
import type OpenAI from 'openai';
import type { Reply } from '../loopback/loopbackServer';
import { type OpenAiServer, startOpenAiServer } from '../loopback/openaiServer';

/** A client of each of the server's two APIs. */
export interface Clients {
  readonly openai: OpenAI;
  readonly anthropic: Anthropic;
}

/** One stream that is asked of the server; what comes back must be what its own number makes. */
export interface StreamPlan {
  /** Even ones are asked as OpenAI's clients do, odd ones as Anthropic's. */
  readonly number: number;
  /** Whether the client leaves in the middle of the answer. */
  readonly leaves: boolean;
}

export type Ended = 'whole' | 'left';

/** Long enough that a client can leave in the middle. */
const piecesOfAnswer = 20;

/** A model whose every answer repeats the number in its prompt, piece by piece. */
export function startEchoingModel(pauseMs: number): Promise<OpenAiServer> {
  return startOpenAiServer(({ messages }): Reply => {
    const [, number = ''] = /Stream (\d+)\./.exec(JSON.stringify(messages.at(-1)?.content)) ?? [];
    return { kind: 'answer', pieces: echo(number), usage: undefined, pauseMs };
  });
}

/**
 * Asks for one stream and reads it as planned.
 *
 * @throws Error where anything came that is not its own
 */
export async function readStream(clients: Clients, plan: StreamPlan): Promise<Ended> {
  const expected = echo(String(plan.number)).join('');
  const controller = new AbortController();
  let text = '';
  try {
    for await (const piece of piecesOf(clients, plan, controller.signal)) {
      text += piece;
      if (!expected.startsWith(text)) throw new Error(`Stream ${plan.number} got ${JSON.stringify(text)}.`);
      if (plan.leaves && text.length >= expected.length / 2) {
        controller.abort();
        return 'left';
      }
    }
  } catch (error) {
    if (!controller.signal.aborted) throw error;
  }
  if (text !== expected) throw new Error(`Stream ${plan.number} ended after ${JSON.stringify(text)}.`);
  return 'whole';
}

async function* piecesOf(
  { openai, anthropic }: Clients,
  { number }: StreamPlan,
  signal: AbortSignal,
): AsyncGenerator<string> {
  const messages = [{ role: 'user' as const, content: `Stream ${number}. Repeat that number.` }];
  if (number % 2 === 0) {
    const chunks = await openai.chat.completions.create(
      { model: 'turnout', messages, stream: true },
      { signal },
    );
    for await (const chunk of chunks) yield chunk.choices[0]?.delta.content ?? '';
    return;
  }
  const events = await anthropic.messages.create(
    { model: 'turnout', max_tokens: 1000, messages, stream: true },
    { signal },
  );
  for await (const event of events) {
    if (event.type === 'content_block_delta' && event.delta.type === 'text_delta') yield event.delta.text;
  }
}

function echo(number: string): string[] {
  return Array.from({ length: piecesOfAnswer }, (_, piece) => `${number}.${piece} `);
}
