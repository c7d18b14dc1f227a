import { randomBytes, timingSafeEqual } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import net from 'node:net';

/**
 * Stands in front of VS Code's server and hands on everything, except that it answers the workbench's
 * `POST /mint-key`. With that key the page seals its secret storage, which is otherwise gone after a reload:
 * API keys would have to be typed again and again. code-server's own front does the same.
 *
 * @param {object} options
 * @param {string} options.socket where VS Code's server listens
 * @param {string} options.token VS Code's connection token, known to pages that may have the key
 * @param {string} options.keyFile
 */
export function createSecretKeeper({ socket, token, keyFile }) {
  const agent = new http.Agent({ keepAlive: true });
  const server = http.createServer((request, response) => {
    if (request.method === 'POST' && request.url === '/mint-key') {
      if (hasToken(request, token)) response.end(readKey(keyFile));
      else response.writeHead(403).end();
      return;
    }
    const { method, url: path, headers } = request;
    const onward = http.request({ socketPath: socket, agent, method, path, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.rawHeaders);
      answer.pipe(response);
    });
    onward.on('error', () => response.destroy());
    response.on('close', () => onward.destroy());
    request.pipe(onward);
  });
  server.on('upgrade', (request, client, head) => {
    const onward = net.connect(socket, () => {
      onward.write(`${request.method} ${request.url} HTTP/1.1\r\n${headerLines(request.rawHeaders)}\r\n`);
      onward.write(head);
      client.pipe(onward).pipe(client);
    });
    for (const [one, other] of [
      [client, onward],
      [onward, client],
    ]) {
      one?.on('error', () => other?.destroy());
      one?.on('close', () => other?.destroy());
    }
  });
  return server;
}

/**
 * Listens on the first of these ports that is free.
 *
 * @param {http.Server} server
 * @param {readonly number[]} ports 0 stands for any
 * @returns {Promise<number>} the port
 */
export function listenOnLoopback(server, ports) {
  const [port, ...others] = ports;
  return new Promise((resolve, reject) => {
    server.once('error', (/** @type {NodeJS.ErrnoException} */ error) => {
      if (error.code === 'EADDRINUSE' && others.length > 0) resolve(listenOnLoopback(server, others));
      else reject(error);
    });
    server.listen(port, '127.0.0.1', () => {
      server.removeAllListeners('error');
      resolve(/** @type {net.AddressInfo} */ (server.address()).port);
    });
  });
}

/**
 * @param {http.IncomingMessage} request
 * @param {string} token
 */
function hasToken({ headers }, token) {
  const given = /(?:^|;\s*)vscode-tkn=([^;]*)/.exec(headers.cookie ?? '')?.[1] ?? '';
  return given.length === token.length && timingSafeEqual(Buffer.from(given), Buffer.from(token));
}

/** @param {string} file */
function readKey(file) {
  try {
    return readFileSync(file);
  } catch {
    const key = randomBytes(32);
    writeFileSync(file, key, { mode: 0o600 });
    return key;
  }
}

/** @param {string[]} rawHeaders names and values in turn */
function headerLines(rawHeaders) {
  return rawHeaders.map((text, index) => text + (index % 2 === 0 ? ': ' : '\r\n')).join('');
}
