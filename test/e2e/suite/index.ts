import { readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import Mocha from 'mocha';
import { noteOf } from './annotation';

/**
 * Runs the suite; VS Code calls it inside the extension host. The counts go to the file that the environment
 * names, since the host's exit code is 0 even when the host crashes.
 */
export function run(): Promise<void> {
  const mocha = new Mocha({ ui: 'tdd', timeout: 60_000, color: false });
  for (const file of readdirSync(__dirname)) {
    if (file.endsWith('.test.js')) mocha.addFile(path.join(__dirname, file));
  }
  const passed: { title: string; ms: number; note: string | undefined }[] = [];
  const failed: { title: string; error: string }[] = [];
  const skipped: string[] = [];
  return new Promise((resolve, reject) => {
    const runner = mocha.run((failures) => {
      const file = process.env.TURNOUT_SUITE_RESULT;
      if (file !== undefined) writeFileSync(file, JSON.stringify({ passed, failed, skipped }, undefined, 1));
      if (failures === 0) resolve();
      else reject(new Error(`${failures} tests failed`));
    });
    runner.on('pass', (test) => {
      passed.push({ title: test.fullTitle(), ms: test.duration ?? 0, note: noteOf(test) });
    });
    runner.on('pending', (test) => skipped.push(test.fullTitle()));
    runner.on('fail', (test, error) => {
      failed.push({ title: test.fullTitle(), error: error.stack ?? String(error) });
    });
  });
}
