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
