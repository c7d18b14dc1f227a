import type { IncomingHttpHeaders } from 'node:http';
import type { ChatRequest, Usage } from '../routing/chat';
import type { AnswerPart } from '../routing/flow/answerPart';
import type { Fields } from './fields';
import type { Refusal } from './refusal';

/** One of the formats that clients speak. */
export interface WireFormat {
  /** @throws BadField */
  read(body: Fields, headers: IncomingHttpHeaders): WireRequest;
  refuse(refusal: Refusal): { readonly status: number; readonly body: object };
}

/** A request, read. */
export interface WireRequest {
  /** The model's name as the client gives it. */
  readonly model: string;
  readonly chat: ChatRequest;
  /** Whether the answer is wanted piece by piece. */
  readonly streams: boolean;
  /** Called once, when the answer begins or is known to take its time. */
  readonly render: (about: AnswerOnWire) => Rendering;
}

export interface AnswerOnWire {
  /** The model that answers. */
  readonly model: string;
  /** What the answer is expected to take, before anybody has counted. */
  readonly expected: Usage;
}

/** The parts of an answer that a client gets. */
export type ContentPart = Exclude<AnswerPart, { readonly type: 'decision' | 'failed' | 'finished' }>;

/** Turns an answer into a response's body, piece by piece. */
export interface Rendering {
  readonly contentType: string;
  /** @returns what tells the client that the answer is still under way, and changes nothing of it */
  ping(): string;
  /** @returns what to send now, '' where that comes later */
  part(part: ContentPart): string;
  /** @returns the rest, once the answer is whole */
  end(usage: Usage): string;
  /** @returns what tells the client that the answer broke off; asked only after something was sent */
  fail(refusal: Refusal): string;
}
