import { expect, test, vi } from 'vitest';
import { showIfSlow } from '../../../src/extension/models/slowWork';

test('what is quick is not shown, whether it succeeds or fails', async () => {
  const show = vi.fn((work: Promise<string>) => work);
  expect(await showIfSlow(Promise.resolve('done'), show)).toBe('done');
  await expect(showIfSlow(Promise.reject(new Error('refused')), show)).rejects.toThrow('refused');
  expect(show).not.toHaveBeenCalled();
});

test('what takes longer is shown while it goes on', async () => {
  const work = Promise.withResolvers<string>();
  const shown = Promise.withResolvers<void>();
  const result = showIfSlow(
    work.promise,
    (going) => {
      shown.resolve();
      return going;
    },
    1,
  );
  await shown.promise;
  work.resolve('done');
  expect(await result).toBe('done');
});
