import { spawn } from 'node:child_process';
import { LaunchError } from './launchError.mjs';

/**
 * @typedef {object} ProgramOptions
 * @property {string} [cwd]
 * @property {NodeJS.ProcessEnv} [env]
 * @property {boolean} [shell]
 * @property {string} [name] what messages call it, if not by its command line
 */

/**
 * Runs a program to its end without showing its output, unless it fails.
 *
 * @param {string} command
 * @param {string[]} args
 * @param {ProgramOptions} [options]
 * @returns {Promise<string>} what it wrote to standard output
 */
export function runQuietly(command, args, { name = [command, ...args].join(' '), ...options } = {}) {
  return new Promise((resolve, reject) => {
    // A shell, which Windows needs to run scripts such as npm.cmd, would split arguments at their spaces.
    const given = options.shell ? args.map((arg) => `"${arg}"`) : args;
    const child = spawn(command, given, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    let everything = '';
    child.stdout.on('data', (chunk) => {
      output += chunk;
      everything += chunk;
    });
    child.stderr.on('data', (chunk) => {
      everything += chunk;
    });
    child.on('error', (error) => reject(new LaunchError(`${command} cannot be run: ${error.message}`)));
    child.on('close', (code, signal) => {
      if (code === 0) resolve(output);
      else reject(new LaunchError(`${ends(everything)}\n\`${name}\` failed (${code ?? signal}).`));
    });
  });
}

/**
 * Runs a program that shares this terminal, handing on the signals that end this process.
 *
 * @param {string} command
 * @param {string[]} args
 * @param {ProgramOptions} [options]
 * @returns {Promise<number>} its exit code, or 128 and the signal's number
 */
export function runInForeground(command, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { ...options, stdio: 'inherit' });
    const release = onEndSignal((signal) => child.kill(signal));
    child.on('error', (error) => reject(new LaunchError(`${command} cannot be run: ${error.message}`)));
    child.on('close', (code, signal) => {
      release();
      resolve(code ?? (signal === 'SIGINT' ? 130 : 143));
    });
  });
}

/**
 * Replaces what Ctrl-C and a polite kill do to this process.
 *
 * @param {(signal: NodeJS.Signals) => void} react
 * @returns {() => void} puts things back
 */
export function onEndSignal(react) {
  /** @type {NodeJS.Signals[]} */
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
  for (const signal of signals) process.on(signal, react);
  return () => {
    for (const signal of signals) process.off(signal, react);
  };
}

/**
 * Long output without its middle: what is wrong stands at one of its ends.
 *
 * @param {string} output
 */
function ends(output) {
  const lines = output.trim().split('\n');
  if (lines.length <= 40) return lines.join('\n');
  return [...lines.slice(0, 20), '…', ...lines.slice(-20)].join('\n');
}
