const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
/** By character code; −1 for what is no digit. A million digits are looked up before the first decision. */
const sextets = Int8Array.from({ length: 128 }, (_, code) => alphabet.indexOf(String.fromCharCode(code)));

/**
 * Reads base64 of little-endian 32-bit floats, as matrices are kept in weights.
 *
 * @throws Error when the text is not base64 or does not hold whole floats
 */
export function unpackFloats(base64: string): Float32Array {
  const bytes = unpackBytes(base64);
  if (bytes.length % 4 !== 0) throw new Error(`${bytes.length} bytes are not whole 32-bit floats`);
  const view = new DataView(bytes.buffer);
  const floats = new Float32Array(bytes.length / 4);
  for (let i = 0; i < floats.length; i++) floats[i] = view.getFloat32(4 * i, true);
  return floats;
}

/**
 * Reads base64 of signed bytes. By hand, because `Buffer` is Node's and `atob` the browser's, and this runs in both.
 *
 * @throws Error when the text is not base64
 */
export function unpackBytes(base64: string): Int8Array {
  const digits = base64.replace(/={1,2}$/, '');
  const bytes = new Int8Array(Math.floor((digits.length * 3) / 4));
  let pending = 0;
  let pendingBits = 0;
  let filled = 0;
  for (let i = 0; i < digits.length; i++) {
    const sextet = sextets[digits.charCodeAt(i)] ?? -1;
    if (sextet < 0) {
      const digit = String.fromCodePoint(digits.codePointAt(i) ?? 0);
      throw new Error(`"${digit}" is not a base64 digit`);
    }
    pending = ((pending << 6) | sextet) & 0xffff;
    pendingBits += 6;
    if (pendingBits >= 8) {
      pendingBits -= 8;
      bytes[filled++] = (pending >> pendingBits) & 0xff;
    }
  }
  return bytes;
}
