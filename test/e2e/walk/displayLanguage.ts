import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/**
 * Chooses another display language for the VS Code that keeps its things in `data`, as its own command does, and gives it
 * a language pack that translates nothing of VS Code itself: without one it would stay in English.
 */
export function setDisplayLanguage(data: string, language: string): void {
  const user = path.join(data, 'user');
  writeFileSync(path.join(user, 'User', 'argv.json'), JSON.stringify({ locale: language }));
  const folder = path.join(data, 'languagePack');
  mkdirSync(folder);
  const translations = path.join(folder, 'main.i18n.json');
  writeFileSync(translations, JSON.stringify({ contents: {} }));
  const pack = {
    hash: 'turnout',
    label: language,
    // Without one, VS Code would look for a pack in the marketplace before it starts any extension.
    extensions: [{ extensionIdentifier: { id: `turnout.${language}` }, version: '1.0.0' }],
    translations: { vscode: translations },
  };
  writeFileSync(path.join(user, 'languagepacks.json'), JSON.stringify({ [language]: pack }));
}
