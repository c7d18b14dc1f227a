import { readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { reportsAllowed } from '../node/encoder/reportsAllowed';
import { temporaryFolder } from '../node/temporaryFolder';
import { runTurnout } from './turnoutProcess';

test('the encoder gives the machine no id, and keeps nothing to report', async () => {
  const person = temporaryFolder();
  const env = { ...reportsAllowed, HOME: person, USERPROFILE: person, XDG_CACHE_HOME: '' };
  const { stdout } = await runTurnout(['route', 'Sort a list', '--json'], { env });
  expect(JSON.parse(stdout)).toMatchObject({ router: 'default' });
  expect(readdirSync(person, { recursive: true })).toEqual([]);
});
