import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { writeGoal } from './goal';
import { openDispatcher, type Setting } from './setting';

const promptCount = 10_000;
/** What is kept on purpose has been filled by then. */
const settled = 2_000;
const step = 1_000;

/** What ten thousand prompts, none twice, leave behind. */
export async function benchMemory({ write }: Setting): Promise<void> {
  setFlagsFromString('--expose-gc');
  const collectGarbage = runInNewContext('gc') as () => void;
  const dispatcher = openDispatcher(write);
  const sizes: { readonly after: number; readonly heap: number; readonly resident: number }[] = [];
  try {
    for (let prompt = 1; prompt <= promptCount; prompt++) {
      await dispatcher.decide(
        `Question ${prompt}: what is ${prompt * 7919} in words?`,
        { router: 'default', ifUnavailable: 'fail' },
        { kind: 'strong-share', strongShare: 0.5 },
      );
      if (prompt % step !== 0) continue;
      collectGarbage();
      const { heapUsed, rss } = process.memoryUsage();
      sizes.push({ after: prompt, heap: heapUsed / 1e6, resident: rss / 1e6 });
    }
  } finally {
    await dispatcher.close();
  }
  write('| after so many prompts | heap, MB | resident, MB |');
  write('|---|---|---|');
  for (const { after, heap, resident } of sizes) {
    write(`| ${after.toLocaleString('en')} | ${heap.toFixed(1)} | ${resident.toFixed(0)} |`);
  }
  const first = sizes.find(({ after }) => after === settled);
  const last = sizes.at(-1);
  if (first === undefined || last === undefined) throw new Error('No memory was measured.');
  write();
  writeGoal(write, `heap after ${promptCount} prompts ÷ after ${settled}`, last.heap / first.heap, 1.05);
  writeGoal(
    write,
    `resident after ${promptCount} prompts ÷ after ${settled}`,
    last.resident / first.resident,
    1.05,
  );
}
