import { Resvg } from '@resvg/resvg-js';
import { applyPalette, GIFEncoder, quantize } from 'gifenc';
import type { Page } from 'playwright-core';

/** A picture of a page, and when it was taken, in milliseconds. */
interface Frame {
  readonly png: Buffer;
  readonly at: number;
}

/** How long the last frame stays before the animation begins again, in milliseconds. */
const restMs = 2500;

/** Films a page: picture after picture, as fast as it draws, each shown for as long as the next one took. */
export class Recording {
  private readonly frames: Frame[] = [];
  private running = true;
  private readonly filming: Promise<void>;

  constructor(private readonly page: Page) {
    this.filming = this.film();
  }

  private async film(): Promise<void> {
    while (this.running) {
      const png = await this.page.screenshot({ animations: 'allow' }).catch(() => undefined);
      // The page is gone where what was to be filmed has failed, which says more.
      if (png === undefined) return;
      this.frames.push({ png, at: performance.now() });
    }
  }

  /** @returns an animated GIF of so many pixels across */
  async end(width: number): Promise<Uint8Array> {
    this.running = false;
    await this.filming;
    return encode(distinct(this.frames), width);
  }
}

/** Frames that show nothing new prolong the one before them. */
function distinct(frames: readonly Frame[]): readonly Frame[] {
  return frames.filter((frame, place) => frames[place - 1]?.png.equals(frame.png) !== true);
}

function encode(frames: readonly Frame[], width: number): Uint8Array {
  const pictures = frames.map(({ png }) => scaled(png, width));
  const size = { width, height: (pictures[0]?.length ?? 0) / 4 / width };
  const palette = quantize(sampleOf(pictures), 255);
  const transparentIndex = palette.length;
  const whole = [...palette, [0, 0, 0]];
  const encoder = GIFEncoder();
  let shown: Uint8Array | undefined;
  for (const [place, picture] of pictures.entries()) {
    const indexed = applyPalette(picture, palette);
    const before = shown;
    encoder.writeFrame(
      indexed.map((colour, pixel) => (before?.[pixel] === colour ? transparentIndex : colour)),
      size.width,
      size.height,
      {
        ...(before === undefined ? { palette: whole } : {}),
        delay: (frames[place + 1]?.at ?? (frames[place]?.at ?? 0) + restMs) - (frames[place]?.at ?? 0),
        transparent: before !== undefined,
        transparentIndex,
        dispose: 1,
      },
    );
    shown = indexed;
  }
  encoder.finish();
  return encoder.bytes();
}

/** The pixels of a PNG, four bytes each. */
function scaled(png: Buffer, width: number): Uint8Array {
  const [fullWidth, fullHeight] = [png.readUInt32BE(16), png.readUInt32BE(20)];
  const image = `<image width="${fullWidth}" height="${fullHeight}" href="data:image/png;base64,${png.toString('base64')}"/>`;
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${fullWidth}" height="${fullHeight}">${image}</svg>`;
  return new Uint8Array(new Resvg(svg, { fitTo: { mode: 'width', value: width } }).render().pixels);
}

/** Every colour is looked for in the first, the middle and the last picture. */
function sampleOf(pictures: readonly Uint8Array[]): Uint8Array {
  const chosen = [0, Math.floor(pictures.length / 2), pictures.length - 1].flatMap(
    (place) => pictures[place] ?? [],
  );
  return new Uint8Array(Buffer.concat(chosen));
}
