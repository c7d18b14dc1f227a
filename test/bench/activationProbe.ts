// A process of its own: how long the extension takes to load and to activate, with a stand-in for the editor.
import Module, { createRequire } from 'node:module';
import path from 'node:path';

// The extension host has loaded these before any extension.
const loaded = ['crypto', 'fs/promises', 'http', 'https', 'net', 'os', 'stream', 'timers/promises', 'url'];
for (const name of [...loaded, 'worker_threads']) require(`node:${name}`);

class Anything {}

/** Whatever is asked of it, it answers with itself, so that what is timed is Turnout's own work. */
const standIn: object = new Proxy(Anything, {
  get: (target, name) => {
    if (name === 'prototype') return target.prototype;
    if (name === Symbol.toPrimitive) return () => '';
    if (name === Symbol.iterator) return () => [].values();
    return name === 'then' ? undefined : standIn;
  },
  getPrototypeOf: () => standIn,
  set: () => true,
  apply: () => standIn,
  construct: () => Object.create(standIn),
});

const loader = Module as unknown as { _load: (name: string, ...rest: unknown[]) => unknown };
const load = loader._load;
loader._load = (name, ...rest) => (name === 'vscode' ? standIn : load.call(loader, name, ...rest));

const extension = path.join(__dirname, 'extension.js');
const repository = path.join(__dirname, '..', '..');
const before = process.cpuUsage();
const started = performance.now();
const { activate } = createRequire(__filename)(extension) as { activate: (context: object) => void };
const read = performance.now();
activate({
  subscriptions: [],
  secrets: {},
  globalState: standIn,
  workspaceState: standIn,
  extensionUri: standIn,
  globalStorageUri: standIn,
  asAbsolutePath: (file: string) => path.join(repository, file),
});
const active = performance.now();
const { user, system } = process.cpuUsage(before);
process.stdout.write(
  JSON.stringify({ load: read - started, activate: active - read, processor: (user + system) / 1000 }),
  () => process.exit(),
);
