import type { MessagePart } from '../../routing/chat';
import { estimateTokens } from '../../routing/ledger/pricing';
import { quoteText } from '../quoting/codeText';
import { shareEvenly } from '../quoting/shareEvenly';
import type { Attachment } from './attachment';

/** What the attached texts of one prompt may take, in tokens. */
export const attachmentBudget = 8_000;

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
  return [ask, ...texts.map((text, position) => quoteText(text, shares[position] ?? 0))].join('\n\n');
}

/** Images of the attachments, as the model gets them. */
export function imagesOf(attachments: readonly Attachment[]): MessagePart[] {
  return attachments.flatMap((attachment) =>
    attachment.kind === 'image' ? [{ type: 'image', source: attachment.source }] : [],
  );
}
