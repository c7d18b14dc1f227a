import type { Reply } from './loopbackServer';

/** A chat completion of one token with log-probabilities, as OpenAI, llama.cpp and Ollama send it. */
export function ratingReply(probabilities: Readonly<Record<string, number>>): Reply {
  const top_logprobs = Object.entries(probabilities)
    .sort(([, a], [, b]) => b - a)
    .map(([token, probability]) => ({
      token,
      logprob: Math.log(probability),
      bytes: [...new TextEncoder().encode(token)],
    }));
  const [likeliest] = top_logprobs;
  return completionReply({
    content: likeliest?.token ?? '',
    logprobs: { content: [{ ...likeliest, top_logprobs }], refusal: null },
  });
}

/** As servers answer that leave out what they do not know. */
export function ratingWithoutProbabilities(content: string): Reply {
  return completionReply({ content, logprobs: null });
}

function completionReply({ content, logprobs }: { content: string; logprobs: object | null }): Reply {
  const completion = {
    id: 'chatcmpl-CtEsT0nLy',
    object: 'chat.completion',
    created: 1_762_000_000,
    model: 'rater-2026-01-01',
    choices: [
      {
        index: 0,
        message: { role: 'assistant', content, refusal: null, annotations: [] },
        logprobs,
        finish_reason: 'length',
      },
    ],
    usage: { prompt_tokens: 120, completion_tokens: 1, total_tokens: 121 },
    system_fingerprint: 'fp_0123456789',
  };
  return {
    kind: 'bytes',
    contentType: 'application/json',
    writes: [new TextEncoder().encode(JSON.stringify(completion))],
  };
}
