import { createHash } from 'node:crypto';
import type { Embed, Embedding } from '../../routing/router';

/** Embeds every prompt once, since training prompts are asked for by several scorers. */
export function rememberEmbeddings(embed: Embed): Embed {
  const known = new Map<string, Promise<Embedding>>();
  return (prompt) => {
    const found = known.get(prompt) ?? embed(prompt);
    known.set(prompt, found);
    return found;
  };
}

/** Prompts that differ in what an encoder, and the program before it, may treat in their own way. */
const probes = [
  'How many primes are there?',
  '  Please help me with this:\n\n why?  ',
  `\`\`\`python\n${'total = total + 1\n'.repeat(200)}\`\`\``,
  'なぜ空は青いのですか？',
  `Begin. ${'And so on, and so forth. '.repeat(400)}End.`,
];

/** @returns hex digits that change with weights, tokenizer, cut and whatever else becomes of a prompt before it is embedded */
export async function hashEmbeddings(embed: Embed): Promise<string> {
  const values: string[] = [];
  for (const probe of probes) values.push(String((await embed(probe)).values));
  return hashAll(values);
}

/** @returns hex digits that change with any of the texts */
export function hashAll(texts: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify(texts)).digest('hex');
}
