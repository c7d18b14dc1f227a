import { afterEach, describe, expect, test, vi } from 'vitest';
import { createPriceList, listPriceOf, overrideProblems, referencePair } from '../../src/node/prices';
import type { ModelRef, Usage } from '../../src/routing/chat';

const million = 1_000_000;
const usage: Usage = {
  inputTokens: 300_000,
  cachedInputTokens: 100_000,
  outputTokens: 50_000,
  source: 'measured',
};
const openAi = (model: string): ModelRef => ({
  provider: 'openai',
  baseUrl: 'https://api.openai.com/v1',
  model,
});
const listPrice = createPriceList({ overrides: undefined });

describe('list prices', () => {
  afterEach(() => vi.unstubAllGlobals());

  test('cached input, fresh input and output each at their own price', () => {
    // gpt-4o: 2.50 fresh, 1.25 cached, 10.00 output per million
    expect(listPrice(openAi('gpt-4o'), usage)).toBeCloseTo(0.2 * 2.5 + 0.1 * 1.25 + 0.05 * 10, 10);
  });

  test('without a price for cached input, it costs as much as fresh input', () => {
    // gpt-4-turbo: 10 input, 30 output
    expect(listPrice(openAi('gpt-4-turbo'), usage)).toBeCloseTo(0.3 * 10 + 0.05 * 30, 10);
  });

  test('a long prompt is priced by its tier', () => {
    // claude-sonnet-4-5: 3 and 15 up to 200,000 input tokens, beyond that 6 and 22.50 for the whole call
    const sonnet = {
      provider: 'anthropic',
      baseUrl: 'https://api.anthropic.com',
      model: 'claude-sonnet-4-5',
    } as const;
    const cost = (inputTokens: number) => listPrice(sonnet, { ...usage, inputTokens, cachedInputTokens: 0 });
    expect(cost(200_000)).toBeCloseTo(0.2 * 3 + 0.05 * 15, 10);
    expect(cost(300_000)).toBeCloseTo(0.3 * 6 + 0.05 * 22.5, 10);
  });

  test('a model is looked up where it is served', () => {
    const ref = { provider: 'openai', model: 'openai/gpt-4o-mini' } as const;
    const served = listPrice({ ...ref, baseUrl: 'https://openrouter.ai/api/v1' }, usage);
    expect(served).toBeGreaterThan(0);
    expect(listPrice({ ...ref, baseUrl: 'https://api.openai.com/v1' }, usage)).toBeUndefined();
  });

  test.each([
    ['a model that is not listed', openAi('gpt-of-next-year')],
    ['an endpoint that is not listed', { ...openAi('gpt-4o'), baseUrl: 'https://llm.example.com/v1' }],
    [
      'an address that only mentions a listed one',
      { ...openAi('gpt-4o'), baseUrl: 'https://x.example/?https://api.openai.com' },
    ],
    ['a model listed without a price', openAi('moderation')],
    ['an address that is none', { ...openAi('gpt-4o'), baseUrl: '' }],
  ])('%s has no known price', (_, ref) => {
    expect(listPrice(ref, usage)).toBeUndefined();
  });

  test('the pair that stands in for one not yet connected is listed, the strong model dearer', () => {
    const once: Usage = {
      inputTokens: million,
      cachedInputTokens: 0,
      outputTokens: million,
      source: 'estimated',
    };
    const strong = listPrice(referencePair.strong, once);
    const weak = listPrice(referencePair.weak, once);
    expect(weak).toBeGreaterThan(0);
    expect(strong).toBeGreaterThan(weak ?? Number.NaN);
  });

  test('come from the bundled table, never from the network', () => {
    const network = vi.fn();
    vi.stubGlobal('fetch', network);
    createPriceList({ overrides: {} })(openAi('gpt-4o'), usage);
    expect(network).not.toHaveBeenCalled();
  });
});

test('list prices rank models of whom only the name is known', () => {
  expect(listPriceOf('claude-opus-4.5')).toBeCloseTo(0.03, 9);
  expect(listPriceOf('claude-sonnet-4.5')).toBeCloseTo(0.018, 9);
  expect(listPriceOf('gpt-5-mini')).toBeCloseTo(0.00225, 9);
  expect(listPriceOf('nobody-knows-this')).toBeUndefined();
});

describe('models on one’s own machine or network', () => {
  test.each([
    'http://localhost:11434/v1',
    'http://LOCALHOST:11434/v1',
    'http://127.0.0.1:1234/v1',
    'http://127.8.9.10/v1',
    'http://[::1]:8080/v1',
    'http://0.0.0.0:8080',
    'http://10.1.2.3/v1',
    'http://172.31.0.1/v1',
    'http://192.168.1.20:8080/v1',
    'http://[fd12:3456::1]/v1',
    'http://gpu-box:8000/v1',
    'http://studio.local:1234/v1',
    'http://host.docker.internal:11434/v1',
  ])('cost nothing: %s', (baseUrl) => {
    expect(listPrice({ provider: 'openai', baseUrl, model: 'llama3.2' }, usage)).toBe(0);
  });

  test.each([
    'http://172.32.0.1/v1',
    'http://11.0.0.1/v1',
    'https://local.example.com/v1',
    'http://[2001:db8::1]/v1',
  ])('not so: %s', (baseUrl) => {
    expect(listPrice({ provider: 'openai', baseUrl, model: 'llama3.2' }, usage)).toBeUndefined();
  });
});

describe('the user’s own prices', () => {
  const cost = (overrides: unknown, ref: ModelRef = openAi('gpt-4o')) =>
    createPriceList({ overrides })(ref, usage);

  test('come before the list and before free local models', () => {
    expect(cost({ 'gpt-4o': { input: 1, cachedInput: 0.5, output: 2 } })).toBeCloseTo(0.2 + 0.05 + 0.1, 10);
    const local = { ...openAi('llama3.2'), baseUrl: 'http://127.0.0.1:11434/v1' };
    expect(cost({ 'llama3.2': { input: 1, output: 2 } }, local)).toBeCloseTo(0.3 + 0.1, 10);
  });

  test('may be zero', () => {
    expect(cost({ 'gpt-4o': { input: 0, output: 0 } })).toBe(0);
  });

  test('the more specific one wins', () => {
    const priced = (output: number) => ({ input: 0, output: output * 20 });
    const all = {
      'gpt-4o': priced(1),
      'openai/gpt-4o': priced(2),
      'api.openai.com/gpt-4o': priced(3),
    };
    expect(cost(all)).toBeCloseTo(3, 10);
    expect(cost({ ...all, 'api.openai.com/gpt-4o': undefined })).toBeUndefined();
    expect(cost({ 'gpt-4o': priced(1), 'openai/gpt-4o': priced(2) })).toBeCloseTo(2, 10);
    expect(cost(all, { ...openAi('gpt-4o'), baseUrl: 'https://llm.example.com/v1' })).toBeCloseTo(2, 10);
    expect(
      cost(all, { provider: 'anthropic', baseUrl: 'https://llm.example.com', model: 'gpt-4o' }),
    ).toBeCloseTo(1, 10);
  });

  test('alone price a model of the editor, by its vendor if need be', () => {
    const ref = { provider: 'editor', baseUrl: 'vscode-lm:copilot', model: 'gpt-4o' } as const;
    expect(cost({}, ref)).toBeUndefined();
    expect(cost({ 'gpt-4o': { input: 1, output: 0 } }, ref)).toBeCloseTo(0.3, 10);
    const both = { 'gpt-4o': { input: 1, output: 0 }, 'copilot/gpt-4o': { input: 0, output: 0 } };
    expect(cost(both, ref)).toBe(0);
  });

  test.each([
    ['a text', '$2'],
    ['half a price', { input: 2 }],
    ['a negative one', { input: -2, output: 1 }],
    ['not a number', { input: Number.NaN, output: 1 }],
    ['nothing', null],
  ])('%s makes the price unknown, and is named', (_, price) => {
    const overrides = { 'gpt-4o': price, fine: { input: 1, output: 1 } };
    expect(cost(overrides)).toBeUndefined();
    const [problem, ...others] = overrideProblems(overrides);
    expect(problem?.values).toEqual(['gpt-4o']);
    expect(others).toEqual([]);
  });

  test.each([[undefined], [null], ['text'], [7]])('a setting that is %s holds none', (overrides) => {
    expect(cost(overrides)).toBe(listPrice(openAi('gpt-4o'), usage));
    expect(overrideProblems(overrides)).toEqual([]);
  });
});
