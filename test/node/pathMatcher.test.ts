import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { matchPaths } from '../../src/node/pathMatcher';

describe('a glob means', () => {
  it.each([
    ['*.pem', 'key.pem'],
    ['*.pem', 'deep/in/key.pem'],
    ['*.pem', '/home/me/app/key.pem'],
    ['*.pem', 'C:\\app\\KEY.PEM'],
    ['.env*', 'app/.env.local'],
    ['.env', '.env'],
    ['secrets/', 'secrets/a/b.txt'],
    ['secrets/', '/home/me/app/secrets/.hidden'],
    ['secrets/**', 'app/secrets/a.txt'],
    ['src/**/*.key', 'src/x.key'],
    ['src/**/*.key', '/home/me/src/a/b/x.key'],
    ['./src/a.ts', 'src/a.ts'],
    ['config/{prod,stage}.yml', 'config/stage.yml'],
    ['id_?sa', '/home/me/.ssh/id_rsa'],
    ['/home/me/private/**', '/home/me/private/a'],
    ['C:\\private\\**', 'c:\\Private\\a.txt'],
    ['notes (old).md', 'docs/notes (old).md'],
  ])('%s: %s', (glob, path) => {
    expect(matchPaths(glob).matches(path)).toBe(true);
  });

  it.each([
    ['*.pem', 'key.pem.txt'],
    ['*.pem', 'pem'],
    ['.env', 'src/.env.ts'],
    ['secrets/', 'secrets'],
    ['secrets/', 'my-secrets/a.txt'],
    ['src/*.key', 'src/a/b.key'],
    ['config/{prod,stage}.yml', 'config/dev.yml'],
    ['/home/me/private/**', '/mnt/home/me/private/a'],
    ['id_?sa', 'id_sa'],
  ])('%s, not %s', (glob, path) => {
    expect(matchPaths(glob).matches(path)).toBe(false);
  });

  const name = fc.stringMatching(/^[a-z0-9._-]{1,12}$/).filter((text) => !/^\.{1,2}$/.test(text));
  const folders = fc.array(name, { maxLength: 5 });

  it('a plain name wherever it lies, and its whole path too', () => {
    fc.assert(
      fc.property(folders, name, fc.constantFrom('', '/'), (above, file, root) => {
        const path = `${root}${[...above, file].join('/')}`;
        expect(matchPaths(file).matches(path)).toBe(true);
        expect(matchPaths([...above, file].join('/')).matches(path)).toBe(true);
        expect(matchPaths(`${file}x`).matches(path)).toBe(false);
      }),
    );
  });

  it('something for any text, and at once', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom(...'ab*?{},/[]()!.\\+@|') }),
        fc.string(),
        (glob, path) => {
          try {
            expect(typeof matchPaths(glob).matches(path)).toBe('boolean');
          } catch (error) {
            expect(error).toMatchObject({ code: 'bad-input' });
          }
        },
      ),
    );
  });
});

it.each(['', '  ', '!secret.txt'])('a glob is refused that names nothing to keep: %j', (glob) => {
  expect(() => matchPaths(glob)).toThrow(expect.objectContaining({ code: 'bad-input' }));
});
