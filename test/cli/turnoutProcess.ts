import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { onTestFinished } from 'vitest';

const root = path.join(import.meta.dirname, '..', '..');
const built = path.join(root, 'dist');

/** The weights that ship. */
export const shippedModels = path.join(root, 'models');

export interface Finished {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Surroundings {
  readonly stdin?: string;
  /** Another folder of weights than the one that ships. */
  readonly models?: string;
  /** The user's data folder; by default one that holds nothing. */
  readonly home?: string;
  /** Another folder of the built program than dist/. */
  readonly dist?: string;
  /** Further variables of the environment. */
  readonly env?: Readonly<Record<string, string>>;
}

/** Runs the built command line as other programs do, for no longer than its test. */
export async function runTurnout(
  args: readonly string[],
  surroundings: Surroundings = {},
): Promise<Finished> {
  const child = spawnTurnout(args, surroundings);
  onTestFinished(() => void child.kill());
  const closed = new Promise<number | null>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', resolve);
  });
  // A command that refuses its options ends without having read its input.
  child.stdin.on('error', () => undefined);
  child.stdin.end(surroundings.stdin ?? '');
  const [stdout, stderr, code] = await Promise.all([text(child.stdout), text(child.stderr), closed]);
  return { code, stdout, stderr };
}

/** Starts the built command line, which runs until it is told to end. */
export function spawnTurnout(
  args: readonly string[],
  { models, home, dist = built, env }: Surroundings = {},
) {
  const cli = path.join(dist, 'cli.js');
  if (!existsSync(cli)) throw new Error(`${cli} is missing: run \`npm run build\` first.`);
  return spawn(process.execPath, [cli, ...args], {
    env: {
      ...process.env,
      TURNOUT_MODELS: models ?? shippedModels,
      TURNOUT_HOME: home ?? path.join(root, 'test-results', 'no-such-home'),
      ...env,
    },
  });
}

/** The JSON values of an output of one a line. */
export function parseLines(stdout: string): unknown[] {
  return stdout
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line));
}
