import type { OpenAiServer } from '../../loopback/openaiServer';

/** A dear and a cheap model, whose prices make costs that are easy to tell apart. */
export const dear = 'gpt-dear';
export const cheap = 'gpt-cheap';

/** Every answer of the tests' servers claims these tokens. */
export const usage = { fresh: 1000, cached: 0, output: 500 };

/** US dollars per million tokens: an answer with `usage` costs $2 and $0.20. */
export const prices = {
  [dear]: { input: 1000, output: 2000 },
  [cheap]: { input: 100, output: 200 },
};

/** Settings that have Turnout choose between the two models of one server. */
export function pairSettings({ baseUrl }: Pick<OpenAiServer, 'baseUrl'>): Record<string, unknown> {
  return {
    'turnout.strong': { provider: 'openai', baseUrl, model: dear },
    'turnout.weak': { provider: 'openai', baseUrl, model: cheap },
    'turnout.prices': prices,
  };
}
