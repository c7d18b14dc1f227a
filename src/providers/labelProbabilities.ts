import type OpenAI from 'openai';
import { type Message, type ModelRef, textOf } from '../routing/chat';
import { ProviderError, type ProviderProblem, TurnoutError, type Wording, worded } from '../routing/errors';
import { type ModelConnection, requireWebUrl, secretsOf, sendableKey } from './connection';
import { bearer, openAiClient } from './openai';
import { problemOf } from './problems';
import { transportOf } from './transport';

/** As many as the API allows; a label that is not among them counts as impossible. */
const topTokens = 20;

/**
 * How likely a model's first token is each of the labels. One call to an OpenAI-compatible endpoint, for a single
 * token with log-probabilities.
 *
 * @param connection its `ref` names an OpenAI-compatible model
 * @param labels one token each, such as digits
 * @returns a probability a label, not all 0; 0 for one that is not among the 20 likeliest tokens
 * @throws TurnoutError `router-failed`, naming the model and what is wrong: no rating can be had from it
 * @throws the signal's reason when `signal` was aborted
 */
export async function labelProbabilities(
  connection: ModelConnection,
  messages: readonly Message[],
  labels: readonly string[],
  signal: AbortSignal,
): Promise<readonly number[]> {
  const { ref } = connection;
  const tokens = likelyTokens(await ask(connection, messages, signal));
  if (tokens.length === 0) {
    throw failure(
      ref,
      worded(
        'it answered without log-probabilities, which the rating is read from. Use a server that gives them, such as llama.cpp’s, vLLM, or Ollama from version 0.12.11 on',
      ),
    );
  }
  const probabilities = labels.map((label) =>
    tokens
      .filter(({ token }) => bare(token) === label)
      .reduce((sum, { logprob }) => sum + Math.exp(logprob), 0),
  );
  if (probabilities.every((probability) => probability === 0)) {
    throw failure(
      ref,
      worded(
        'none of {0} is among the {1} likeliest beginnings of its answer, the likeliest of which is {2}. Use a model that follows instructions and does not think first',
        labels.join(', '),
        tokens.length,
        JSON.stringify(tokens[0]?.token),
      ),
    );
  }
  return probabilities;
}

async function ask(
  connection: ModelConnection,
  messages: readonly Message[],
  signal: AbortSignal,
): Promise<unknown> {
  const { ref } = connection;
  let key: string | undefined;
  try {
    requireWebUrl(ref);
    key = sendableKey(connection);
    const call = { fetch: transportOf(connection, key === undefined ? {} : bearer(key), () => {}), signal };
    return await openAiClient(connection, call).chat.completions.create(
      {
        model: ref.model,
        messages: messages.map((message) => ({ role: message.role, content: textOf(message) })),
        max_tokens: 1,
        temperature: 0,
        logprobs: true,
        top_logprobs: topTokens,
      },
      { signal },
    );
  } catch (error) {
    signal.throwIfAborted();
    const problem =
      error instanceof ProviderError
        ? error.problem
        : problemOf(error, { secrets: secretsOf(connection, key), answering: false });
    throw failure(ref, describe(problem));
  }
}

/** The likeliest first tokens, likeliest first; none where the answer carries no log-probabilities. */
function likelyTokens(answer: unknown): readonly OpenAI.ChatCompletionTokenLogprob.TopLogprob[] {
  const completion = answer as Partial<OpenAI.ChatCompletion> | null;
  const listed: unknown = completion?.choices?.[0]?.logprobs?.content?.[0]?.top_logprobs;
  return (Array.isArray(listed) ? listed : [])
    .filter((entry) => typeof entry?.token === 'string' && typeof entry.logprob === 'number')
    .filter(({ logprob }) => logprob <= 0)
    .sort((a, b) => b.logprob - a.logprob);
}

/** A token without the space before a word, which tokenizers write as ' ', '▁' or 'Ġ'. */
function bare(token: string): string {
  return token.replace(/^[\s▁Ġ]+|\s+$/g, '');
}

function failure(ref: ModelRef, why: Wording): TurnoutError {
  return new TurnoutError(
    'router-failed',
    worded('{0} at {1} cannot rate prompts for causal_llm: {2}.', ref.model, ref.baseUrl, why),
  );
}

function describe(problem: ProviderProblem): Wording {
  switch (problem.code) {
    case 'wrong-key':
      return worded('the endpoint refuses the key, or wants one');
    case 'no-credit':
      return worded('the account has no credit left');
    case 'model-not-found':
      return worded('the endpoint has no model of that name');
    case 'prompt-too-long':
      return worded('the prompt is too long for it');
    case 'rate-limited':
      return worded('the endpoint allows no more requests for now');
    case 'timed-out':
      return worded('no answer came in time');
    case 'overloaded':
      return because(worded('the endpoint has failed'), problem.detail);
    case 'rejected':
      return because(worded('the endpoint rejects the request'), problem.detail);
    case 'unreachable':
      return because(worded('the endpoint cannot be reached'), problem.detail);
    case 'cut-off':
      return because(worded('the answer broke off'), problem.detail);
    case 'not-a-model-endpoint':
      return because(worded('the address is no OpenAI-compatible endpoint'), problem.detail);
    case 'not-offered':
    case 'no-consent':
    case 'blocked':
    case 'model-failed':
      return worded('a model of the editor tells no probabilities');
  }
}

function because(what: Wording, detail: string): Wording {
  return detail === '' ? what : worded('{0} ({1})', what, detail.replace(/\.$/, ''));
}
