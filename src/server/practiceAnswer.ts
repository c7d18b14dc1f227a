import type { Side } from '../routing/chat';

/** What a practice model is asked. */
export interface PracticeRequest {
  readonly side: Side;
  /** The last human turn. */
  readonly prompt: string;
  /** How many messages came with it, itself included. */
  readonly messages: number;
}

const longestEcho = 160;

/** The scripted answer, in Markdown, that a practice model gives; it says first of all that it is one. */
export function practiceAnswer({ side, prompt, messages }: PracticeRequest): string {
  const line = prompt.replace(/\s+/g, ' ').trim();
  const echo = line.length > longestEcho ? `${beginningOf(line)}…` : line;
  const request = {
    model: `your ${side} model`,
    messages: [
      ...(messages > 1 ? [`… ${messages - 1} earlier messages`] : []),
      { role: 'user', content: echo },
    ],
    stream: true,
  };
  const reach = side === 'strong' ? 'reached' : 'stayed below';
  return `**Practice answer of the ${side} model.** No language model wrote this: it is a script on your own machine, sent to you the way a real answer would be.

You asked:

> ${echo}

With models connected, this is what your ${side} model would have been sent:

\`\`\`json
${JSON.stringify(request, null, 2)}
\`\`\`

The *win rate* is the estimated chance that the strong model would answer this prompt better than the weak one; here it ${reach} the threshold, so the ${side} model got the prompt. The slider sets the *strong share*, the fraction of your prompts that should go to the strong model: move it, send the same prompt again, and watch the choice change.

Connect two models of your own whenever you like; what you practise costs nothing and never counts as saved.
`;
}

/** Half of a character that takes two UTF-16 units is left out. */
function beginningOf(line: string): string {
  return line
    .slice(0, longestEcho)
    .replace(/[\uD800-\uDBFF]$/, '')
    .trimEnd();
}

/** The answer in the small pieces in which models send theirs; they join up to the whole. */
export function piecesOf(answer: string): string[] {
  return answer.match(/\s*\S{1,8}|\s+$/gu) ?? [];
}
