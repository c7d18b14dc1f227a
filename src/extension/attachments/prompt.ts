import type { MessagePart } from '../../routing/chat';
import { estimateTokens } from '../../routing/pricing';
import { fenced } from '../assist/fences';
import { cutLines } from '../assist/lineCut';
import type { Attachment } from './attachment';

/** What the attached texts of one prompt may take, in tokens. */
export const attachmentBudget = 8_000;

/** Where a text is cut, its beginning tells most. */
const headShare = 0.7;

/**
 * The user's message: the ask, then what was attached, in their order. Texts that are too large for the budget are
 * cut, and say so in their place; small ones stay whole.
 */
export function buildPrompt(
  ask: string,
  attachments: readonly Attachment[],
  budget = attachmentBudget,
): string {
  const texts = attachments.filter((attachment) => attachment.kind === 'text');
  const shares = shareEvenly(
    texts.map(({ text }) => estimateTokens(text.length)),
    budget,
  );
  const blocks = texts.map(({ name, languageId, text, problems }, position) => {
    const block = `${name}:\n${fenced(cutLines(text, shares[position] ?? 0, headShare), languageId)}`;
    return problems.length === 0
      ? block
      : `${block}\nProblems:\n${problems.map((line) => `- ${line}`).join('\n')}`;
  });
  return [ask, ...blocks].join('\n\n');
}

/** Images of the attachments, as the model gets them. */
export function imagesOf(attachments: readonly Attachment[]): MessagePart[] {
  return attachments.flatMap((attachment) =>
    attachment.kind === 'image' ? [{ type: 'image', source: attachment.source }] : [],
  );
}

/**
 * Shares a budget out among wants: who wants little gets it, and the others share what is left.
 *
 * @returns for each want at most as much, in the same order
 */
export function shareEvenly(wants: readonly number[], budget: number): number[] {
  const shares = wants.map(() => 0);
  let left = budget;
  const ascending = [...wants.entries()].toSorted(([, a], [, b]) => a - b);
  for (const [done, [position, want]] of ascending.entries()) {
    const share = Math.min(want, Math.floor(left / (wants.length - done)));
    shares[position] = share;
    left -= share;
  }
  return shares;
}
