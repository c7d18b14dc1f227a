import envPaths from 'env-paths';

/**
 * The one folder per user for ledger, calibration and signals, shared by all windows and the command line:
 * `TURNOUT_HOME`, or the operating system's place for application data. It may not exist yet.
 */
export function dataFolder(environment: NodeJS.ProcessEnv): string {
  return environment.TURNOUT_HOME || envPaths('turnout', { suffix: '' }).data;
}
