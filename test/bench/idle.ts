import { setTimeout as wait } from 'node:timers/promises';
import { answerOf } from '../loopback/loopbackServer';
import { startOpenAiServer } from '../loopback/openaiServer';
import { writeGoal } from './goal';
import { promptsOfTokens } from './prompts';
import { serve, token } from './servedProcess';
import { type Setting, withFolder } from './setting';

const idleMs = 10_000;
/** Some seconds after its last work, V8 clears up once. */
const settlingMs = 15_000;

/** What `turnout serve` takes of the processor while nobody asks it anything, its router loaded. */
export async function benchIdle({ write, encoders }: Setting): Promise<void> {
  const upstream = await startOpenAiServer(answerOf('Hello.', { fresh: 30, cached: 0, output: 7 }));
  const [prompt = ''] = promptsOfTokens(1, 100);
  const [alone] = encoders([prompt]);
  await alone.take(prompt);
  const before = process.cpuUsage();
  await alone.take(prompt);
  const { user, system } = process.cpuUsage(before);
  const encoding = (user + system) / 1000;
  try {
    await withFolder(async (home) => {
      const server = await serve(upstream.baseUrl, home);
      try {
        const response = await fetch(`${server.origin}/v1/chat/completions`, {
          method: 'POST',
          headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
          body: JSON.stringify({ model: 'turnout', messages: [{ role: 'user', content: prompt }] }),
        });
        await response.text();
        await wait(settlingMs);
        const start = await server.cpuTime();
        await wait(idleMs);
        const used = (await server.cpuTime()) - start;
        write(
          `turnout serve, idle for ${idleMs / 1000} s with its router loaded: ${used.toFixed(1)} ms of processor time;`,
        );
        write(`one encoding takes ${encoding.toFixed(1)} ms`);
        writeGoal(write, 'share of one core', (100 * used) / idleMs, 0.1, ' %');
      } finally {
        await server.stop();
      }
    });
  } finally {
    await upstream.close();
  }
}
