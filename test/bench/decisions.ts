import { writeGoal } from './goal';
import { megabytePrompts, promptsOfTokens } from './prompts';
import { type Contender, showSpread, spreadOf, timeRounds, timesOf } from './rounds';
import { encoderAlone, type Setting } from './setting';

const rounds = 25;

/** Gives the named routers, as far as models/ holds their weights. */
function decidersOf({ dispatcher, models }: Setting, names: readonly string[]): readonly Contender[] {
  const limit = { kind: 'strong-share', strongShare: 0.5 } as const;
  return names
    .filter((name) => Object.hasOwn(models.manifest.routers, name))
    .map((router) => ({
      name: router,
      take: (prompt) => dispatcher.decide(prompt, { router, ifUnavailable: 'fail' }, limit),
    }));
}

/** One decision against the encoder alone. */
export async function benchDecisions(setting: Setting): Promise<void> {
  const { write, encoders } = setting;
  write('| tokens | | ms | processor ms | ÷ encoder, ms | ÷ encoder, processor ms |');
  write('|---|---|---|---|---|---|');
  const ratios: { readonly what: string; readonly ratio: number }[] = [];
  for (const tokens of [32, 100]) {
    const prompts = promptsOfTokens(8, tokens);
    const contenders = [...encoders(prompts), ...decidersOf(setting, ['mf', 'default', 'sw_ranking'])];
    const timings = await timeRounds(contenders, rounds, () => prompts);
    for (const { name } of contenders) {
      const figures = [
        timesOf(timings, 'clock', name),
        timesOf(timings, 'processor', name),
        timesOf(timings, 'clock', name, encoderAlone),
        timesOf(timings, 'processor', name, encoderAlone),
      ];
      write(`| ${tokens} | ${name} | ${figures.map((values) => showSpread(values, 2)).join(' | ')} |`);
      if (name === 'mf' || name === 'default') {
        const { median } = spreadOf(timesOf(timings, 'clock', name, encoderAlone));
        ratios.push({ what: `${name}, ${tokens} tokens, a decision ÷ the encoder alone`, ratio: median });
      }
    }
  }
  write();
  for (const { what, ratio } of ratios) writeGoal(write, what, ratio, 1.1);
}

/** Decisions a second over the prompts that people write. */
export async function benchThroughput(setting: Setting): Promise<void> {
  const { write, encoders, prompts, source } = setting;
  const contenders = [
    ...encoders(prompts),
    ...decidersOf(setting, ['default', 'mf', 'sw_ranking', 'lexical']),
  ];
  // Each round takes its share of the prompts, so that all rounds together take them all.
  const timings = await timeRounds(contenders, rounds, (round) =>
    prompts.filter((_, i) => i % rounds === round % rounds),
  );
  const rate = (name: string, kind: 'clock' | 'processor') =>
    showSpread(
      timesOf(timings, kind, name).map((ms) => 1000 / ms),
      0,
    );
  write(
    `Over the ${prompts.length} prompts of ${source}, one after the other; goals: default at least 155 a`,
  );
  write('second, sw_ranking at least 50\n');
  write('| | decisions a second | decisions a processor second | ÷ encoder, processor ms |');
  write('|---|---|---|---|');
  for (const { name } of contenders) {
    const ratio = showSpread(timesOf(timings, 'processor', name, encoderAlone), 2);
    write(`| ${name} | ${rate(name, 'clock')} | ${rate(name, 'processor')} | ${ratio} |`);
  }
}

/** The longest prompts, of every shape. */
export async function benchMegabytes(setting: Setting): Promise<void> {
  const { write } = setting;
  write('A prompt of a megabyte; goal at most 60 ms whatever the shape\n');
  const contenders = decidersOf(setting, ['default', 'mf', 'sw_ranking', 'lexical']);
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
      showSpread(timesOf(timings, 'clock', name), 1),
      showSpread(timesOf(timings, 'processor', name), 1),
    ]);
    write(`| ${shape} | ${figures.join(' | ')} |`);
  }
}
