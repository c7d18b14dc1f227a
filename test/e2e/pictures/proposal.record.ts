import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { repository } from '../../../src/launch/layout.mjs';
import { answerOf } from '../../loopback/loopbackServer';
import { type OpenAiServer, startOpenAiServer } from '../../loopback/openaiServer';
import { EditorPage } from '../walk/editorPage';
import { useVsCode } from '../walk/vscode';
import { everydayPair } from './everydayPair';

const wrong =
  'from datetime import date, timedelta\n\n\ndef workdays(first: date, last: date) -> int:\n    """Days from Monday to Friday, both ends counted."""\n    days = (last - first).days\n    return sum((first + timedelta(n)).weekday() < 5 for n in range(days))\n';
const right = wrong.replace('(last - first).days', '(last - first).days + 1');

let server: OpenAiServer;
beforeAll(async () => {
  const changed = right.slice(right.indexOf('def'));
  server = await startOpenAiServer(
    answerOf(`\`\`\`python\n${changed}\`\`\``, { fresh: 240, cached: 0, output: 190 }),
  );
});
afterAll(() => server.close());

const vscode = useVsCode(() => ({
  user: { 'workbench.colorTheme': 'Dark 2026' },
  machine: everydayPair(server),
  files: { 'calendar.py': wrong },
}));

test('a fix as a proposed change', async () => {
  const { page, workbench } = vscode();
  const editor = new EditorPage(page);
  await editor.open('calendar.py');
  await workbench.run('View: Toggle Primary Side Bar Visibility');
  await page.setViewportSize({ width: 1180, height: 420 });
  await editor.chooseFor('days =', 'Fix Code');
  await expect.poll(() => editor.proposed()).toBe(right.trimEnd());
  await editor.titleButton('Accept Proposed Change').waitFor();
  await page.screenshot({ path: path.join(repository, 'media', 'proposal.png') });
});
