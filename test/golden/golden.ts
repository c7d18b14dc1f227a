import { readFileSync } from 'node:fs';

/** What Python (training/golden.py) got for one prompt. */
export interface GoldenRow {
  readonly prompt: string;
  readonly tokens: number;
  /** First 16 hex digits of the SHA-256 of the token ids, joined by commas. */
  readonly tokenHash: string;
  readonly features: readonly number[];
  readonly winRates: Readonly<Record<string, number>>;
}

type GoldenPrompt =
  | { readonly prompt: string }
  | { readonly start?: string; readonly repeat: string; readonly times: number; readonly end?: string };

const read = (name: string) => readFileSync(new URL(name, import.meta.url), 'utf8');

const prompts = read('prompts.jsonl')
  .trimEnd()
  .split('\n')
  .map((line): string => {
    const row: GoldenPrompt = JSON.parse(line);
    return 'prompt' in row ? row.prompt : `${row.start ?? ''}${row.repeat.repeat(row.times)}${row.end ?? ''}`;
  });

const written: {
  readonly vnni: boolean;
  readonly features: readonly string[];
  readonly rows: readonly Omit<GoldenRow, 'prompt'>[];
} = JSON.parse(read('winRates.json'));

export const goldenRows: readonly GoldenRow[] = written.rows.map((row, i) => ({
  prompt: prompts[i] ?? '',
  ...row,
}));

export const goldenPromptCount = prompts.length;

export const goldenFeatureNames = written.features;

/** Whether the CPU that wrote the win rates had VNNI instructions. */
export const goldenVnni = written.vnni;
