/** Something the person at the terminal can do something about; the message is all they are shown. */
export class LaunchError extends Error {
  /** @override */
  name = 'LaunchError';
}

/**
 * Runs a command of this folder and turns its outcome into the process's own.
 *
 * @param {(args: string[]) => Promise<number>} main resolves to the exit code
 */
export async function runCommand(main) {
  try {
    process.exitCode = await main(process.argv.slice(2));
  } catch (error) {
    console.error(error instanceof LaunchError ? `\n${error.message}` : error);
    process.exitCode = 1;
  }
}
