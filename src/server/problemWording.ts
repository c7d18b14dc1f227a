import type { ProviderError } from '../routing/errors';

/** What an endpoint did, in English, and what whoever runs the server can do about it. */
export function describeProviderProblem({ ref, problem }: ProviderError): string {
  const { model, baseUrl } = ref;
  switch (problem.code) {
    case 'wrong-key':
      return problem.status === undefined
        ? `Turnout's key for ${baseUrl} cannot be sent in a header. Set it again; the token for Turnout itself is right.`
        : `${baseUrl} did not accept Turnout's key for it (HTTP ${problem.status}). Set that key; the token for Turnout itself is right.`;
    case 'no-credit':
      return `The account at ${baseUrl} has no credit left. Top it up, or choose another model as half of Turnout's pair.`;
    case 'model-not-found':
      return `${baseUrl} has no model "${model}" (HTTP ${problem.status}). Choose another as half of Turnout's pair.`;
    case 'prompt-too-long':
      return `prompt is too long for ${model}: ${problem.detail}`;
    case 'rate-limited':
      return problem.retryAfterSeconds === undefined
        ? `${model} is rate-limited or out of quota at ${baseUrl}. ${problem.said ?? ''}`.trim()
        : `${model} is rate-limited at ${baseUrl}. Try again in ${problem.retryAfterSeconds} s. ${problem.said ?? ''}`.trim();
    case 'overloaded':
      return `${model} cannot answer at the moment (HTTP ${problem.status} from ${baseUrl}). ${problem.detail}`.trim();
    case 'rejected':
      return `${baseUrl} refused the request (HTTP ${problem.status}): ${problem.detail}`;
    case 'unreachable':
      return `${baseUrl} cannot be reached (${problem.detail}). Is it running, and is the address right?`;
    case 'timed-out':
      return `${model} at ${baseUrl} did not begin to answer in time. Try again.`;
    case 'cut-off':
      return `The answer of ${model} broke off (${problem.detail}). Try again.`;
    case 'not-a-model-endpoint':
      return `${baseUrl} does not answer like a model's endpoint (${problem.detail}). Its address usually ends in /v1.`;
    case 'not-offered':
      return `The editor offers no model "${model}" (${baseUrl}). Is its extension installed and signed in?`;
    case 'no-consent':
      return `Turnout may not use the editor's model ${model} (${baseUrl}) yet: send a prompt in Turnout's own chat, and allow it.`;
    case 'blocked':
      return `The editor let no call to ${model} (${baseUrl}) through; often a quota is used up: ${problem.detail}`;
    case 'model-failed':
      return `${model} (${baseUrl}) failed: ${problem.detail}`;
  }
}
