import type { Plot } from './plot';

/** A piece of the study's page. */
export type Block =
  | { readonly kind: 'text'; readonly text: string }
  | {
      readonly kind: 'table';
      readonly columns: readonly string[];
      /** One cell a column. */
      readonly rows: readonly (readonly string[])[];
    }
  | { readonly kind: 'plot'; readonly plot: Plot };

export interface Section {
  readonly title: string;
  readonly blocks: readonly Block[];
}

/** What a cell says where there is no figure. */
export const noFigure = '–';

/**
 * The study as Markdown that any git host renders. It holds no date, so the same figures give the same bytes.
 *
 * @param opening what stands under the title: how the page was made
 */
export function renderPage(title: string, opening: string, sections: readonly Section[]): string {
  const contents = sections.map((section) => `- [${section.title}](#${anchorOf(section.title)})`);
  const parts = [`# ${title}`, opening, contents.join('\n'), ...sections.flatMap(renderSection)];
  return `${parts.join('\n\n')}\n`;
}

function renderSection({ title, blocks }: Section): string[] {
  return [`## ${title}`, ...blocks.map(renderBlock)];
}

function renderBlock(block: Block): string {
  switch (block.kind) {
    case 'text':
      return block.text;
    case 'table':
      return renderTable(block.columns, block.rows);
    case 'plot':
      return `![${block.plot.title}](${block.plot.name}.svg)\n\n[as PNG](${block.plot.name}.png)`;
  }
}

/** Columns of figures end on the right. */
function renderTable(columns: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  const rule = columns.map((_, column) =>
    rows.every((row) => isFigure(row[column] ?? noFigure)) ? '--:' : ':--',
  );
  return [line(columns), `|${rule.join('|')}|`, ...rows.map(line)].join('\n');
}

function isFigure(cell: string): boolean {
  return cell === noFigure || /^[*−≥$]*\d/.test(cell);
}

/** As git hosts make anchors from headings. */
function anchorOf(title: string): string {
  return title
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s-]/gu, '')
    .replace(/\s/g, '-');
}
