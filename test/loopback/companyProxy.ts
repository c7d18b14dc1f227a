import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import { type AddressInfo, connect, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import { type Certified, certify } from './certificates';

/**
 * The way out of a company's network: an HTTP proxy, and behind it one host that can be reached through the proxy alone, and
 * whose certificate is signed by the company's own authority.
 */
export interface CompanyProxy {
  /** http://127.0.0.1 and a port. */
  readonly url: string;
  /** The authority's certificate, as PEM. */
  readonly authority: string;
  /** The targets of all CONNECT requests so far, as "host:port". */
  readonly tunnels: readonly string[];
  /** The targets of all requests it passed on without a tunnel, as URLs. */
  readonly plain: readonly string[];
  /** Closes all tunnels, opens no further one and passes nothing on. */
  refuse(status: number): void;
  close(): Promise<void>;
}

/** @param target the loopback server that `host` is in truth */
export async function startCompanyProxy(host: string, target: { origin: string }): Promise<CompanyProxy> {
  const certified = certify(host);
  const sockets = new Set<Socket>();
  const front = await startTlsFront(certified.host, Number(new URL(target.origin).port), sockets);
  const tunnels: string[] = [];
  const plain: string[] = [];
  let refusal: number | undefined;
  const proxy = createServer((incoming, response) => {
    const { url = '' } = incoming;
    const isForHost = url.startsWith(`http://${host}/`);
    if (refusal !== undefined || !isForHost) {
      response.writeHead(refusal ?? 400).end();
      return;
    }
    plain.push(url);
    passOn(incoming, response, new URL(url.slice(`http://${host}`.length), target.origin));
  });
  proxy.on('connect', ({ url = '' }, socket: Socket, head) => {
    tunnels.push(url);
    track(socket, sockets);
    // As most do, it leads to the port of TLS alone.
    if (refusal !== undefined || url !== `${host}:443`) {
      socket.end(`HTTP/1.1 ${refusal ?? 502} Refused\r\n\r\n`);
      return;
    }
    const upstream = connect((front.address() as AddressInfo).port, '127.0.0.1');
    track(upstream, sockets);
    socket.write('HTTP/1.1 200 Connection Established\r\n\r\n');
    upstream.write(head);
    socket.pipe(upstream).pipe(socket);
  });
  await listen(proxy);
  return {
    url: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`,
    authority: certified.authority.certificate,
    tunnels,
    plain,
    refuse: (status) => {
      refusal = status;
      for (const socket of sockets) socket.destroy();
    },
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await Promise.all([proxy, front].map((server) => new Promise((resolve) => server.close(resolve))));
    },
  };
}

/** Asks in the stead of a client. */
function passOn(incoming: IncomingMessage, response: ServerResponse, url: URL): void {
  const { method, headers } = incoming;
  const outgoing = request(url, { method, headers }, (answer) => {
    response.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(response);
  });
  outgoing.on('error', () => response.destroy());
  incoming.pipe(outgoing);
}

/** Speaks TLS to its clients and passes on what is in it. */
async function startTlsFront(
  { key, certificate }: Certified,
  port: number,
  sockets: Set<Socket>,
): Promise<Server> {
  const front = createTlsServer({ key, cert: certificate }, (socket) => {
    const plain = connect(port, '127.0.0.1');
    track(plain, sockets);
    track(socket, sockets);
    socket.pipe(plain).pipe(socket);
  });
  await listen(front);
  return front;
}

function listen(server: Server): Promise<void> {
  return new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
}

/** A connection that breaks is its client's or its server's to report. */
function track(socket: Socket, sockets: Set<Socket>): void {
  sockets.add(socket);
  socket.on('close', () => sockets.delete(socket)).on('error', () => socket.destroy());
}
