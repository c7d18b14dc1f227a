import { answerOf } from '../loopback/loopbackServer';
import { startOpenAiServer } from '../loopback/openaiServer';
import { writeGoal } from './goal';
import { promptsOfTokens } from './prompts';
import { type Contender, showSpread, spreadOf, timeRounds, timesOf } from './rounds';
import { type ServedProcess, serve, token } from './servedProcess';
import { encoderAlone, openDispatcher, type Setting, withFolder } from './setting';

const rounds = 21;
const tokens = 100;
const atOnce = 50;
const burstRounds = 7;

/** What the local server adds to a model's first byte, alone and with many at once. */
export async function benchServer(setting: Setting): Promise<void> {
  const upstream = await startOpenAiServer(answerOf('Hello.', { fresh: 30, cached: 0, output: 7 }));
  try {
    await withFolder(async (home) => {
      const server = await serve(upstream.baseUrl, home);
      try {
        await benchOne(setting, server, upstream.baseUrl);
        await benchMany(setting, server);
      } finally {
        await server.stop();
      }
    });
  } finally {
    await upstream.close();
  }
}

/** As a client that streams: until the answer's head is there, which tells of the decision; the rest is read after that. */
async function ask(url: string, prompt: string): Promise<() => Promise<unknown>> {
  const response = await fetch(`${url}/chat/completions`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ model: 'turnout', stream: true, messages: [{ role: 'user', content: prompt }] }),
  });
  if (response.status !== 200)
    throw new Error(`${url} answered ${response.status}: ${await response.text()}`);
  return () => response.text();
}

async function benchOne(
  { write, encoders }: Setting,
  server: ServedProcess,
  upstream: string,
): Promise<void> {
  const prompts = promptsOfTokens(8, tokens);
  const [alone] = encoders(prompts);
  const dispatcher = openDispatcher(write);
  const direct = 'the model, asked directly';
  const through = 'through the server';
  const decision = 'a decision';
  const limit = { kind: 'strong-share', strongShare: 0.5 } as const;
  const contenders: readonly Contender[] = [
    alone,
    {
      name: decision,
      take: (prompt) => dispatcher.decide(prompt, { router: 'default', ifUnavailable: 'fail' }, limit),
    },
    { name: direct, take: async (prompt) => (await ask(upstream, prompt))() },
    { name: through, take: async (prompt) => (await ask(`${server.origin}/v1`, prompt))() },
  ];
  try {
    const timings = await timeRounds(contenders, rounds, () => prompts);
    write(`One prompt of ${tokens} tokens after the other, ms until the whole of a short answer is there:`);
    for (const { name } of contenders) write(`  ${name}: ${showSpread(timesOf(timings, 'clock', name), 2)}`);
    const median = (name: string) => spreadOf(timesOf(timings, 'clock', name)).median;
    const added = median(through) - median(direct);
    write(`  added ÷ ${encoderAlone}: ${(added / median(encoderAlone)).toFixed(2)}`);
    writeGoal(write, 'what the server adds ÷ a decision', added / median(decision), 1.2);
  } finally {
    await dispatcher.close();
  }
}

async function benchMany({ write, encoders }: Setting, server: ServedProcess): Promise<void> {
  const prompts = promptsOfTokens(atOnce, tokens);
  const [alone] = encoders(prompts);
  const dispatcher = openDispatcher(write);
  const decide = (prompt: string) =>
    dispatcher.decide(
      prompt,
      { router: 'default', ifUnavailable: 'fail' },
      { kind: 'strong-share', strongShare: 0.5 },
    );
  const times = { encoder: [] as number[], decisions: [] as number[], decided: [] as number[] };
  try {
    for (let round = 0; round <= burstRounds; round++) {
      const encoder = await timeOf(async () => {
        for (const prompt of prompts) await alone.take(prompt);
      });
      const decisions = await timeOf(async () => {
        for (const prompt of prompts) await decide(prompt);
      });
      let rests: readonly (() => Promise<unknown>)[] = [];
      const decided = await timeOf(async () => {
        rests = await Promise.all(prompts.map((prompt) => ask(`${server.origin}/v1`, prompt)));
      });
      for (const rest of rests) await rest();
      if (round === 0) continue;
      times.encoder.push(encoder);
      times.decisions.push(decisions);
      times.decided.push(decided);
    }
  } finally {
    await dispatcher.close();
  }
  const median = (name: keyof typeof times) => spreadOf(times[name]).median;
  write(`${atOnce} at once, ms until the last of them is decided and its answer has begun:`);
  write(`  the encoder alone, one after the other: ${showSpread(times.encoder, 0)}`);
  write(`  decisions, one after the other: ${showSpread(times.decisions, 0)}`);
  write(`  through the server, at once: ${showSpread(times.decided, 0)}`);
  const ratio = median('decided') / median('decisions');
  writeGoal(write, `${atOnce} at once ÷ ${atOnce} decisions`, ratio, 1.2);
}

async function timeOf(run: () => Promise<void>): Promise<number> {
  const started = performance.now();
  await run();
  return performance.now() - started;
}
