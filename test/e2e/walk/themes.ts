/** Colour themes of this VS Code, and the classes that webviews get of them. */
export const themes = [
  ['light', 'Light 2026', 'vscode-light'],
  ['dark', 'Dark 2026', 'vscode-dark'],
  ['high-contrast', 'Dark High Contrast', 'vscode-high-contrast'],
  ['high-contrast-light', 'Light High Contrast', 'vscode-high-contrast-light'],
] as const;
