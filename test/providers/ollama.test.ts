import { afterEach, expect, test } from 'vitest';
import { listOllamaModels } from '../../src/providers/ollama';
import { type LoopbackServer, startLoopbackServer } from '../loopback/loopbackServer';
import { ollamaTags } from '../loopback/ollamaTags';

let server: LoopbackServer | undefined;
afterEach(() => server?.close());

async function answering(status: number, body: string): Promise<string> {
  server = await startLoopbackServer((_, response) => {
    response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' }).end(body);
  });
  return server.origin;
}

test('the chat models are listed in Ollama’s own order', async () => {
  const tags = ollamaTags(
    ['llama3.2:latest', 'llama'],
    ['nomic-embed-text:latest', 'nomic-bert'],
    ['qwen3:4b', 'qwen3'],
  );
  const origin = await answering(200, JSON.stringify(tags));
  expect(await listOllamaModels(origin)).toEqual([
    { name: 'llama3.2:latest', size: 2_019_393_189 },
    { name: 'qwen3:4b', size: 4_019_393_189 },
  ]);
  expect(server?.requests.map(({ method, path }) => `${method} ${path}`)).toEqual(['GET /api/tags']);
});

test('a size that is not told counts as none', async () => {
  const origin = await answering(200, '{"models":[{"name":"a"},{"name":"b","size":"2 GB"}]}');
  expect(await listOllamaModels(origin)).toEqual([
    { name: 'a', size: 0 },
    { name: 'b', size: 0 },
  ]);
});

test.each([
  ['an Ollama without models', 200, '{"models":null}'],
  ['another server', 404, '<h1>Not Found</h1>'],
  ['other JSON', 200, '[1, 2]'],
  ['null', 200, 'null'],
  ['damaged entries', 200, '{"models":[null, 3, {"name": 7}, {"name": ""}]}'],
])('%s has none to offer', async (_, status, body) => {
  expect(await listOllamaModels(await answering(status, body))).toEqual([]);
});

test('a port where nothing listens has none to offer', async () => {
  const origin = await answering(200, '{}');
  await server?.close();
  expect(await listOllamaModels(origin)).toEqual([]);
});

test('a server that does not answer at once is left alone', async () => {
  server = await startLoopbackServer(() => {});
  expect(await listOllamaModels(server.origin)).toEqual([]);
  await server.abandoned;
});
