import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { isIPv6 } from 'node:net';
import type { ConversationKeys } from '../node/conversationKey';
import type { PrepareAnswer } from '../node/serving';
import { decideAlone } from '../routing/flow/decideAlone';
import { estimateRequestTokens } from '../routing/tokenEstimate';
import { refuseStranger, refuseWebPage } from './access';
import { anthropicFormat } from './anthropic/anthropicFormat';
import { readCountedRequest } from './anthropic/anthropicRequest';
import { answerOverHttp } from './exchange';
import { type Fields, isObject } from './fields';
import { close, listen, readBody, sendJson, withinGrace } from './http';
import { describeModel, listModels } from './modelList';
import { cutNamed } from './modelNames';
import { openAiFormat } from './openai/openaiFormat';
import { decodeName, describeMissing, placeOf } from './paths';
import { type Patience, usualPatience } from './pulse';
import { closing, type Refusal, RefusedRequest, refusalOf } from './refusal';
import { createResponsesFormat } from './responses/responsesFormat';
import { createResponsesStore } from './responses/responsesStore';
import { describeDecision, readRouteQuestion } from './routeDoor';
import type { WireFormat } from './wireFormat';

export interface LocalServerOptions {
  readonly host: string;
  /** 0 for any that is free. */
  readonly port: number;
  /** What clients send as their API key; not empty. */
  readonly token: string;
  /** Whether names that Turnout does not know mean the slider's setting. */
  readonly anyModel: boolean;
  /** In bytes. */
  readonly bodyLimit: number;
  readonly prepare: PrepareAnswer;
  readonly conversationKeys: ConversationKeys;
  /** {@link usualPatience} if left out. */
  readonly patience?: Patience;
  /** Told why a call is not in the ledger. */
  readonly reportUnrecorded: (why: string) => void;
}

export interface LocalServer {
  /** http://127.0.0.1:6060, without a path. */
  readonly origin: string;
  /**
   * Takes no more requests, gives running answers `graceMs` to end, then stops them; resolves once every one of them is
   * on record.
   */
  close(graceMs?: number): Promise<void>;
}

/** What can be asked of the server, by path. */
type Posts = Readonly<Record<string, WireFormat>>;

const countPath = '/v1/messages/count_tokens';
const routePath = '/v1/route';
/** The second is where some clients look first. */
const healthPaths: readonly string[] = ['/health', '/'];
const modelsPath = '/v1/models';

/**
 * Starts the server that speaks as OpenAI and as Anthropic do.
 *
 * @throws the system's error, with its `code`, where the address cannot be had
 */
export async function startLocalServer(options: LocalServerOptions): Promise<LocalServer> {
  const posts: Posts = {
    '/v1/chat/completions': openAiFormat,
    '/v1/responses': createResponsesFormat(createResponsesStore()),
    '/v1/messages': anthropicFormat,
  };
  const stopped = new AbortController();
  const running = new Set<Promise<void>>();
  const server = createServer((request, response) => {
    // A connection that was busy as the server closed is still open, and may be asked again.
    const isClosing = !server.listening;
    const handling = handle(request, response, { ...options, posts, isClosing }, stopped.signal).finally(() =>
      running.delete(handling),
    );
    running.add(handling);
  });
  // An upload may take its time.
  server.requestTimeout = 0;
  const port = await listen(server, options.port, options.host);
  const host = isIPv6(options.host) ? `[${options.host}]` : options.host;
  return {
    origin: `http://${host}:${port}`,
    close: async (graceMs = 0) => {
      server.close();
      server.closeIdleConnections();
      if (graceMs > 0) await withinGrace(running, graceMs);
      stopped.abort();
      await withinGrace(running);
      await close(server);
    },
  };
}

interface HandlingOptions extends LocalServerOptions {
  readonly posts: Posts;
  /** Whether the request came after the server had been told to close. */
  readonly isClosing: boolean;
}

async function handle(
  request: IncomingMessage,
  response: ServerResponse,
  options: HandlingOptions,
  stopped: AbortSignal,
): Promise<void> {
  const gone = new AbortController();
  response.on('close', () => {
    if (!response.writableFinished) gone.abort();
  });
  const { path: pathname, model: named } = placeOf(request.url ?? '');
  const format = formatOf(pathname, request, options.posts);
  const refuse = (refusal: Refusal, headers: Readonly<Record<string, string>> = {}) => {
    const { status, body } = format.refuse(refusal);
    sendJson(response, status, body, { ...headers, ...refusalHeaders(refusal) });
  };
  try {
    const refusal = refuseRequest(request, pathname, options);
    if (refusal !== undefined) return refuse(refusal);
    if (isRead(request)) return sendJson(response, 200, describe(pathname, options.anyModel));
    const sent = parseBody(await readBody(request, options.bodyLimit), options.bodyLimit);
    const body = named === undefined ? sent : { model: named, ...sent };
    if (pathname === countPath) {
      const { model, chat } = readCountedRequest(body);
      cutNamed(model, options.anyModel);
      return sendJson(response, 200, { input_tokens: estimateRequestTokens(chat) });
    }
    const signal = AbortSignal.any([gone.signal, stopped]);
    if (pathname === routePath) {
      return sendJson(response, 200, await decideFor(body, request, options, signal));
    }
    const asked = format.read(body, request.headers);
    const deps = await options.prepare(cutNamed(asked.model, options.anyModel));
    await answerOverHttp({
      asked,
      conversation: options.conversationKeys.follow(asked.chat.messages, conversationName(request)),
      deps,
      signal,
      response,
      refuse,
      patience: options.patience ?? usualPatience,
      reportUnrecorded: options.reportUnrecorded,
    });
  } catch (error) {
    if (gone.signal.aborted) return;
    if (response.headersSent) response.destroy();
    else refuse(refusalOf(error));
  }
}

/** Answers with the decision alone, for whoever asks the model himself. */
async function decideFor(
  body: Fields,
  request: IncomingMessage,
  { anyModel, prepare }: HandlingOptions,
  signal: AbortSignal,
): Promise<object> {
  const { model, chat, conversation: told } = readRouteQuestion(body, request.headers);
  const name = conversationName(request, told);
  const deps = await prepare(cutNamed(model, anyModel));
  const conversation = name ?? randomUUID();
  const asked = { chat, door: 'server', conversation, signal } as const;
  return describeDecision(await decideAlone(asked, deps, name !== undefined), deps, name);
}

/** Paths that both APIs have are answered as the client's own: Anthropic's name the version they speak. */
function formatOf(pathname: string, { headers }: IncomingMessage, posts: Posts): WireFormat {
  if (pathname === countPath) return anthropicFormat;
  const usual = headers['anthropic-version'] === undefined ? openAiFormat : anthropicFormat;
  return posts[pathname] ?? usual;
}

/** What can be said against a request before its body is read. */
function refuseRequest(
  { method, headers }: IncomingMessage,
  pathname: string,
  { host, token, isClosing, posts }: HandlingOptions,
): Refusal | undefined {
  if (isClosing) return closing;
  const page = refuseWebPage(headers, { host });
  if (page !== undefined) return page;
  // Who may not ask anything else may still ask whether the server is up.
  const stranger = healthPaths.includes(pathname) ? undefined : refuseStranger(headers, token);
  if (stranger !== undefined) return stranger;
  if (headers.upgrade?.toLowerCase() === 'websocket') {
    return { kind: 'no-upgrade', message: 'This server speaks no WebSocket. Send the request over HTTP.' };
  }
  const allow = methodOf(pathname, posts);
  if (allow === undefined) return { kind: 'unknown-path', message: describeMissing(pathname) };
  return method === allow || (method === 'HEAD' && allow === 'GET')
    ? undefined
    : { kind: 'wrong-method', message: `${pathname} takes ${allow}, not ${method}.`, allow };
}

function methodOf(pathname: string, posts: Posts): 'GET' | 'POST' | undefined {
  if (Object.hasOwn(posts, pathname) || pathname === countPath || pathname === routePath) return 'POST';
  const isGet =
    healthPaths.includes(pathname) || pathname === modelsPath || pathname.startsWith(`${modelsPath}/`);
  return isGet ? 'GET' : undefined;
}

function isRead({ method }: IncomingMessage): boolean {
  return method === 'GET' || method === 'HEAD';
}

function describe(pathname: string, anyModel: boolean): object {
  if (healthPaths.includes(pathname)) return { status: 'ok' };
  if (pathname === modelsPath) return listModels();
  return describeModel(decodeName(pathname.slice(modelsPath.length + 1)), anyModel);
}

function parseBody(text: string | undefined, limit: number): Fields {
  if (text === undefined) {
    throw new RefusedRequest({
      kind: 'too-large',
      message: `The request is longer than ${limit} bytes, the most this server takes.`,
    });
  }
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    // The parser's own message quotes the text.
    throw new RefusedRequest({ kind: 'invalid', message: 'The body is not JSON.' });
  }
  if (isObject(body)) return body;
  throw new RefusedRequest({ kind: 'invalid', message: 'The body must be a JSON object.' });
}

/** @throws RefusedRequest unless it can be written to the ledger and sent back as it is */
function conversationName({ headers }: IncomingMessage, told?: string): string | undefined {
  const name = headers['x-turnout-conversation'] ?? told;
  if (name === undefined) return undefined;
  if (typeof name === 'string' && /^[\w.:-]{1,128}$/.test(name)) return name;
  throw new RefusedRequest({
    kind: 'invalid',
    message: 'x-turnout-conversation must be 1 to 128 letters, digits or any of . : _ -',
    field: 'x-turnout-conversation',
  });
}

/** For these, OpenAI's and Anthropic's clients would try again in vain. */
const final: readonly Refusal['kind'][] = ['misconfigured', 'not-ready', 'internal'];

function refusalHeaders({ kind, retryAfterSeconds, allow }: Refusal): Readonly<Record<string, string>> {
  return {
    ...(retryAfterSeconds !== undefined && { 'retry-after': String(retryAfterSeconds) }),
    ...(allow !== undefined && { allow }),
    ...(kind === 'wrong-token' && { 'www-authenticate': 'Bearer' }),
    ...((kind === 'too-large' || kind === 'closing') && { connection: 'close' }),
    ...(final.includes(kind) && { 'x-should-retry': 'false' }),
  };
}
