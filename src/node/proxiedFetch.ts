import { TurnoutError, worded } from '../routing/errors';
import { patientFetch } from './patientFetch';
import { isLoopback } from './privateHost';

type Fetch = typeof globalThis.fetch;

/**
 * Calls by way of the HTTP proxy that the environment names, as other programs of a command line do: `HTTPS_PROXY`,
 * `HTTP_PROXY`, `ALL_PROXY` and `NO_PROXY`, in capitals or not. What runs on this machine is never asked by way of another.
 * Certificate authorities are Node's own and those of `NODE_EXTRA_CA_CERTS`.
 *
 * @returns undefined where the environment names no proxy
 * @throws TurnoutError `bad-input` where it names one of another kind
 */
export function proxiedFetch(environment: NodeJS.ProcessEnv): Fetch | undefined {
  const any = proxyIn(environment, 'ALL_PROXY');
  const http = proxyIn(environment, 'HTTP_PROXY') ?? any;
  const https = proxyIn(environment, 'HTTPS_PROXY') ?? any ?? http;
  if (http === undefined && https === undefined) return undefined;
  const noProxy = variable(environment, 'NO_PROXY') ?? '';
  let opened: Promise<Fetch> | undefined;
  return async (input, init) => {
    const { hostname } = new URL(input instanceof Request ? input.url : input);
    if (isLoopback(hostname.replace(/^\[|\]$/g, ''))) return patientFetch(input, init);
    // Large, and wanted by few.
    opened ??= import('undici').then(({ EnvHttpProxyAgent, fetch: send }) => {
      const dispatcher = new EnvHttpProxyAgent({
        httpProxy: http ?? '',
        httpsProxy: https ?? '',
        noProxy,
        // Most proxies dig tunnels to the port of TLS alone, and are asked for http:// in the clear. https:// has one anyway.
        proxyTunnel: false,
        // How long to wait is settled by whoever calls.
        headersTimeout: 0,
        bodyTimeout: 0,
      });
      // The same function as the global one, but of a version that knows this dispatcher.
      const sendThrough = (input: unknown, init: object = {}) =>
        send(input as string, { ...init, dispatcher });
      return sendThrough as unknown as Fetch;
    });
    return (await opened)(input, init);
  };
}

function proxyIn(environment: NodeJS.ProcessEnv, name: string): string | undefined {
  const written = variable(environment, name);
  if (written === undefined) return undefined;
  const url = /^[\w+.-]+:\/\//.test(written) ? written : `http://${written}`;
  if (URL.canParse(url) && /^https?:$/.test(new URL(url).protocol)) return url;
  // Not quoted: it may hold a password.
  throw new TurnoutError(
    'bad-input',
    worded(
      '{0} does not name an HTTP proxy, such as {1}. Turnout speaks to no other kind.',
      name,
      'http://proxy.example:3128',
    ),
  );
}

function variable(environment: NodeJS.ProcessEnv, name: string): string | undefined {
  const value = (environment[name.toLowerCase()] ?? environment[name])?.trim();
  return value === '' ? undefined : value;
}
