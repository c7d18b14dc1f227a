import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { writeGoal } from './goal';
import { promptsOfTokens } from './prompts';
import { showSpread, spreadOf } from './rounds';
import { bundles, runProbe, type Setting, withFolder } from './setting';
import { startupImports } from './startupImports';

const rounds = 15;

interface Activation {
  readonly load: number;
  readonly activate: number;
  readonly processor: number;
}

/** From nothing to an active extension, each time in a new process, and what that loads. */
export async function benchActivation({ write, encoders }: Setting): Promise<void> {
  const prompts = promptsOfTokens(8, 100);
  const [alone] = encoders(prompts);
  const times: Activation[] = [];
  const encodings: number[] = [];
  await withFolder(async (home) => {
    for (let round = 0; round <= rounds; round++) {
      const time = await runProbe<Activation>('activationProbe', [], home);
      const started = performance.now();
      for (const prompt of prompts) await alone.take(prompt);
      if (round === 0) continue;
      times.push(time);
      encodings.push((performance.now() - started) / prompts.length);
    }
  });
  const of = (name: keyof Activation) =>
    showSpread(
      times.map((time) => time[name]),
      1,
    );
  const whole = times.map(({ load, activate }) => load + activate);
  const { median } = spreadOf(whole);
  write(
    `${rounds} new processes with a stand-in for the editor: load ${of('load')} ms, activate ${of('activate')} ms,`,
  );
  write(`processor ${of('processor')} ms; the encoder alone, 100 tokens, ${showSpread(encodings, 1)} ms`);
  writeGoal(write, 'load and activate', median, 50, ' ms');
  write(`÷ the encoder alone: ${(median / spreadOf(encodings).median).toFixed(1)}`);
  await writeImports(write);
}

async function writeImports(write: Setting['write']): Promise<void> {
  const metafile = JSON.parse(await readFile(path.join(bundles, 'extension.meta.json'), 'utf8'));
  const { sources, packages, externals } = startupImports(metafile, 'src/extension/extension.ts');
  const data = sources.filter((file) => file.endsWith('.json'));
  write(`loaded at the start: ${sources.length - data.length} modules of Turnout; data ${data.join(', ')};`);
  write(`packages ${packages.join(', ')}; not bundled ${externals.join(', ')}`);
}
