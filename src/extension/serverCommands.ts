import * as vscode from 'vscode';
import type { ConversationKeys } from '../node/conversationKey';
import type { PrepareAnswer } from '../node/serving';
import { defaultBodyLimit } from '../server/defaults';
import type { LocalServer } from '../server/localServer';
import { readServerSettings } from './settings';
import { describeError, describeUnrecorded } from './wording';

/** What the local server needs of the rest of the extension. */
export interface ServerCommandsDeps {
  readonly secrets: vscode.SecretStorage;
  readonly conversationKeys: ConversationKeys;
  readonly prepare: PrepareAnswer;
  readonly warn: (message: string) => void;
}

/** A running server, and the token it was started with. */
interface Running {
  readonly server: LocalServer;
  readonly token: string;
}

const tokenName = 'turnout.server.token';
const runsContext = 'turnout.serverRuns';

/** The commands that start and stop the local server, for programs outside of the editor, and tell how to reach it. */
export function registerServerCommands(deps: ServerCommandsDeps): vscode.Disposable {
  let running: Promise<Running> | undefined;

  const setRunning = (now: Promise<Running> | undefined) => {
    running = now;
    void vscode.commands.executeCommand('setContext', runsContext, now !== undefined);
  };
  const begin = () => {
    const starting = startServer(deps);
    setRunning(starting);
    starting.catch(() => setRunning(undefined));
    return starting;
  };
  const start = async (): Promise<string> => {
    const { origin } = (await (running ?? begin())).server;
    void offer(origin);
    return origin;
  };
  const stop = async () => {
    const stopping = running;
    setRunning(undefined);
    await (await stopping)?.server.close();
  };
  const copy = async (textOf: (running: Running) => string) => {
    if (running !== undefined) await vscode.env.clipboard.writeText(textOf(await running));
  };

  return vscode.Disposable.from(
    vscode.commands.registerCommand('turnout.startServer', async () => {
      try {
        return await start();
      } catch (error) {
        void vscode.window.showErrorMessage(describeFailure(error));
        return undefined;
      }
    }),
    vscode.commands.registerCommand('turnout.stopServer', async () => {
      await stop();
      void vscode.window.showInformationMessage(vscode.l10n.t('Turnout’s local server has stopped.'));
    }),
    vscode.commands.registerCommand('turnout.copyServerAddress', () =>
      copy(({ server }) => `${server.origin}/v1`),
    ),
    vscode.commands.registerCommand('turnout.copyServerToken', () => copy(({ token }) => token)),
    { dispose: () => void stop() },
  );
}

async function startServer({
  secrets,
  conversationKeys,
  prepare,
  warn,
}: ServerCommandsDeps): Promise<Running> {
  // Nobody needs it before it is started.
  const { startLocalServer } = await import('../server/localServer');
  const token = await readToken(secrets);
  const server = await startLocalServer({
    host: '127.0.0.1',
    ...readServerSettings(),
    token,
    bodyLimit: defaultBodyLimit,
    prepare,
    conversationKeys,
    reportUnrecorded: (why) => warn(describeUnrecorded(why)),
  });
  return { server, token };
}

/** Made once and kept, so that clients stay configured. */
async function readToken(secrets: vscode.SecretStorage): Promise<string> {
  const kept = await secrets.get(tokenName);
  if (kept) return kept;
  const { createToken } = await import('../server/access');
  const token = createToken();
  await secrets.store(tokenName, token);
  return token;
}

async function offer(origin: string): Promise<void> {
  const copyAddress = vscode.l10n.t('Copy Address');
  const copyToken = vscode.l10n.t('Copy Token');
  const chosen = await vscode.window.showInformationMessage(
    vscode.l10n.t(
      'Turnout listens on {0}: for OpenAI’s clients at {0}/v1, for Anthropic’s at {0}. They send the token as their API key.',
      origin,
    ),
    copyAddress,
    copyToken,
  );
  if (chosen === copyAddress) await vscode.commands.executeCommand('turnout.copyServerAddress');
  if (chosen === copyToken) await vscode.commands.executeCommand('turnout.copyServerToken');
}

function describeFailure(error: unknown): string {
  const { port } = readServerSettings();
  return error instanceof Error && 'code' in error && error.code === 'EADDRINUSE'
    ? vscode.l10n.t(
        'Port {0} is taken, perhaps by Turnout in another window. Stop that server, or choose another port in the setting turnout.server.port.',
        port,
      )
    : vscode.l10n.t(
        'Turnout’s local server could not be started ({0}). Choose another port in the setting turnout.server.port, and try again.',
        describeError(error),
      );
}
