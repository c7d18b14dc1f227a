import type { ChatModel, ChatRequest, Side, StreamPart, Usage } from '../chat';
import type { Decision } from '../decision';
import { messageOf, ProviderError } from '../errors';
import { type Entry, entryVersion, type Outcome } from '../ledger/ledger';
import { outputPriceOf } from '../ledger/pricing';
import { estimateTextTokens } from '../tokenEstimate';
import type { AnswerDeps, AnswerRequest, ConnectedPair } from './answerRequest';

export type AttemptPart = Exclude<StreamPart, { readonly type: 'usage' }>;

/** One call to one model: what is known of it before, and how it is put on record. */
export interface Attempt {
  readonly request: AnswerRequest;
  readonly deps: AnswerDeps;
  readonly pair: ConnectedPair;
  readonly decision: Decision;
  /** Counted locally, for where the provider does not say. */
  readonly inputTokens: number;
  /** Milliseconds since the epoch. */
  readonly started: number;
  /** What the end of the call makes of its record; nothing where it is left out. */
  readonly judge?: (ending: Ending) => Judgement;
}

/** How a call ended. */
export interface Ending {
  readonly outcome: Outcome;
  readonly failure: { readonly error: unknown } | undefined;
  /** Whether the model said anything. */
  readonly said: boolean;
  readonly meanLogProbability: number | undefined;
}

export interface Judgement {
  readonly outcome?: Outcome;
  readonly decision?: Decision;
  /** The comparisons that this call stands for, both unless said: of an answer's several calls, each counts once. */
  readonly compares?: readonly Side[];
  /** By which the other model takes this call's place. */
  readonly next?: Decision;
}

/** What came of a call. It is on record by then, unless `unrecorded` says why not. */
export interface AttemptResult extends Pick<Ending, 'failure'>, Pick<Judgement, 'decision' | 'next'> {
  readonly entry: Entry;
  readonly unrecorded: string | undefined;
}

/**
 * Makes one call and yields what the model says. However it ends (whole, broken off, left by its reader) the ledger gets
 * its entry, and the conversation's memory and the endpoint's health what follows from it.
 */
export async function* attempt({
  request,
  deps,
  pair,
  decision,
  inputTokens,
  started,
  judge = () => ({}),
}: Attempt): AsyncGenerator<AttemptPart, AttemptResult> {
  const { signal } = request;
  const side = decision.model;
  const model: ChatModel = pair.models[side];
  // Who stops before the model is asked owes nothing.
  const asked = !signal.aborted;
  const calls: string[] = [];
  let output = '';
  let said = false;
  let measured: Usage | undefined;
  let meanLogProbability: number | undefined;
  let outcome: Outcome = { kind: 'cancelled' };
  let failure: { readonly error: unknown } | undefined;
  let entry: Entry | undefined;
  let judged: Judgement = {};
  let unrecorded: string | undefined;
  try {
    for await (const part of model.stream(chatFor(side, request.chat, deps), signal)) {
      if (part.type === 'usage') {
        measured = part.usage;
        continue;
      }
      if (part.type === 'text' || part.type === 'thinking') output += part.text;
      if (part.type === 'tool-call') {
        output += part.name + part.input;
        calls.push(part.id);
      }
      if (part.type === 'finish') meanLogProbability = part.meanLogProbability;
      else said = true;
      yield part;
    }
    outcome = signal.aborted ? { kind: 'cancelled' } : { kind: 'ok' };
  } catch (error) {
    if (!signal.aborted) {
      outcome = { kind: 'failed', code: error instanceof ProviderError ? error.problem.code : 'unexpected' };
      failure = { error };
    }
  } finally {
    const refused = outcome.kind === 'failed' && !said;
    const usage = measured ?? {
      inputTokens: asked && !refused ? inputTokens : 0,
      cachedInputTokens: 0,
      outputTokens: estimateTextTokens(output),
      source: 'estimated',
    };
    remember(request, deps, side, usage, calls, said);
    if (outcome.kind === 'ok') deps.health.succeeded(model.ref);
    if (failure?.error instanceof ProviderError) deps.health.failed(model.ref, failure.error.problem);
    judged = judge({ outcome, failure, said, meanLogProbability });
    if (outcome.kind === 'ok' && side === 'weak' && meanLogProbability !== undefined) {
      deps.drafts?.add(model.ref, meanLogProbability);
    }
    entry = entryOf(
      { request, deps, pair, decision: judged.decision ?? decision, inputTokens, started },
      usage,
      judged.outcome ?? outcome,
      judged.compares,
    );
    try {
      await deps.ledger.append(entry);
    } catch (error) {
      unrecorded = messageOf(error);
    }
  }
  return { failure, decision: judged.decision, next: judged.next, entry, unrecorded };
}

function entryOf(
  { request, deps, pair, decision, started }: Attempt,
  usage: Usage,
  outcome: Outcome,
  compares: readonly Side[] = ['strong', 'weak'],
): Entry {
  const { door, conversation, languageId, retryOf } = request;
  const { strong, weak } = pair.models;
  const compared = retryOf === undefined ? compares : [];
  const costOf = (side: Side) =>
    pair.kind === 'practice' ? 0 : (deps.costOf(pair.models[side].ref, usage) ?? null);
  const outputPriceFor = (side: Side) =>
    compared.includes(side) ? outputPriceOf(deps.costOf, pair.models[side].ref, usage) : null;
  const { table } = deps.costOf;
  return {
    version: entryVersion,
    id: deps.newId(),
    time: new Date(started).toISOString(),
    door,
    conversation,
    ...(languageId === undefined ? {} : { languageId }),
    ...(retryOf === undefined ? {} : { retryOf }),
    kind: pair.kind,
    pair: { strong: strong.ref, weak: weak.ref },
    decision,
    usage,
    cost: costOf(decision.model),
    alwaysStrongCost: compared.includes('strong') ? costOf('strong') : 0,
    alwaysWeakCost: compared.includes('weak') ? costOf('weak') : 0,
    ...(pair.kind === 'practice'
      ? {}
      : {
          outputPrices: { strong: outputPriceFor('strong'), weak: outputPriceFor('weak') },
          ...(table === undefined ? {} : { priceTable: table }),
        }),
    outcome,
    // The clock may have been put back meanwhile.
    ms: Math.max(0, deps.now() - started),
  };
}

/** Where drafts are judged, every answer of the weak model is one to judge by. */
function chatFor(side: Side, chat: ChatRequest, { drafts }: AnswerDeps): ChatRequest {
  return side === 'weak' && drafts !== undefined ? { ...chat, logProbabilities: true } : chat;
}

function remember(
  { conversation }: AnswerRequest,
  { memory, now }: AnswerDeps,
  side: Side,
  { inputTokens, outputTokens }: Usage,
  calls: readonly string[],
  said: boolean,
): void {
  if (!said) return;
  const { cached, toolCalls } = memory.recall(conversation);
  memory.keep(conversation, {
    side,
    cached: { ...cached, [side]: { tokens: inputTokens + outputTokens, at: now() } },
    toolCalls: new Map([...toolCalls, ...calls.map((id) => [id, side] as const)]),
  });
}
