import { watchLoop } from './eventLoop';
import { writeGoal } from './goal';
import { promptsOfTokens } from './prompts';
import { openDispatcher, type Setting } from './setting';

const promptCount = 100;

/** How long the thread that decides is held up while the encoder loads and a hundred prompts are routed. */
export async function benchResponsiveness({ write, encoders }: Setting): Promise<void> {
  const prompts = promptsOfTokens(promptCount, 100);
  const [alone] = encoders(prompts);
  const dispatcher = openDispatcher(write);
  try {
    const idle = await watchLoop(() => new Promise((resolve) => setTimeout(resolve, 500)));
    const busy = await watchLoop(async () => {
      for (const prompt of prompts) {
        await dispatcher.decide(
          prompt,
          { router: 'default', ifUnavailable: 'fail' },
          { kind: 'strong-share', strongShare: 0.5 },
        );
      }
    });
    const started = performance.now();
    for (const prompt of prompts.slice(0, 20)) await alone.take(prompt);
    const encoding = (performance.now() - started) / 20;
    write(
      `The event loop of a Node process while the default router loads and decides ${promptCount} prompts:`,
    );
    write(`median ${busy.median.toFixed(1)} ms, longest ${busy.longest.toFixed(1)} ms; idle, 99 % within`);
    write(`${idle.p99.toFixed(1)} ms; the encoder alone ${encoding.toFixed(1)} ms`);
    writeGoal(write, '99 % of delays within', busy.p99, 20, ' ms');
  } finally {
    await dispatcher.close();
  }
}
