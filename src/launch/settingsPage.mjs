// npm run settings-page: writes docs/settings.md from package.json and package.nls.json.
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { repository } from './layout.mjs';

/** Where the page is. */
export const settingsPageFile = path.join(repository, 'docs', 'settings.md');

/**
 * What a setting of `package.json` says of itself.
 *
 * @typedef {object} Setting
 * @property {string | readonly (string | null)[]} [type]
 * @property {unknown} [default]
 * @property {readonly string[]} [enum]
 * @property {readonly string[]} [enumDescriptions]
 * @property {string} [scope]
 * @property {number} [order]
 * @property {string} [description]
 * @property {string} [markdownDescription]
 * @property {Readonly<Record<string, Setting>>} [properties]
 */

/** @returns {string} the page as it should be */
export function settingsPage() {
  const { contributes } = readJson('package.json');
  const texts = readJson('package.nls.json');
  /** @param {string | undefined} text */
  const worded = (text = '') =>
    text.replace(/^%(.+)%$/, (_, name) => texts[name] ?? text).replaceAll(/#(turnout\.\w+)#/g, '$1');
  const settings = Object.entries(
    /** @type {Record<string, Setting>} */ (contributes.configuration.properties),
  );
  settings.sort(([, a], [, b]) => (a.order ?? 0) - (b.order ?? 0));
  const hidden = new Set(
    contributes.menus.commandPalette
      .filter((/** @type {{ when: string }} */ { when }) => when === 'false')
      .map((/** @type {{ command: string }} */ { command }) => command),
  );
  const commands = contributes.commands.filter(
    (/** @type {{ command: string }} */ { command }) => !hidden.has(command),
  );
  return [
    '# Settings and commands',
    '<!-- Written by `npm run settings-page` from package.json and package.nls.json; a test compares. -->',
    'Every setting is yours alone: no folder you open can change one.',
    '## Settings',
    ...settings.flatMap(([name, setting]) => describeSetting(name, setting, worded)),
    '## Commands',
    'In the command palette, each behind **Turnout:**. Where a Mac has another key, it stands second.',
    [
      '| command | id | key |',
      '|---|---|---|',
      ...commands.map(
        (/** @type {{ command: string, title: string }} */ { command, title }) =>
          `| ${worded(title)} | \`${command}\` | ${keysOf(command, contributes.keybindings)} |`,
      ),
    ].join('\n'),
    '',
  ]
    .join('\n\n')
    .trimEnd()
    .concat('\n');
}

/**
 * @param {string} name
 * @param {Setting} setting
 * @param {(text: string | undefined) => string} worded
 * @returns {string[]} paragraphs
 */
function describeSetting(name, setting, worded) {
  const parts = Object.entries(setting.properties ?? {}).flatMap(([part, { description }]) =>
    description === undefined ? [] : [`- \`${part}\`: ${worded(description)}`],
  );
  const choices = (setting.enum ?? []).map(
    (choice, place) => `- \`${choice}\`: ${worded(setting.enumDescriptions?.[place])}`,
  );
  return [
    `### \`${name}\``,
    worded(setting.markdownDescription ?? setting.description),
    ...[parts, choices].filter((list) => list.length > 0).map((list) => list.join('\n')),
    `Default: \`${JSON.stringify(setting.default)}\`.`,
  ];
}

/**
 * @param {string} command
 * @param {readonly { command: string, key: string, mac: string }[]} keybindings
 */
function keysOf(command, keybindings) {
  return keybindings
    .filter((binding) => binding.command === command)
    .map(({ key, mac }) => `${readable(key)}, ${readable(mac)}`)
    .filter((keys, place, all) => all.indexOf(keys) === place)
    .join('; ');
}

/**
 * @param {string} keys as package.json writes them, for example "ctrl+k alt+e"
 * @returns {string} as they stand on the keyboard
 */
function readable(keys) {
  return keys
    .split(' ')
    .map((chord) => {
      const isMac = chord.includes('cmd') || keys.startsWith('cmd');
      const signs = /** @type {Record<string, string>} */ (isMac ? macSigns : {});
      const names = chord.split('+').map((key) => signs[key] ?? key.charAt(0).toUpperCase() + key.slice(1));
      return names.join(isMac ? '' : '+');
    })
    .join(' ');
}

const macSigns = { cmd: '⌘', alt: '⌥', shift: '⇧', backspace: '⌫', enter: '⏎' };

/** @param {string} file */
function readJson(file) {
  return JSON.parse(readFileSync(path.join(repository, file), 'utf8'));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) writeFileSync(settingsPageFile, settingsPage());
