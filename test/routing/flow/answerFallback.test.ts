import { describe, expect, test } from 'vitest';
import type { ChatModel, ModelLimits, Side, StreamPart } from '../../../src/routing/chat';
import { ProviderError, type ProviderProblem } from '../../../src/routing/errors';
import { answer } from '../../../src/routing/flow/answer';
import type { AnswerDeps, AnswerRequest } from '../../../src/routing/flow/answerRequest';
import { modelOf, partsOf, setting, text, usage } from './answerSetting';

const overloaded = { code: 'overloaded', status: 503, detail: '' } as const;
const rateLimited = { code: 'rate-limited', status: 429, retryAfterSeconds: 30 } as const;
const timedOut = { code: 'timed-out' } as const;

function failing(side: Side, problem: ProviderProblem, parts: readonly StreamPart[] = []): ChatModel {
  const model = modelOf(side, parts);
  return modelOf(side, parts, new ProviderError(model.ref, problem));
}

/** A pair whose weak model, which the router chooses, fails. */
function fallbackSetting(
  weak: ChatModel,
  strong: ChatModel = modelOf('strong', [text('Strong.'), { type: 'usage', usage }]),
) {
  return setting({ pair: { kind: 'call', models: { strong, weak } } });
}

async function answerOf(request: AnswerRequest, deps: AnswerDeps) {
  const parts = await partsOf(answer(request, deps));
  return {
    types: parts.map(({ type }) => type),
    decisions: parts.flatMap((part) => (part.type === 'decision' ? [part.decision] : [])),
  };
}

describe('where the chosen model fails before it says anything', () => {
  test.each([overloaded, rateLimited, timedOut, { code: 'unreachable', detail: 'refused' } as const])(
    'for a reason that passes ($code), the other one answers, and the decision says so',
    async (problem) => {
      const strong = { ...modelOf('strong', [text('Strong.')]) };
      const elsewhere = { ...strong, ref: { ...strong.ref, baseUrl: 'https://other.example/v1' } };
      const { request, deps, ledger } = fallbackSetting(failing('weak', problem), elsewhere);
      const { types, decisions } = await answerOf(request, deps);
      expect(types).toEqual(['decision', 'decision', 'text', 'finished']);
      expect(decisions.map(({ model }) => model)).toEqual(['weak', 'strong']);
      expect(decisions[1]?.reason).toEqual({ code: 'fell-back', model: 'weak', problem: problem.code });
      expect(ledger.entries.map(({ outcome }) => outcome)).toEqual([
        { kind: 'fell-back', code: problem.code },
        { kind: 'ok' },
      ]);
    },
  );

  test('the two calls on record add up to one answer', async () => {
    const { request, deps, ledger } = fallbackSetting(failing('weak', overloaded));
    await answerOf(request, deps);
    expect(
      ledger.entries.map(({ cost, alwaysStrongCost, alwaysWeakCost }) => [
        cost,
        alwaysStrongCost,
        alwaysWeakCost,
      ]),
    ).toEqual([
      [0, 0, 0],
      [0.046, 0.046, 0.00046],
    ]);
  });

  test('while the other one is left alone for a failure of its own, it is told', async () => {
    const { request, deps } = fallbackSetting(failing('weak', overloaded));
    deps.health.failed(modelOf('strong', []).ref, rateLimited);
    const { types, decisions } = await answerOf(request, deps);
    expect(types).toEqual(['decision', 'failed', 'finished']);
    expect(decisions[0]?.reason.code).toBe('backing-off');
  });

  test('for a reason that stays, it is told', async () => {
    const { request, deps } = fallbackSetting(failing('weak', { code: 'wrong-key', status: 401 }));
    expect((await answerOf(request, deps)).types).toEqual(['decision', 'failed', 'finished']);
  });

  test('but was asked for by name, it is told', async () => {
    const { request, deps } = fallbackSetting(failing('weak', overloaded));
    const wished: AnswerRequest = { ...request, wish: { side: 'weak', lasts: 'this-prompt' } };
    expect((await answerOf(wished, deps)).types).toEqual(['decision', 'failed', 'finished']);
  });

  test('and the other one fails as well, the last failure is told', async () => {
    const { request, deps, ledger } = fallbackSetting(
      failing('weak', overloaded),
      failing('strong', rateLimited),
    );
    expect((await answerOf(request, deps)).types).toEqual(['decision', 'decision', 'failed', 'finished']);
    expect(ledger.entries.map(({ outcome }) => outcome.kind)).toEqual(['fell-back', 'failed']);
  });

  test('and the other one cannot take the request, it is told', async () => {
    const limits: ModelLimits = { contextTokens: 100 };
    const strong = { ...modelOf('strong', [text('Strong.')]), limits };
    const weak = { ...failing('weak', overloaded), limits };
    const { request, deps } = fallbackSetting(weak, strong);
    expect((await answerOf(request, deps)).types).toEqual(['decision', 'failed', 'finished']);
  });
});

test('an answer that has begun is never answered again', async () => {
  const { request, deps, ledger } = fallbackSetting(
    failing('weak', { code: 'cut-off', detail: '' }, [text('Half an')]),
  );
  expect((await answerOf(request, deps)).types).toEqual(['decision', 'text', 'failed', 'finished']);
  expect(ledger.entries).toHaveLength(1);
});

test('a model that failed is left alone by the next prompt, and asked again once its time is up', async () => {
  const { request, deps } = fallbackSetting(failing('weak', rateLimited));
  await answerOf(request, deps);
  const { decisions } = await answerOf(request, deps);
  expect(decisions[0]).toMatchObject({
    model: 'strong',
    winRate: null,
    reason: { code: 'backing-off', model: 'weak', problem: 'rate-limited' },
  });
  // A second passes with each look at the clock.
  for (let second = 0; second < 30; second++) deps.now();
  expect((await answerOf(request, deps)).decisions[0]).toMatchObject({
    model: 'weak',
    reason: { code: 'win-rate-below-threshold' },
  });
});

test('whoever stops while the first model fails gets no answer from the second', async () => {
  const controller = new AbortController();
  const weak = failing('weak', overloaded);
  const { request, deps, ledger } = fallbackSetting({
    ...weak,
    stream: (chat, signal) => {
      controller.abort();
      return weak.stream(chat, signal);
    },
  });
  const { types } = await answerOf({ ...request, signal: controller.signal }, deps);
  expect(types).toEqual(['decision', 'finished']);
  expect(ledger.entries.map(({ outcome }) => outcome)).toEqual([{ kind: 'cancelled' }]);
});
