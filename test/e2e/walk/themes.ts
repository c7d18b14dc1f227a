/** What this VS Code is drawn in where the user has chosen nothing. */
const [light, dark] =
  process.env.TURNOUT_VSCODE === 'oldest' ? ['Light Modern', 'Dark Modern'] : ['Light 2026', 'Dark 2026'];

/** Colour themes of this VS Code, and the classes that webviews and the workbench get of them. */
export const themes = [
  ['light', light, 'vscode-light', 'vs'],
  ['dark', dark, 'vscode-dark', 'vs-dark'],
  ['high-contrast', 'Dark High Contrast', 'vscode-high-contrast', 'hc-black'],
  ['high-contrast-light', 'Light High Contrast', 'vscode-high-contrast-light', 'hc-light'],
] as const;
