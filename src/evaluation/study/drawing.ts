import { messageOf, TurnoutError } from '../../routing/errors';
import type { Plot } from './plot';

export interface Drawing {
  readonly svg: string;
  readonly png: Uint8Array;
}

/** Twice the size of the SVG, for dense screens. */
const pngZoom = 2;

/**
 * Draws a plot without a browser.
 *
 * @param fontFiles the fonts of the PNG's text, DejaVu Sans among them; those of the machine are not used, so the PNG is
 * the same everywhere
 * @throws TurnoutError `bad-input` where the packages that draw are not installed
 */
export async function drawPlot({ spec }: Plot, fontFiles: readonly string[]): Promise<Drawing> {
  const { vega, vegaLite, resvg } = await loadPackages();
  const view = new vega.View(vega.parse(vegaLite.compile(spec).spec), { renderer: 'none' });
  const svg = await view.toSVG();
  view.finalize();
  const image = new resvg.Resvg(svg, {
    fitTo: { mode: 'zoom', value: pngZoom },
    font: { fontFiles: [...fontFiles], loadSystemFonts: false, defaultFontFamily: 'DejaVu Sans' },
  });
  return { svg: `${svg}\n`, png: image.render().asPng() };
}

/** Imported when first needed: they are for development alone and in no bundle. */
async function loadPackages() {
  try {
    const [vega, vegaLite, resvg] = await Promise.all([
      import('vega'),
      import('vega-lite'),
      import('@resvg/resvg-js'),
    ]);
    return { vega, vegaLite, resvg };
  } catch (error) {
    throw new TurnoutError(
      'bad-input',
      `The plots cannot be drawn (${messageOf(error)}): run "npm ci" in Turnout's repository first.`,
      { cause: error },
    );
  }
}
