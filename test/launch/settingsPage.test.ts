import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { settingsPage, settingsPageFile } from '../../src/launch/settingsPage.mjs';

test('docs/settings.md is what `npm run settings-page` writes', () => {
  expect(readFileSync(settingsPageFile, 'utf8')).toBe(settingsPage());
});
