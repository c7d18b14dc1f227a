import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const repository = path.resolve(
  import.meta.dirname ?? path.dirname(fileURLToPath(import.meta.url)),
  '..',
  '..',
);

/** The side package that brings VS Code, Node and a browser to Linux x64. */
export const sidePackage = path.join(repository, 'src', 'launch', 'vscode');

/** The side package that brings the oldest VS Code that Turnout supports. */
export const oldestSidePackage = path.join(repository, 'src', 'launch', 'oldestVscode');

/** What `npm start` keeps between runs: settings, installed extension, conversations. */
export const keptData = path.join(repository, '.turnout');

/** Screenshots, logs and counts of the last `npm test`. */
export const testResults = path.join(repository, 'test-results');
