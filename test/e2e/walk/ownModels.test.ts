import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { answerOf } from '../../loopback/loopbackServer';
import { chatRequestOf, type OpenAiServer, startOpenAiServer } from '../../loopback/openaiServer';
import { readLedger } from './ledger';
import { cheap, dear, prices, usage } from './pair';
import { SidebarPage } from './sidebarPage';
import { useVsCode } from './vscode';

const key = 'sk-walk-4711';
let server: OpenAiServer;

beforeAll(async () => {
  server = await startOpenAiServer(({ model }) => answerOf(`This is ${model}.`, usage), [dear, cheap]);
});
afterAll(() => server.close());

const vscode = useVsCode(() => ({ machine: { 'turnout.prices': prices } }));
const sidebar = () => new SidebarPage(vscode().workbench);
const chats = () => server.requests.filter(({ path: at }) => at === '/v1/chat/completions');

async function chooseModel(model: string, typedKey: string): Promise<void> {
  const { workbench } = vscode();
  await workbench.pick(/Another OpenAI-compatible address/);
  await workbench.type('The address of the API', server.baseUrl);
  await workbench.type(/key/, typedKey);
  await workbench.pick(model);
}

test('a command walks through choosing both models and tries them out', async () => {
  const { workbench } = vscode();
  await sidebar().open();
  await workbench.run('Turnout: Choose Models');
  await chooseModel(dear, key);
  await workbench.quickInput.filter({ hasText: 'weak model' }).waitFor();
  await chooseModel(cheap, '');
  await workbench.notice(`Turnout now chooses between ${dear} and ${cheap}.`).waitFor();
  expect(chats().map((request) => chatRequestOf(request).model)).toEqual([dear, cheap]);
  await sidebar().frame.getByText(dear).waitFor();
  await sidebar().frame.getByText(cheap).waitFor();
});

test('at no strong share the weak model answers, and the line above says why and for how much', async () => {
  await sidebar().setStrongShare(0);
  const turn = await sidebar().askAndWait('Say who you are.');
  expect(await turn.paragraphs()).toEqual([`This is ${cheap}.`]);
  const badge = (await turn.badge.innerText()).replaceAll(/\s+/g, ' ');
  expect(badge).toMatch(/weak gpt-cheap win rate 0\.\d+ < 1\.000/);
  expect(badge).toMatch(/\$0\.20 · strong would have cost \$2\.00/);
});

test('at full strong share the strong model answers, and gets the turns before', async () => {
  await sidebar().setStrongShare(100);
  const turn = await sidebar().askAndWait('And now?');
  expect(await turn.paragraphs()).toEqual([`This is ${dear}.`]);
  const last = chats().at(-1);
  expect(last && chatRequestOf(last).messages.map(({ content }) => content)).toEqual([
    'Say who you are.',
    `This is ${cheap}.`,
    'And now?',
  ]);
});

test('an answer is shown as far as it has come, and Stop keeps it', async () => {
  server.reply = { kind: 'hang', pieces: ['Half of ', 'an answer'] };
  const turn = await sidebar().ask('Begin something long.');
  await expect.poll(() => turn.answer.innerText()).toBe('Half of an answer');
  expect(await turn.element.getAttribute('aria-busy')).toBe('true');

  await sidebar().button('Stop').click();
  await turn.settled();
  await server.abandoned;
  expect(await turn.answer.innerText()).toBe('Half of an answer');
  expect(await turn.message.innerText()).toContain('Stopped');
  expect((await readLedger(vscode().home)).at(-1)?.outcome).toEqual({ kind: 'cancelled' });
});

test('the key is known after a reload, and is written to no file, nor is a prompt to any log', async () => {
  server.reply = answerOf('Still here.', usage);
  await vscode().workbench.reload();
  await sidebar().open();
  await expect.poll(() => sidebar().turns.count()).toBe(3);
  await sidebar().askAndWait('Do you know me?');
  expect(new Set(chats().map(({ headers }) => headers.authorization))).toEqual(new Set([`Bearer ${key}`]));

  const files = readdirSync(vscode().data, { recursive: true, withFileTypes: true });
  const withText = (text: string) =>
    files
      .filter((file) => file.isFile())
      .map((file) => path.join(file.parentPath, file.name))
      .filter((file) => readFileSync(file).includes(text));
  expect(withText(key)).toEqual([]);
  // Of the prompts there is the chat itself, and no log.
  const kept = withText('Begin something long.').map((file) => path.basename(path.dirname(file)));
  expect(kept).toEqual(['chats']);
});
