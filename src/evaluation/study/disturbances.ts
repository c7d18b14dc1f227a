/** A change of a prompt's outside that should not change who answers it. */
export interface Disturbance {
  readonly title: string;
  /** @param random uniform numbers in [0, 1) */
  readonly disturb: (prompt: string, random: () => number) => string;
}

export const disturbances: readonly Disturbance[] = [
  { title: 'added white space', disturb: (prompt) => `\n  ${prompt.replaceAll('\n', '\n\n')}  \n` },
  { title: 'polite opening', disturb: (prompt) => `Hello! Could you please help me with this?\n\n${prompt}` },
  { title: 'case of the first letter', disturb: switchFirstCase },
  { title: 'code fence around it', disturb: (prompt) => `\`\`\`\n${prompt}\n\`\`\`` },
  { title: 'one typo', disturb: swapLetters },
];

function switchFirstCase(prompt: string): string {
  return prompt.replace(/\p{L}/u, (letter) =>
    letter === letter.toLowerCase() ? letter.toUpperCase() : letter.toLowerCase(),
  );
}

/** Two neighbouring letters of one word change places; a prompt without such a pair stays as it is. */
function swapLetters(prompt: string, random: () => number): string {
  const places = [...prompt.matchAll(/(?=(\p{L})(\p{L}))/gu)].filter(([, first, second]) => first !== second);
  const place = places[Math.floor(random() * places.length)];
  const [, first = '', second = ''] = place ?? [];
  if (place === undefined) return prompt;
  const end = place.index + first.length + second.length;
  return prompt.slice(0, place.index) + second + first + prompt.slice(end);
}
