import path from 'node:path';

/** How tests of a language are named, by the extension of the code's file. */
const conventions: Readonly<Record<string, (stem: string, extension: string) => string>> = {
  py: (stem) => `test_${stem}.py`,
  go: (stem) => `${stem}_test.go`,
  rb: (stem) => `${stem}_test.rb`,
  java: (stem) => `${stem}Test.java`,
  kt: (stem) => `${stem}Test.kt`,
  cs: (stem) => `${stem}Tests.cs`,
  php: (stem) => `${stem}Test.php`,
  swift: (stem) => `${stem}Tests.swift`,
  ...Object.fromEntries(
    ['ts', 'tsx', 'mts', 'cts', 'js', 'jsx', 'mjs', 'cjs'].map((own) => [
      own,
      (stem: string, extension: string) => `${stem}.test.${extension}`,
    ]),
  ),
};

/**
 * Where tests of a file usually are: beside it, under a name like its own.
 *
 * @param file its path, with forward slashes
 * @returns undefined where no custom is known
 */
export function testFileFor(file: string): string | undefined {
  const { dir, name, ext } = path.posix.parse(file);
  const extension = ext.slice(1);
  const convention = Object.hasOwn(conventions, extension) ? conventions[extension] : undefined;
  return convention && path.posix.join(dir, convention(name, extension));
}
