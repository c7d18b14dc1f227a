import { createHash } from 'node:crypto';
import { normalisePrompt } from '../routing/normalisedPrompt';

/**
 * What stands for a prompt where its text must not be kept, as in the manifest's `trainedPromptHashes`.
 *
 * @returns the first 16 hex digits of the SHA-256 of the normalised prompt in UTF-8
 */
export function hashPrompt(prompt: string): string {
  return createHash('sha256').update(normalisePrompt(prompt), 'utf8').digest('hex').slice(0, 16);
}
