import { availableParallelism, cpus } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import * as onnxruntime from 'onnxruntime-node';
import { createDispatcher, type Dispatcher } from '../../src/node/dispatcher';
import { openEncoderSession } from '../../src/node/encoder/encoderSession';
import { type ModelFiles, openModelFiles } from '../../src/node/modelFiles';
import { messageOf } from '../../src/routing/errors';
import { benchLedger } from './ledgerBench';
import { megabytePrompts, promptsOfTokens, readPrompts } from './prompts';
import { type Contender, spreadOf, timeRounds, timesOf } from './rounds';

/** The encoder itself, given word pieces: what every decision is measured against. */
const encoder = 'encoder alone';
/** From a text to its embedding on one thread: a decision's share that is no overhead of the router. */
const withTokenizer = 'with its tokenizer';
const rounds = 25;

/** The bundle lies in test-results/bench. */
const repository = path.join(__dirname, '..', '..');

const write = (line = '') => process.stdout.write(`${line}\n`);

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { data: { type: 'string' }, ledger: { type: 'boolean' } } });
  if (values.ledger) return benchLedger(write);
  const models = await openModelFiles(process.env.TURNOUT_MODELS ?? path.join(repository, 'models'));
  const file =
    values.data === undefined
      ? path.join(repository, 'test', 'golden', 'prompts.jsonl')
      : path.join(values.data, 'prompts', 'arena_hard_v0.1.jsonl');
  const prompts = await readPrompts(file);
  const dispatcher = createDispatcher({
    modelsFolder: models.folder,
    packFolders: [],
    // Empty, so that the bundled quantiles hold.
    calibrationFolder: path.join(__dirname, 'calibration'),
    workerFile: path.join(__dirname, 'encoderWorker.js'),
    onFallback: (why) => write(`${why.message}\nThe lexical router decides instead.`),
  });
  try {
    const encoders = await openEncoders(models);
    const deciders = decidersOf(dispatcher, models);
    write(`${cpus()[0]?.model ?? 'unknown CPU'}, ${availableParallelism()} cores, Node ${process.version}.`);
    write('Medians over rounds in which all take turns, the middle half of the rounds in brackets.');
    await compareWithEncoder(deciders, encoders);
    await countDecisions(deciders, encoders, prompts, path.basename(file));
    await timeMegabytes(deciders);
    await benchLedger(write);
  } finally {
    await dispatcher.close();
  }
}

/** For given prompts, the encoder on this thread: on their word pieces, and on their text. */
type Encoders = (prompts: readonly string[]) => Contender[];

async function openEncoders(models: ModelFiles): Promise<Encoders> {
  const session = await openEncoderSession(models);
  const bare = await onnxruntime.InferenceSession.create(await models.read(models.manifest.encoder.file), {
    executionProviders: ['cpu'],
    intraOpNumThreads: 1,
    interOpNumThreads: 1,
  });
  const inputOf = (prompt: string) => {
    const ids = BigInt64Array.from(session.tokenIds(prompt), BigInt);
    const shape = [1, ids.length];
    return {
      input_ids: new onnxruntime.Tensor('int64', ids, shape),
      attention_mask: new onnxruntime.Tensor('int64', new BigInt64Array(ids.length).fill(1n), shape),
    };
  };
  return (prompts) => {
    const inputs = new Map(prompts.map((prompt) => [prompt, inputOf(prompt)]));
    return [
      { name: encoder, take: (prompt) => bare.run(inputs.get(prompt) ?? inputOf(prompt)) },
      { name: withTokenizer, take: session.embed },
    ];
  };
}

/** Gives the named routers, as far as models/ holds their weights. */
type Deciders = (names: readonly string[]) => Contender[];

function decidersOf(dispatcher: Dispatcher, models: ModelFiles): Deciders {
  const limit = { kind: 'strong-share', strongShare: 0.5 } as const;
  return (names) =>
    names
      .filter((name) => Object.hasOwn(models.manifest.routers, name))
      .map((router) => ({
        name: router,
        take: (prompt) => dispatcher.decide(prompt, { router, ifUnavailable: 'fail' }, limit),
      }));
}

async function compareWithEncoder(deciders: Deciders, encoders: Encoders): Promise<void> {
  write('\nOne decision ÷ the encoder alone; goal ≤ 1.10 for mf and default\n');
  write('| tokens | | ms | processor ms | ÷ encoder, ms | ÷ encoder, processor ms |');
  write('|---|---|---|---|---|---|');
  for (const tokens of [32, 100]) {
    const prompts = promptsOfTokens(8, tokens);
    const contenders = [...encoders(prompts), ...deciders(['mf', 'default', 'sw_ranking'])];
    const timings = await timeRounds(contenders, rounds, () => prompts);
    for (const { name } of contenders) {
      const figures = [
        timesOf(timings, 'clock', name),
        timesOf(timings, 'processor', name),
        timesOf(timings, 'clock', name, encoder),
        timesOf(timings, 'processor', name, encoder),
      ];
      write(`| ${tokens} | ${name} | ${figures.map((values) => show(values, 2)).join(' | ')} |`);
    }
  }
}

async function countDecisions(
  deciders: Deciders,
  encoders: Encoders,
  prompts: readonly string[],
  source: string,
): Promise<void> {
  const contenders = [...encoders(prompts), ...deciders(['default', 'mf', 'sw_ranking', 'lexical'])];
  // Each round takes its share of the prompts, so that all rounds together take them all.
  const timings = await timeRounds(contenders, rounds, (round) =>
    prompts.filter((_, i) => i % rounds === round % rounds),
  );
  const rate = (name: string, kind: 'clock' | 'processor') =>
    show(
      timesOf(timings, kind, name).map((ms) => 1000 / ms),
      0,
    );
  write(
    `\nOver the ${prompts.length} prompts of ${source}, one after the other; goals: default ≥ 155 a second,`,
  );
  write('sw_ranking ≥ 50\n');
  write('| | decisions a second | decisions a processor second | ÷ encoder, processor ms |');
  write('|---|---|---|---|');
  for (const { name } of contenders) {
    const ratio = show(timesOf(timings, 'processor', name, encoder), 2);
    write(`| ${name} | ${rate(name, 'clock')} | ${rate(name, 'processor')} | ${ratio} |`);
  }
}

async function timeMegabytes(deciders: Deciders): Promise<void> {
  write('\nA prompt of a megabyte; goal ≤ 60 ms whatever the shape\n');
  const contenders = deciders(['default', 'mf', 'sw_ranking', 'lexical']);
  write(`| shape |${contenders.map(({ name }) => ` ${name}, ms | ${name}, processor ms |`).join('')}`);
  write(`|---|${contenders.map(() => '---|---|').join('')}`);
  for (const { shape, prompt } of megabytePrompts) {
    // The encoder remembers the last prompt, so each round and contender needs one of its own.
    const numbered = contenders.map(({ name, take }, i) => ({
      name,
      take: (given: string) => take(`${i} ${given}`),
    }));
    const timings = await timeRounds(numbered, 9, (round) => [`${round} ${prompt.slice(8)}`]);
    const figures = contenders.flatMap(({ name }) => [
      show(timesOf(timings, 'clock', name), 1),
      show(timesOf(timings, 'processor', name), 1),
    ]);
    write(`| ${shape} | ${figures.join(' | ')} |`);
  }
}

function show(values: readonly number[], digits: number): string {
  const { median, low, high } = spreadOf(values);
  return `${median.toFixed(digits)} (${low.toFixed(digits)}–${high.toFixed(digits)})`;
}

main().catch((error: unknown) => {
  process.stderr.write(`bench: ${messageOf(error)}\n`);
  process.exitCode = 1;
});
