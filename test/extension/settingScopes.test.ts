import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import manifest from '../../package.json';

const extension = path.join(import.meta.dirname, '..', '..', 'src', 'extension');
const settings: Readonly<Record<string, { readonly scope?: string }>> =
  manifest.contributes.configuration.properties;

/** The settings that sources ask for by name, each by the section before it. */
const asked = readdirSync(extension, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts'))
  .flatMap((file) => readFileSync(path.join(extension, file), 'utf8').split('getConfiguration(').slice(1))
  .flatMap((source) => {
    const [, section = 'a section without a name'] = /^'([\w.]+)'/.exec(source) ?? [];
    const keys = source.matchAll(/\.(?:get|update|inspect)(?:<[^(]*>)?\(\s*'([\w.]+)'/g);
    return [section, ...Array.from(keys, ([, key]) => `${section}.${key}`)];
  });

describe('a workspace, trusted or not,', () => {
  // Only these two are never read from a folder that is opened; lists of restricted settings hold in others alone.
  test.each(Object.keys(settings))('cannot set %s', (name) => {
    expect(['machine', 'application']).toContain(settings[name]?.scope);
  });

  test('cannot set what the manifest does not declare, since nothing else is read', () => {
    expect(asked).toContain('turnout.causalLlm');
    expect(asked).toContain('turnout.server.port');
    const sections = ['turnout', 'turnout.server'];
    expect(asked.filter((name) => !Object.hasOwn(settings, name) && !sections.includes(name))).toEqual([]);
  });
});

test('no setting holds a key', () => {
  expect(Object.keys(settings).filter((name) => /key|token|secret|password/i.test(name))).toEqual([]);
});
