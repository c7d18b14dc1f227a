import type { FinishReason } from '../routing/chat';
import type { ContentPart } from './wireFormat';

/** Hears why an answer ends; where the model does not say, its calls of tools do. */
export function createEnding() {
  let told: FinishReason | undefined;
  let called = false;
  return {
    hear: (part: ContentPart) => {
      if (part.type === 'finish') told = part.reason;
      if (part.type === 'tool-call') called = true;
    },
    reason: (): FinishReason => told ?? (called ? 'tool-calls' : 'stop'),
  };
}
