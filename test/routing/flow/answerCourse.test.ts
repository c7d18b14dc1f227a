import { describe, expect, test } from 'vitest';
import type { Message, ModelLimits, StreamPart } from '../../../src/routing/chat';
import { decide } from '../../../src/routing/decision';
import { ProviderError } from '../../../src/routing/errors';
import { answer } from '../../../src/routing/flow/answer';
import type { AnswerDeps, AnswerRequest } from '../../../src/routing/flow/answerRequest';
import { modelOf, partsOf, setting, text } from './answerSetting';

async function decisionOf(request: AnswerRequest, deps: AnswerDeps) {
  const [part] = await partsOf(answer(request, deps));
  if (part?.type !== 'decision') throw new Error('An answer begins with its decision.');
  return part.decision;
}

const asking = (request: AnswerRequest, ...messages: Message[]): AnswerRequest => ({
  ...request,
  chat: { messages },
});
const user = (content: Message['content']): Message => ({ role: 'user', content });
const image = user([
  { type: 'text', text: 'What is this?' },
  { type: 'image', source: 'data:image/png;base64,AAAA' },
]);
const result = (callId: string, content = '3 files'): Message =>
  user([{ type: 'tool-result', callId, content, failed: false }]);

function limited(weak: ModelLimits, strong: ModelLimits = {}): Partial<AnswerDeps> {
  return {
    pair: {
      kind: 'call',
      models: {
        strong: { ...modelOf('strong', [text('Strong.')]), limits: strong },
        weak: { ...modelOf('weak', [text('Weak.')]), limits: weak },
      },
    },
  };
}

describe('a hard limit', () => {
  test('decides before any win rate is asked for, and is named', async () => {
    const { request, deps } = setting({
      ...limited({ images: false }),
      route: () => Promise.reject(new Error('nobody is to ask')),
    });
    expect(await decisionOf(asking(request, image), deps)).toMatchObject({
      model: 'strong',
      winRate: null,
      reason: { code: 'limit', limit: { kind: 'images' }, model: 'weak' },
    });
  });

  test('goes before a wish, since a model that cannot answer will not', async () => {
    const { request, deps } = setting(limited({ contextTokens: 200 }));
    const wished: AnswerRequest = { ...request, wish: { side: 'weak', lasts: 'this-prompt' } };
    expect((await decisionOf(wished, deps)).reason).toMatchObject({
      code: 'limit',
      limit: { kind: 'context-window', contextTokens: 200 },
    });
  });
});

describe('a picture without a word', () => {
  const picture = user([{ type: 'image', source: 'data:image/png;base64,AAAA' }]);
  const { request, deps } = setting({
    ...limited({}),
    route: () => Promise.reject(new Error('nothing to score')),
  });

  test('goes to the strong model, since there is nothing to score, and is no empty prompt', async () => {
    expect(await decisionOf(asking(request, picture), deps)).toMatchObject({
      model: 'strong',
      winRate: null,
      reason: { code: 'no-words', shown: 'picture' },
    });
    // As a door says it that knows the person's own words.
    expect((await decisionOf({ ...asking(request, picture), ask: ' ' }, deps)).model).toBe('strong');
  });

  test('goes where a person wants it', async () => {
    const wished: AnswerRequest = {
      ...asking(request, picture),
      wish: { side: 'weak', lasts: 'this-prompt' },
    };
    expect(await decisionOf(wished, deps)).toMatchObject({ model: 'weak', reason: { code: 'chosen' } });
  });
});

describe('a wish', () => {
  test('wins over the router, whose win rate is told all the same', async () => {
    const { request, deps } = setting({ winRate: 0.9 });
    expect(
      await decisionOf({ ...request, wish: { side: 'weak', lasts: 'conversation' } }, deps),
    ).toMatchObject({
      model: 'weak',
      winRate: 0.9,
      reason: { code: 'chosen', lasts: 'conversation' },
    });
  });

  test('for the strong model lifts the conversation, so that "go on" stays there', async () => {
    const { request, deps } = setting({ winRate: 0.2 });
    await decisionOf({ ...request, wish: { side: 'strong', lasts: 'this-prompt' } }, deps);
    expect(await decisionOf(asking(request, user('go on')), deps)).toMatchObject({
      model: 'strong',
      reason: { code: 'follow-up', level: 0.5, threshold: 0.5 },
    });
  });

  test('does not move other conversations', async () => {
    const { request, deps } = setting({ winRate: 0.2 });
    await decisionOf({ ...request, wish: { side: 'strong', lasts: 'this-prompt' } }, deps);
    expect(
      await decisionOf({ ...asking(request, user('go on')), conversation: 'other' }, deps),
    ).toMatchObject({
      model: 'weak',
      reason: { code: 'win-rate-below-threshold' },
    });
  });
});

describe('what a tool gave back', () => {
  const call: StreamPart = { type: 'tool-call', id: 'call-1', name: 'list', input: '{}' };
  const callers = (winRate: number) =>
    setting({
      winRate,
      pair: { kind: 'call', models: { strong: modelOf('strong', [call]), weak: modelOf('weak', [call]) } },
    });

  test.each([
    ['strong', 0.9],
    ['weak', 0.2],
  ] as const)('goes back to the %s model that called it, without a win rate', async (side, winRate) => {
    const { request, deps } = callers(winRate);
    await decisionOf(request, deps);
    const unasked = { ...deps, route: () => Promise.reject(new Error('nobody is to ask')) };
    expect(await decisionOf(asking(request, user('List them'), result('call-1')), unasked)).toMatchObject({
      model: side,
      winRate: null,
      reason: { code: 'tool-results' },
    });
  });

  test('is not all there is where a person says something with it', async () => {
    const { request, deps } = callers(0.2);
    await decisionOf(request, deps);
    const message = user([
      { type: 'tool-result', callId: 'call-1', content: '3 files', failed: false },
      { type: 'text', text: 'Now prove the theorem.' },
    ]);
    expect((await decisionOf(asking(request, message), deps)).reason.code).toBe('win-rate-below-threshold');
  });

  test('of a call that nobody remembers is decided by the ask', async () => {
    const { request, deps } = callers(0.9);
    expect(await decisionOf(asking(request, user('List them'), result('call-9')), deps)).toMatchObject({
      model: 'strong',
      reason: { code: 'win-rate-reaches-threshold' },
    });
  });
});

describe('a sensitive prompt', () => {
  const sensitive = { local: 'weak', rules: { patterns: [/payroll/i], secrets: true, paths: [] } } as const;

  test('stays on the local model, whatever its win rate and whoever is wished for', async () => {
    const { request, deps } = setting({ winRate: 0.9, sensitive });
    const asked: AnswerRequest = {
      ...asking(request, user('Explain the payroll table')),
      wish: { side: 'strong', lasts: 'conversation' },
    };
    expect(await decisionOf(asked, deps)).toMatchObject({
      model: 'weak',
      reason: { code: 'sensitive', found: { kind: 'pattern', pattern: 'payroll' }, when: 'now' },
    });
  });

  test('keeps the rest of its conversation there, and no other', async () => {
    const { request, deps } = setting({ winRate: 0.9, sensitive });
    await decisionOf(asking(request, user('Explain the payroll table')), deps);
    const next = asking(request, user('And what is a monad?'));
    expect((await decisionOf(next, deps)).reason).toMatchObject({ code: 'sensitive', when: 'earlier' });
    expect((await decisionOf({ ...next, conversation: 'other' }, deps)).model).toBe('strong');
  });

  test('is found in what a tool gave back as well', async () => {
    const { request, deps } = setting({ winRate: 0.9, sensitive });
    const asked = asking(request, user('List the tables'), result('call-1', 'PAYROLL, STAFF'));
    expect((await decisionOf(asked, deps)).reason.code).toBe('sensitive');
  });

  test('is not answered by the other model where the local one fails', async () => {
    const { request, deps } = setting({ sensitive, winRate: 0.9, ...limited({}) });
    const failing = {
      ...deps,
      pair: deps.pair && {
        ...deps.pair,
        models: { ...deps.pair.models, weak: modelOf('weak', [], overloadedError()) },
      },
    };
    const parts = await partsOf(answer(asking(request, user('The payroll, please')), failing));
    expect(parts.map(({ type }) => type)).toEqual(['decision', 'failed', 'finished']);
  });
});

function overloadedError(): ProviderError {
  return new ProviderError(modelOf('weak', []).ref, { code: 'overloaded', status: 503, detail: '' });
}

test('a conversation with two models that cost nothing comes down as soon as its level does', async () => {
  const { request, deps } = setting({ winRate: 0.9, costOf: () => 0 });
  await decisionOf(request, deps);
  const easy: AnswerDeps = {
    ...deps,
    route: async () => decide({ winRate: 0, unknownShare: 0 }, await deps.cut(), 1),
  };
  expect((await decisionOf(request, easy)).reason.code).toBe('conversation-level');
  expect(await decisionOf(request, easy)).toMatchObject({
    model: 'weak',
    reason: { code: 'win-rate-below-threshold' },
  });
});
