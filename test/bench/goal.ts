/** Figures that a part of the measurement found, written as they come. */
export type Write = (line?: string) => void;

/**
 * Writes a figure beside its goal. A missed goal fails nothing: whoever reads it knows what else the machine did.
 *
 * @param unit such as ' ms'; '' for a ratio
 */
export function writeGoal(write: Write, what: string, figure: number, goal: number, unit = ''): void {
  const digits = unit === '' ? 2 : 1;
  const met = figure <= goal ? 'met' : 'missed';
  write(`${what}: ${figure.toFixed(digits)}${unit}, goal at most ${goal}${unit}: ${met}`);
}
