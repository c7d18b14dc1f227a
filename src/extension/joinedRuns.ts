/**
 * Work that is asked for more often than it is worth doing: it never runs twice at once, and all who ask while it runs are
 * answered by one more run.
 *
 * @returns asks for it; resolves, or rejects, with a run that began after it was asked for
 */
export function joinRuns(work: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | undefined;
  let next: Promise<void> | undefined;
  const run = () => {
    next = undefined;
    running = work().finally(() => {
      running = undefined;
    });
    return running;
  };
  return () => {
    if (running === undefined) return run();
    next ??= running.then(run, run);
    return next;
  };
}
