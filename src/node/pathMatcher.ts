import picomatch from 'picomatch';
import { TurnoutError, worded } from '../routing/errors';
import type { PathRule } from '../routing/sensitive/sensitive';

/**
 * Reads a glob as .gitignore does: without a slash it means a name in any folder, with one a path below any folder, at
 * its beginning an absolute path, and at its end all that lies below. `**`, `*`, `?`, `{a,b}` and `[ab]` work as usual, names
 * with a leading dot are like others, and capital and small letters are the same.
 *
 * @throws TurnoutError `bad-input` where it is blank or excludes
 */
export function matchPaths(glob: string): PathRule {
  const written = glob.trim().replaceAll('\\', '/');
  if (written === '' || written.startsWith('!')) {
    throw new TurnoutError(
      'bad-input',
      worded(
        'The path {0} must name files to keep here, such as "secrets/**" or "*.pem".',
        JSON.stringify(glob),
      ),
    );
  }
  // Parentheses are a part of names, not of globs.
  const inside = `${written}${written.endsWith('/') ? '**/*' : ''}`.replace(/[()]/g, '\\$&');
  const isAbsolute = /^(?:\/|[a-z]:\/)/i.test(inside);
  const matches = picomatch(isAbsolute ? inside : `**/${inside.replace(/^\.\//, '')}`, {
    dot: true,
    nocase: true,
    nonegate: true,
    noextglob: true,
    strictBrackets: false,
  });
  return {
    glob,
    matches: (path) => {
      const slashed = path.replaceAll('\\', '/');
      return matches(isAbsolute ? slashed : slashed.replace(/^(?:[a-z]:)?\/+/i, ''));
    },
  };
}
