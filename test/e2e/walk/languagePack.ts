import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/**
 * Gives the VS Code that keeps its things in `data` a language pack that translates nothing of VS Code's own, as if it had
 * been installed: with one, the editor is in that language for a browser that asks for it, and so are its extensions.
 */
export function addLanguagePack(data: string, language: string): void {
  const folder = path.join(data, 'languagePack');
  mkdirSync(folder);
  const translations = path.join(folder, 'main.i18n.json');
  writeFileSync(translations, JSON.stringify({ contents: {} }));
  const packs = {
    [language]: { hash: 'turnout', label: language, extensions: [], translations: { vscode: translations } },
  };
  writeFileSync(path.join(data, 'user', 'languagepacks.json'), JSON.stringify(packs));
}
