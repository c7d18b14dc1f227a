import type { Command } from 'commander';
import type { Learning, LearningState } from '../node/learning/learning';
import { pause, resume } from '../node/learning/pause';
import { eraseSignals } from '../node/learning/signalFile';
import { defaultRouterName, requireRouterName } from '../node/routers/routerList';
import type { Signal } from '../routing/learning/preference';
import { leastSignals } from '../routing/learning/trial';

export interface LearningCommandDeps {
  readonly learning: Learning;
  /** Where the signals lie. */
  readonly folder: string;
  readonly write: (text: string) => void;
}

interface RouterOption {
  readonly router: string;
  readonly json?: true;
}

/** `turnout learning`: looks at, pauses, exports and erases what was learnt from the user's own signals. */
export function addLearningCommand(program: Command, { learning, folder, write }: LearningCommandDeps): void {
  const command = program
    .command('learning')
    .description('look at what was learnt from your own signals, pause it, export it or erase it');
  command
    .command('show', { isDefault: true })
    .description('how many signals there are, and whether what was learnt from them decides')
    .option('--router <name>', 'router whose win rates are corrected', defaultRouterName)
    .option('--json', 'print it as JSON')
    .action(async ({ router, json }: RouterOption) => {
      const state = await learning.state(requireRouterName(router));
      write(json ? `${JSON.stringify(summaryOf(router, state))}\n` : describe(router, state));
    });
  command
    .command('pause')
    .description('keep no signals and use none until resumed')
    .action(async () => {
      await pause(folder);
      write('Learning is paused: no signal is kept, and the router decides alone.\n');
    });
  command
    .command('resume')
    .description('keep signals again, and use them')
    .action(async () => {
      await resume(folder);
      write('Learning goes on.\n');
    });
  command
    .command('export')
    .description('print every signal as a line of JSON: numbers and outcomes, no text')
    .action(async () => {
      const { signals } = await learning.state(defaultRouterName);
      for (const signal of signals) write(`${JSON.stringify(signal)}\n`);
    });
  command
    .command('erase')
    .description('remove every signal')
    .action(async () => {
      await eraseSignals(folder);
      write(`All signals in ${folder} are erased.\n`);
    });
}

type Kind = Signal['kind'];

function summaryOf(router: string, { paused, signals, skippedLines, trial }: LearningState) {
  const kinds: readonly Kind[] = ['verdict', 'edit', 'retried', 'kept'];
  const count = (kind: Kind) => signals.filter(({ signal }) => signal.kind === kind).length;
  return {
    router,
    paused,
    signals: signals.length,
    kinds: Object.fromEntries(kinds.map((kind) => [kind, count(kind)])),
    skippedLines,
    trial: trial ?? null,
    decides: !paused && trial?.passed === true,
  };
}

function describe(router: string, state: LearningState): string {
  const { paused, signals, kinds, skippedLines, trial } = summaryOf(router, state);
  const lines = [
    `${signals} signals: ${kinds.verdict} verdicts, ${kinds.kept} answers kept, ${kinds.retried} retries, ${kinds.edit} edits`,
  ];
  if (skippedLines > 0) lines.push(`${skippedLines} damaged lines were passed over`);
  if (trial === null) {
    lines.push(`learning begins with ${leastSignals} signals about one router and one pair of models`);
  } else {
    const gain = `${trial.gain.toFixed(3)} nats a signal, ${trial.certainty.toFixed(1)} standard errors`;
    lines.push(
      `on your own held-back signals (${trial.signals} about ${router} and the present pair) it is better by ${gain}`,
      trial.passed ? 'what was learnt decides' : `that is not enough: ${router} decides alone`,
    );
  }
  if (paused) lines.push('paused: no signal is kept and none is used');
  return `${lines.join('\n')}\n`;
}
