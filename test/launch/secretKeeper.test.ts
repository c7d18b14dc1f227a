import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import http from 'node:http';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createSecretKeeper, listenOnLoopback } from '../../src/launch/secretKeeper.mjs';

// The VS Code from npm is for Linux, and its server listens on a Unix socket.
describe.skipIf(process.platform === 'win32')('the front of the VS Code from npm', () => {
  const token = 'a-token';
  let folder: string;
  let keyFile: string;
  let behind: http.Server;
  let front: http.Server;
  let origin: string;

  beforeEach(async () => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'turnout-'));
    keyFile = path.join(folder, 'key');
    const socket = path.join(folder, 'behind.sock');
    behind = http.createServer(async (request, response) => {
      const pieces: Buffer[] = [];
      for await (const piece of request as AsyncIterable<Buffer>) pieces.push(piece);
      response.writeHead(207, { 'set-cookie': ['a=1', 'b=2'], 'x-path': request.url ?? '' });
      response.end(Buffer.concat([Buffer.from(`${request.method} `), ...pieces]));
    });
    behind.on('upgrade', (request, client: net.Socket) => {
      client.write(`HTTP/1.1 101 Switching Protocols\r\nUpgrade: ${request.headers.upgrade}\r\n\r\n`);
      client.pipe(client);
    });
    await new Promise<void>((resolve) => behind.listen(socket, resolve));
    front = createSecretKeeper({ socket, token, keyFile });
    origin = `http://127.0.0.1:${await listenOnLoopback(front, [0])}`;
  });

  afterEach(() => {
    for (const server of [front, behind]) {
      server.close();
      server.closeAllConnections();
    }
    rmSync(folder, { recursive: true, force: true });
  });

  test('hands requests on and answers back, unchanged', async () => {
    const body = randomBytes(200_000);
    const response = await fetch(`${origin}/a/path?with=query`, { method: 'PUT', body });
    expect(response.status).toBe(207);
    expect(response.headers.get('x-path')).toBe('/a/path?with=query');
    expect(response.headers.getSetCookie()).toEqual(['a=1', 'b=2']);
    expect(Buffer.from(await response.arrayBuffer())).toEqual(Buffer.concat([Buffer.from('PUT '), body]));
  });

  test('hands web sockets on, both ways', async () => {
    const { port } = new URL(origin);
    const client = net.connect(Number(port), '127.0.0.1');
    client.write('GET / HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n');
    let received = '';
    for await (const piece of client) {
      received += piece;
      if (received.endsWith('\r\n\r\n')) client.write('echo?');
      if (received.endsWith('echo?')) break;
    }
    expect(received).toMatch(/^HTTP\/1\.1 101 [\s\S]*Upgrade: websocket\r\n\r\necho\?$/);
  });

  test('gives one lasting 256-bit key to those who have the token', async () => {
    const mint = async (cookie: string) =>
      fetch(`${origin}/mint-key`, { method: 'POST', headers: { cookie } });
    const first = Buffer.from(await (await mint(`x=y; vscode-tkn=${token}`)).arrayBuffer());
    expect(first.length).toBe(32);
    expect(Buffer.from(await (await mint(`vscode-tkn=${token}`)).arrayBuffer())).toEqual(first);
    expect(readFileSync(keyFile)).toEqual(first);
    expect(statSync(keyFile).mode & 0o077).toBe(0);
  });

  test.each(['', 'vscode-tkn=', 'vscode-tkn=b-token', `not-vscode-tkn=${token}`])(
    'refuses the key to a page with the cookie "%s"',
    async (cookie) => {
      const response = await fetch(`${origin}/mint-key`, { method: 'POST', headers: { cookie } });
      expect(response.status).toBe(403);
      expect(await response.text()).toBe('');
    },
  );

  test('a port that is taken is passed over', async () => {
    const taken = Number(new URL(origin).port);
    const another = http.createServer();
    const port = await listenOnLoopback(another, [taken, 0]);
    another.close();
    expect(port).not.toBe(taken);
  });
});
