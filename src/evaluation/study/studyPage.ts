import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { drawPlot } from './drawing';
import { renderPage, type Section } from './page';

const title = 'The study: the routers beside the paper';

export interface StudyPage {
  /** Paragraphs under the title. */
  readonly opening: readonly string[];
  readonly sections: readonly Section[];
}

/**
 * Writes `README.md` and beside it every plot as SVG and PNG; plots of an earlier run are removed.
 *
 * @param fontFiles as `drawPlot` takes them
 * @throws TurnoutError where the plots cannot be drawn, before anything is written
 */
export async function writeStudyPage(
  folder: string,
  { opening, sections }: StudyPage,
  fontFiles: readonly string[],
): Promise<void> {
  const plots = sections.flatMap(({ blocks }) =>
    blocks.flatMap((block) => (block.kind === 'plot' ? [block.plot] : [])),
  );
  const drawn = new Map<string, string | Uint8Array>();
  for (const plot of plots) {
    const { svg, png } = await drawPlot(plot, fontFiles);
    drawn.set(`${plot.name}.svg`, svg).set(`${plot.name}.png`, png);
  }
  await mkdir(folder, { recursive: true });
  for (const name of await readdir(folder)) {
    if (/^(?:quality|reliability)-.*\.(?:svg|png)$/.test(name)) await rm(path.join(folder, name));
  }
  for (const [name, content] of drawn) await writeFile(path.join(folder, name), content);
  await writeFile(path.join(folder, 'README.md'), renderPage(title, opening.join('\n\n'), sections));
}
