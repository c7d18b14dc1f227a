/** The colours and letters that a chart is drawn with: a canvas cannot look a style sheet's variables up. */
export interface ChartInk {
  readonly text: string;
  readonly grid: string;
  readonly spent: string;
  readonly baseline: string;
  readonly mark: string;
  readonly gainArea: string;
  readonly lossArea: string;
  readonly hoverBackground: string;
  readonly hoverBorder: string;
  readonly hoverText: string;
  readonly font: string;
}

/** The theme's, as it is now. */
export function themeInk(): ChartInk {
  const style = getComputedStyle(document.body);
  const colour = (name: string) => style.getPropertyValue(name).trim();
  return {
    text: colour('--quiet-ink'),
    grid: colour('--grid'),
    spent: colour('--spent'),
    baseline: colour('--baseline'),
    mark: colour('--mark'),
    gainArea: colour('--gain-area'),
    lossArea: colour('--loss-area'),
    hoverBackground: colour('--vscode-editorHoverWidget-background'),
    hoverBorder: colour('--vscode-editorHoverWidget-border'),
    hoverText: colour('--vscode-editorHoverWidget-foreground'),
    font: style.fontFamily,
  };
}

/** For white paper, whatever the theme. */
export const paperInk: ChartInk = {
  text: '#333',
  grid: '#ddd',
  spent: '#1a5fb4',
  baseline: '#777',
  mark: '#b4530a',
  gainArea: '#e2f0e2',
  lossArea: '#f6dede',
  hoverBackground: '#fff',
  hoverBorder: '#777',
  hoverText: '#333',
  font: 'sans-serif',
};
