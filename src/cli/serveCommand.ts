import { readFile } from 'node:fs/promises';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { createConversationKeys } from '../node/conversationKey';
import { createLedgerFile } from '../node/ledger/ledgerFile';
import { patientFetch } from '../node/patientFetch';
import { isLoopback } from '../node/privateHost';
import { proxiedFetch } from '../node/proxiedFetch';
import { requireRouterName } from '../node/routers/routerList';
import { createServing } from '../node/serving';
import { messageOf, TurnoutError } from '../routing/errors';
import { createToken } from '../server/access';
import { defaultBodyLimit, defaultPort } from '../server/defaults';
import { type LocalServer, startLocalServer } from '../server/localServer';
import {
  addRouterOption,
  type OpenDispatcher,
  parseFraction,
  routerChoice,
  type SourceOptions,
} from './routerOption';
import {
  keyVariables,
  type ServeConfiguration,
  type ServeFlags,
  serveConfiguration,
  webProviders,
} from './serveConfiguration';

interface ServeOptions extends ServeFlags, SourceOptions {
  readonly config?: string;
  readonly port: number;
  readonly host: string;
  readonly allowRemote?: true;
  readonly anyModel?: true;
  /** In megabytes. */
  readonly bodyLimit: number;
}

export interface ServeCommandDeps {
  readonly openDispatcher: OpenDispatcher;
  readonly dataFolder: string;
  readonly environment: NodeJS.ProcessEnv;
  readonly write: (text: string) => void;
  readonly warn: (line: string) => void;
  /** Resolves with the next wish of the user that it end. */
  readonly stopRequested: () => Promise<void>;
}

const tokenVariable = 'TURNOUT_SERVER_TOKEN';
const shortestRemoteToken = 16;
const megabyte = 1024 * 1024;
/** How long running answers may go on once it is to stop. */
const graceMs = 10_000;

/** `turnout serve`: the local server, until it is interrupted. */
export function addServeCommand(program: Command, deps: ServeCommandDeps): void {
  const command = program
    .command('serve')
    .description(
      `answer OpenAI's and Anthropic's clients with one of two models; keys are read from ${keyVariables.strong} and ${keyVariables.weak}, the token that clients send from ${tokenVariable}`,
    )
    .option(
      '--config <file>',
      'JSON file that names the pair: {"strong": {"provider", "baseUrl", "model", "headers"}, "weak": …}',
    );
  for (const side of ['strong', 'weak'] as const) {
    command
      .option(`--${side}-url <url>`, `address of the ${side} model's API`)
      .option(`--${side}-model <name>`, 'its name there')
      .addOption(
        new Option(`--${side}-provider <api>`, 'which API the address speaks (default: openai)').choices(
          webProviders,
        ),
      );
  }
  addRouterOption(command)
    .addOption(
      new Option(
        '--strong-share <share>',
        'share of prompts meant for the strong model, 0 to 1 (default: 0.5)',
      ).argParser(parseFraction),
    )
    .option(
      '--silence-limit <seconds>',
      'how long an endpoint may say nothing, 0 for ever (default: for ever in one’s own network, else 20 minutes before the answer and 10 within)',
      parseSeconds,
    )
    .option('--port <port>', 'port to listen on, 0 for any that is free', parsePort, defaultPort)
    .option('--host <address>', 'address to listen on', '127.0.0.1')
    .option(
      '--allow-remote',
      `let other machines in, where --host is not this machine alone; needs ${tokenVariable}`,
    )
    .option('--any-model', 'take any model name for "turnout", for clients that insist on names of their own')
    .option('--body-limit <megabytes>', 'longest request', parseMegabytes, defaultBodyLimit / megabyte)
    .action((options: ServeOptions) => serve(options, deps));
}

async function serve(options: ServeOptions, deps: ServeCommandDeps): Promise<void> {
  const { environment, write, warn } = deps;
  const configuration = serveConfiguration(options, await readConfiguration(options.config), environment);
  const choice = routerChoice(configuration.router);
  requireRouterName(choice.router);
  const { token, isNew } = tokenFor(options, environment);
  const { strong, weak } = configuration.pair;
  const dispatcher = deps.openDispatcher({ ...options, pair: [strong.model, weak.model] });
  try {
    const server = await start({
      host: options.host,
      port: options.port,
      token,
      anyModel: options.anyModel === true,
      bodyLimit: options.bodyLimit * megabyte,
      prepare: createServing({
        ...configuration,
        keys: { strong: environment[keyVariables.strong], weak: environment[keyVariables.weak] },
        fetch: proxiedFetch(environment) ?? patientFetch,
        dispatcher,
        choice,
        dataFolder: deps.dataFolder,
        ledger: createLedgerFile(deps.dataFolder),
        warn,
      }),
      conversationKeys: createConversationKeys(Date.now),
      reportUnrecorded: (why) => warn(`a call could not be written to the ledger: ${why}`),
    });
    write(greeting(server, configuration));
    if (isNew) write(`token: ${token} (made for this run; set ${tokenVariable} to choose your own)\n`);
    await deps.stopRequested();
    await Promise.race([server.close(graceMs), deps.stopRequested().then(() => server.close())]);
  } finally {
    await dispatcher.close();
  }
}

async function readConfiguration(file: string | undefined): Promise<unknown> {
  if (file === undefined) return undefined;
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    throw new TurnoutError('bad-input', `The file of --config cannot be read: ${messageOf(error)}`);
  }
  try {
    return JSON.parse(text);
  } catch {
    throw new TurnoutError(
      'bad-input',
      `${file} is not JSON. turnout serve --help shows what it should hold.`,
    );
  }
}

/** @throws TurnoutError `bad-input` where others could come in and must not */
function tokenFor({ host, allowRemote }: ServeOptions, environment: NodeJS.ProcessEnv) {
  const chosen = environment[tokenVariable]?.trim() ?? '';
  if (!/^[\x21-\x7e]*$/.test(chosen)) {
    throw new TurnoutError('bad-input', `${tokenVariable} may hold visible ASCII characters only.`);
  }
  if (!isLoopback(host)) {
    if (allowRemote !== true) {
      throw new TurnoutError(
        'bad-input',
        `At ${host} other machines could spend on your keys. Add --allow-remote if they should.`,
      );
    }
    if (chosen.length < shortestRemoteToken) {
      throw new TurnoutError(
        'bad-input',
        `With --allow-remote, set ${tokenVariable} to at least ${shortestRemoteToken} characters that nobody guesses.`,
      );
    }
  }
  return chosen === '' ? { token: createToken(), isNew: true } : { token: chosen, isNew: false };
}

async function start(options: Parameters<typeof startLocalServer>[0]): Promise<LocalServer> {
  try {
    return await startLocalServer(options);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EADDRINUSE') {
      throw new TurnoutError(
        'bad-input',
        `Port ${options.port} is taken. Choose another with --port, or 0 for any that is free.`,
      );
    }
    throw new TurnoutError(
      'bad-input',
      `${options.host}:${options.port} cannot be listened on: ${messageOf(error)}`,
    );
  }
}

function greeting({ origin }: LocalServer, { pair, strongShare, router }: ServeConfiguration): string {
  return [
    `Turnout listens on ${origin} (OpenAI's clients: ${origin}/v1, Anthropic's: ${origin}).`,
    `strong: ${pair.strong.model} at ${pair.strong.baseUrl}`,
    `weak: ${pair.weak.model} at ${pair.weak.baseUrl}`,
    `strong share ${Math.round(strongShare * 100)} %, router ${router ?? 'default'}`,
    '',
  ].join('\n');
}

function parsePort(text: string): number {
  const port = Number(text);
  if (!/^\d+$/.test(text) || port > 65_535)
    throw new InvalidArgumentError('It must be a number from 0 to 65535.');
  return port;
}

function parseSeconds(text: string): number {
  const seconds = Number(text);
  if (text.trim() === '' || !(seconds >= 0))
    throw new InvalidArgumentError('It must be a number of seconds, 0 or more.');
  return seconds;
}

function parseMegabytes(text: string): number {
  const megabytes = Number(text);
  if (!(megabytes > 0 && megabytes <= 1024)) {
    throw new InvalidArgumentError('It must be a number of megabytes above 0 and at most 1024.');
  }
  return megabytes;
}
