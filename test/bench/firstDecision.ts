import { writeGoal } from './goal';
import { showSpread, spreadOf } from './rounds';
import { runProbe, type Setting, withFolder } from './setting';

const rounds = 11;

/** The first decision of a process against loading the encoder and encoding one prompt, which no decision can do without. */
export async function benchFirstDecision({ write }: Setting): Promise<void> {
  const encodings: number[] = [];
  const decisions: number[] = [];
  await withFolder(async (home) => {
    const timeOf = async (what: string) =>
      (await runProbe<{ ms: number }>('firstDecisionProbe', [what], home)).ms;
    for (let round = 0; round <= rounds; round++) {
      const encoding = await timeOf('encoding');
      const decision = await timeOf('decision');
      if (round === 0) continue;
      encodings.push(encoding);
      decisions.push(decision);
    }
  });
  write(
    `${rounds} new processes each: the encoder loaded and one prompt encoded ${showSpread(encodings, 0)} ms,`,
  );
  write(`the first decision of the default router ${showSpread(decisions, 0)} ms`);
  const ratio = spreadOf(decisions).median / spreadOf(encodings).median;
  writeGoal(write, 'the first decision ÷ the encoder’s load and one encoding', ratio, 1.5);
}
