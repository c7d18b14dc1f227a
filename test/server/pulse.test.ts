import { describe, expect, test } from 'vitest';
import type { ChatModel, StreamPart } from '../../src/routing/chat';
import { ProviderError } from '../../src/routing/errors';
import { serveTurnout } from './servedTurnout';

const patience = { streamMs: 10, wholeMs: 10, silenceMs: 10 };

/** A pair whose models say nothing until they are told to, and then these parts, or that they failed. */
function waitingPair() {
  let release: (parts: readonly StreamPart[] | Error) => void = () => {};
  const released = new Promise<readonly StreamPart[] | Error>((resolve) => {
    release = resolve;
  });
  const model: ChatModel = {
    ref: { provider: 'openai', baseUrl: 'https://api.example/v1', model: 'slow' },
    limits: {},
    async *stream() {
      const parts = await released;
      if (parts instanceof Error) throw parts;
      yield* parts;
    },
  };
  return { pair: { strong: model, weak: model }, release };
}

const hello: readonly StreamPart[] = [
  { type: 'text', text: 'Hello' },
  { type: 'finish', reason: 'stop' },
];
const asks = {
  'OpenAI’s stream': ['/v1/chat/completions', { stream: true }, ': still at it\n\n'],
  'Anthropic’s stream': ['/v1/messages', { stream: true, max_tokens: 9 }, 'event: ping\n'],
  'OpenAI’s answer in one piece': ['/v1/chat/completions', {}, ' '],
  'Anthropic’s answer in one piece': ['/v1/messages', { max_tokens: 9 }, ' '],
} as const;

describe.each(Object.entries(asks))('%s', (_, [path, fields, ping]) => {
  async function begun() {
    const { pair, release } = waitingPair();
    const { send } = await serveTurnout(pair, { patience });
    const body = { model: 'turnout', messages: [{ role: 'user', content: 'Hi' }], ...fields };
    const response = await send(path, { method: 'POST', body: JSON.stringify(body) });
    return { response, release };
  }

  test('begins, and is kept alive, before a model has said anything', async () => {
    const { response, release } = await begun();
    expect(response.headers.get('x-turnout-side')).toBe('weak');
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
    let text = '';
    const more = async () => {
      const read = await reader?.read();
      text += read?.value ?? '';
      return read?.done === true;
    };
    while (text.split(ping).length < 4) await more();
    release(hello);
    while (!(await more()));
    expect(text).toContain('Hello');
    if (!('stream' in fields)) expect(JSON.parse(text)).toMatchObject({ model: 'slow' });
  });

  test('that fails after that says why', async () => {
    const { response, release } = await begun();
    const ref = { provider: 'openai', baseUrl: 'https://api.example/v1', model: 'slow' } as const;
    release(new ProviderError(ref, { code: 'rejected', status: 400, detail: 'No such voice.' }));
    expect(await response.text()).toContain('No such voice.');
  });
});
