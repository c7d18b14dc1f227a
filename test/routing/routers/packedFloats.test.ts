import fc from 'fast-check';
import { expect, it } from 'vitest';
import { unpackFloats } from '../../../src/routing/routers/packedFloats';

it('reads back what was packed', () => {
  fc.assert(
    fc.property(fc.float32Array({ noNaN: true }), (floats) => {
      const packed = Buffer.from(floats.buffer, floats.byteOffset, floats.byteLength).toString('base64');
      expect(unpackFloats(packed)).toEqual(Float32Array.from(floats));
    }),
  );
});

it.each(['AAA', 'AAAAAAA=', '####', 'AAAA\nAAAA'])('refuses %j', (text) => {
  expect(() => unpackFloats(text)).toThrow();
});
