import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ChatTurn, newAnswer, questionOf } from '../../../src/extension/chat/chatTurn';
import type { Conversation } from '../../../src/extension/chat/conversations';
import { answerOf } from '../../loopback/loopbackServer';
import { type OpenAiServer, startOpenAiServer } from '../../loopback/openaiServer';
import { pairSettings } from './pair';
import { SidebarPage } from './sidebarPage';
import { useVsCode } from './vscode';

/** A thousand messages. */
const turnCount = 500;

const paragraph = 'A turnout lets a train go from one track to another. ';
const answerTo = (n: number) =>
  `Answer ${n}:\n\n${paragraph.repeat(4)}\n\n- one\n- two\n\n\`\`\`ts\nexport const n = ${n};\nfor (let i = 0; i < n; i++) console.log(i);\n\`\`\`\n`;

function longChat(): Conversation {
  const turns = Array.from(
    { length: turnCount },
    (_, n): ChatTurn => ({
      id: `turn-${n}`,
      ...questionOf(`Question ${n}?`, []),
      answers: [{ ...newAnswer(`answer-${n}`), text: answerTo(n), status: { kind: 'done' } }],
      kept: undefined,
    }),
  );
  return { id: 'long', started: '2026-11-24T09:00:00.000Z', turns };
}

let server: OpenAiServer;

beforeAll(async () => {
  server = await startOpenAiServer(answerOf(''));
});
afterAll(() => server.close());

const vscode = useVsCode(() => ({ user: { 'turnout.strongShare': 0 }, machine: pairSettings(server) }));
const sidebar = () => new SidebarPage(vscode().workbench, 'only');

test('a chat of a thousand messages opens at its end', async () => {
  const chats = path.join(vscode().data, 'user', 'User', 'globalStorage', 'turnout.turnout', 'chats');
  mkdirSync(chats, { recursive: true });
  writeFileSync(path.join(chats, 'long.json'), JSON.stringify(longChat()));
  await sidebar().open();
  await vscode().workbench.run('Turnout: Show Earlier Chats');
  await vscode().workbench.pick(/Question 0/);
  const last = sidebar().turn(turnCount - 1);
  await last.answer.getByText(`Answer ${turnCount - 1}:`).waitFor();
  expect(await sidebar().turns.count()).toBe(turnCount);
  await expect
    .poll(() =>
      last.element.evaluate((turn) => {
        const { top, bottom } = turn.getBoundingClientRect();
        return bottom > 0 && top < window.innerHeight;
      }),
    )
    .toBe(true);
});

test('all of it is drawn in time, the first turn too', async () => {
  await sidebar().turn(0).answer.getByText('Answer 0:').waitFor({ state: 'attached' });
});

test('an answer streams into it, and the list stays at its end', async ({ annotate }) => {
  server.reply = {
    kind: 'answer',
    pieces: paragraph.repeat(40).match(/\s*\S+/g) ?? [],
    usage: undefined,
    pauseMs: 10,
  };
  const turn = await sidebar().ask('One more?');
  const frames = await turn.element.evaluate(
    (element) =>
      new Promise<number[]>((resolve) => {
        const lengths: number[] = [];
        let before = performance.now();
        const look = () => {
          const now = performance.now();
          lengths.push(now - before);
          before = now;
          if (element.getAttribute('aria-busy') === 'false') resolve(lengths);
          else requestAnimationFrame(look);
        };
        requestAnimationFrame(look);
      }),
  );
  const sorted = frames.toSorted((a, b) => a - b);
  const at = (share: number) => sorted[Math.floor(share * (sorted.length - 1))]?.toFixed(1);
  await annotate(`${frames.length} frames: median ${at(0.5)} ms, 95 % ${at(0.95)} ms, longest ${at(1)} ms`);
  expect(await turn.answer.innerText()).toBe(paragraph.repeat(40).trim());
  const distance = await turn.element.evaluate((element) => {
    const list = element.closest('.scroller');
    return list === null ? Number.NaN : list.scrollHeight - list.scrollTop - list.clientHeight;
  });
  expect(distance).toBeLessThan(32);
});

test('a view that was left returns to where the reader was', async () => {
  const middle = sidebar().turn(200).element;
  const visible = () =>
    middle.evaluate((turn) => {
      const { top, bottom } = turn.getBoundingClientRect();
      return bottom > 0 && top < window.innerHeight / 2;
    });
  // What comes into view gets its true height, which moves what is below it.
  await expect
    .poll(async () => {
      await middle.evaluate((turn) => turn.scrollIntoView());
      return visible();
    })
    .toBe(true);
  await sidebar().frame.getByRole('button', { name: 'Scroll to the end' }).waitFor();
  await vscode().workbench.leaveSidebar();
  await sidebar().open();
  await expect.poll(() => sidebar().turns.count()).toBe(turnCount + 1);
  await expect.poll(visible).toBe(true);
});
