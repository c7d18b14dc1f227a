import path from 'node:path';
import { afterAll, beforeAll, expect } from 'vitest';
import { answerOf } from '../../loopback/loopbackServer';
import {
  chatRequestOf,
  type OpenAiServer,
  openAiRefusals,
  startOpenAiServer,
} from '../../loopback/openaiServer';
import { ChatPage, builtInChat as test } from './chatPage';
import { readLedger } from './ledger';
import { cheap, pairSettings, usage } from './pair';
import { screenshots, useVsCode } from './vscode';

let server: OpenAiServer;

beforeAll(async () => {
  server = await startOpenAiServer(({ model }) => answerOf(`This is **${model}**.`, usage));
});
afterAll(() => server.close());

const vscode = useVsCode(() => ({
  user: { 'turnout.strongShare': 0, 'workbench.reduceMotion': 'on' },
  machine: pairSettings(server),
  files: { 'sum.py': 'def total(a, b):\n    return a - b\n' },
}));
const chat = () => new ChatPage(vscode().page, vscode().workbench);
const messagesOfLastRequest = () => {
  const last = server.requests.filter(({ path: at }) => at === '/v1/chat/completions').at(-1);
  return last && chatRequestOf(last).messages;
};
const screenshot = (name: string) =>
  vscode().page.screenshot({ path: path.join(screenshots, `${name}.png`) });

test('the model picker lists Turnout (auto)', async () => {
  await chat().open();
  await chat().picker.click();
  await chat().models.filter({ hasText: 'Turnout (auto)' }).waitFor();
  await screenshot('model-picker');
  await vscode().workbench.press('Escape');
  await chat().models.first().waitFor({ state: 'hidden' });
});

test('@turnout answers, with the decision above and the cost below', async () => {
  await chat().ask('@turnout Say who you are.');
  await expect
    .poll(() => chat().responseText())
    .toMatch(
      /weak · gpt-cheap · win rate 0\.\d+ < 1\.000 · about \$\S+ · strong about \$\S+ This is gpt-cheap\. \$0\.20 · strong would have cost \$2\.00/,
    );
  expect(messagesOfLastRequest()).toEqual([{ role: 'user', content: 'Say who you are.' }]);
  expect(await readLedger(vscode().home)).toMatchObject([{ door: 'participant', outcome: { kind: 'ok' } }]);
});

test('it offers to ask the other model', async () => {
  await chat().followUp('Ask the strong model').waitFor();
});

test('a button below tells why this model', async () => {
  await chat().button('Why this model?').click();
  await expect
    .poll(async () => (await vscode().workbench.quickInput.innerText()).replaceAll(/\s+/g, ' '))
    .toMatch(
      /weak · win rate 0\.\d{3} < 1\.000 · router default .* Of 100 such prompts the weak model manages about \d+, the strong one \d+ Taken for: .* Higher than \d+ % of .* win rates/,
    );
  await screenshot('why-this-model');
  await vscode().workbench.press('Escape');
  await vscode().workbench.quickInput.waitFor({ state: 'hidden' });
});

test('/fix is about the file in the editor, and the model gets the turn before without what Turnout said', async () => {
  await vscode().page.getByRole('treeitem', { name: 'sum.py' }).dblclick();
  await chat().ask('/fix');
  await expect.poll(() => chat().responseText()).toContain('would have cost');
  expect(messagesOfLastRequest()).toEqual([
    { role: 'user', content: 'Say who you are.' },
    { role: 'assistant', content: `This is **${cheap}**.` },
    {
      role: 'user',
      content:
        'Find what is wrong with this code and fix it.\n\nsum.py:\n```python\ndef total(a, b):\n    return a - b\n```',
    },
  ]);
  await chat().followUp('Write tests').waitFor();
  await screenshot('built-in-chat');
});

test('a file that is attached goes along with the question', async () => {
  await chat().attachOpenFile('sum.py');
  await chat().ask('What does it do?');
  await expect
    .poll(() => messagesOfLastRequest()?.at(-1)?.content)
    .toBe('What does it do?\n\nsum.py:\n```python\ndef total(a, b):\n    return a - b\n```');
  await expect.poll(() => chat().responseText()).toContain('would have cost');
});

test('its follow-up asks the strong model the same, this time', async () => {
  await chat().followUp('Ask the strong model').click();
  await expect
    .poll(() => chat().responseText())
    .toMatch(/strong · gpt-dear · .* You asked for the strong model this time\. This is gpt-dear\. \$2\.00/);
  expect(messagesOfLastRequest()?.at(-1)?.content).toBe('What does it do?');
  expect((await readLedger(vscode().home)).at(-1)?.decision.reason).toEqual({
    code: 'chosen',
    lasts: 'this-prompt',
  });
});

test('a prompt without a word is refused in words, and asks nobody', async () => {
  const asked = server.requests.length;
  await chat().ask('/weak');
  await expect.poll(() => chat().responseText()).toContain('The prompt is empty. Type what you want to ask.');
  expect(server.requests.length).toBe(asked);
});

test('Stop stops the model', async () => {
  server.reply = { kind: 'hang', pieces: ['Half of ', 'an answer'] };
  await chat().ask('Begin something long.');
  await expect.poll(() => chat().responseText()).toContain('Half of an answer');
  await chat().stopButton.click();
  await server.abandoned;
  await expect
    .poll(async () => (await readLedger(vscode().home)).at(-1)?.outcome)
    .toEqual({ kind: 'cancelled' });
});

test('a model that refuses is named, with what to do', async () => {
  server.reply = openAiRefusals.wrongKey('sk-walk');
  await chat().ask('Are you there?');
  await expect
    .poll(() => chat().responseText())
    .toMatch(/did not accept the key \(HTTP 401\)\. Run “Turnout: Choose/);
  await screenshot('built-in-chat-problem');
});
