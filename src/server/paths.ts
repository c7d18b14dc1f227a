/** A path as the server knows it. */
export interface Place {
  readonly path: string;
  /** The model that the path names, as Azure's do. */
  readonly model?: string;
}

/** Takes no offence at slashes too many, a /v1 that stands there twice, and the paths of Azure's clients. */
export function placeOf(url: string): Place {
  const [written = ''] = url.split('?');
  const tidy = written.replace(/\/{2,}/g, '/').replace(/(?<=.)\/$/, '');
  const [, deployment, operation] = /^\/openai\/deployments\/([^/]+)\/(.+)$/.exec(tidy) ?? [];
  if (deployment !== undefined) return { path: `/v1/${operation}`, model: decodeName(deployment) };
  return { path: tidy.replace(/^\/openai(?=\/v1\/)/, '').replace(/^(\/v1){2,}(?=\/)/, '/v1') };
}

/** @returns what was written, where that cannot be decoded */
export function decodeName(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}

/** Paths of the two APIs that a router of prompts has no part in. */
const others: readonly (readonly [RegExp, string])[] = [
  [/^\/v1\/completions$/, 'completions of a text without turns, as editors ask for while one types'],
  [/^\/v1\/embeddings$/, 'embeddings'],
  [/^\/v1\/messages\/batches\b|^\/v1\/batches\b/, 'batches'],
  [/^\/v1\/(audio|images|videos|realtime)\b/, 'sounds and pictures to be made'],
  [
    /^\/v1\/(moderations|files|uploads|vector_stores|fine_tuning|assistants|threads|evals|conversations)\b/,
    'anything but prompts',
  ],
  [/^\/v1\/responses\/./, 'responses by their names: they are kept for `previous_response_id` alone'],
];

/** @returns what to say of a path that is right and not Turnout's, and of any other */
export function describeMissing(path: string): string {
  const [, what] = others.find(([pattern]) => pattern.test(path)) ?? [];
  return what === undefined
    ? `There is nothing at ${path}. The base URL of OpenAI's clients ends in /v1, that of Anthropic's does not.`
    : `Turnout does not route ${what} (${path}). Have the client ask a model's own endpoint for them.`;
}
