import { estimateTokens } from '../../routing/ledger/pricing';
import type { Chip } from '../../webview/sidebarProtocol';
import type { TextAttachment } from './attachment';

/** What the sidebar shows of an attachment. */
export function chipOf({ name, text, problems }: TextAttachment, position = 0): Chip {
  const characters = problems.reduce((sum, line) => sum + line.length, text.length);
  return { id: String(position), name, tokens: estimateTokens(characters) };
}
