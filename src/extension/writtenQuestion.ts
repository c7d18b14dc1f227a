import type { AnswerRequest } from '../routing/flow/answerRequest';

/** A prompt that a command writes for a person, and what it says of itself. */
export interface WrittenQuestion extends Pick<AnswerRequest, 'door' | 'ask' | 'languageId' | 'paths'> {
  /** What the model gets. */
  readonly prompt: string;
  /** What the router scores: the words and what they are about, without what says how to answer. */
  readonly ask: string;
}
