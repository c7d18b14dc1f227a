declare module 'gifenc' {
  type Palette = number[][];

  interface Encoder {
    writeFrame(
      pixels: Uint8Array,
      width: number,
      height: number,
      options: {
        /** Of the first frame the palette of all. */
        palette?: Palette;
        /** In milliseconds. */
        delay?: number;
        transparent?: boolean;
        transparentIndex?: number;
        /** 1 leaves in place what a frame does not cover. */
        dispose?: number;
      },
    ): void;
    finish(): void;
    bytes(): Uint8Array;
  }

  export function GIFEncoder(): Encoder;
  /** @param rgba four bytes a pixel */
  export function quantize(rgba: Uint8Array, colours: number): Palette;
  export function applyPalette(rgba: Uint8Array, palette: Palette): Uint8Array;
}
