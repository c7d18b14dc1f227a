/**
 * How code of test/ is bundled that runs in a process of its own, or in the extension host.
 *
 * @satisfies {import('esbuild').BuildOptions}
 */
export const testBundle = /** @type {const} */ ({
  bundle: true,
  platform: 'node',
  format: 'cjs',
  target: 'node22',
  logLevel: 'warning',
});
