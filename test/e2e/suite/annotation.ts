import type { Runnable } from 'mocha';

/** A test that has something to tell beside having passed: a figure that depends on the machine. */
interface Annotated extends Runnable {
  note?: string;
}

/** @param test the `this.test` of a running test */
export function annotate(test: Runnable | undefined, note: string): void {
  if (test !== undefined) (test as Annotated).note = note;
}

export function noteOf(test: Runnable): string | undefined {
  return (test as Annotated).note;
}
