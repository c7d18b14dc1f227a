import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { repository } from '../../../src/launch/layout.mjs';
import { answerOf, type Reply, type WireUsage } from '../../loopback/loopbackServer';
import { type OpenAiServer, startOpenAiServer } from '../../loopback/openaiServer';
import { cheap, dear } from '../walk/pair';
import { SidebarPage } from '../walk/sidebarPage';
import { useVsCode } from '../walk/vscode';
import { Recording } from './animation';
import { everydayPair } from './everydayPair';

/** GitHub and the marketplaces show a README about this wide. */
const width = 880;

const answers: Readonly<Record<string, string>> = {
  [cheap]: 'Use `git reset --soft HEAD~1`. The commit is gone, and its changes are staged.',
  [dear]:
    'Number the months, and take from each its **rank among the customer’s own**: months in a row come to the same.\n\n```sql\nSELECT DISTINCT customer_id FROM (\n  SELECT customer_id, month_no - ROW_NUMBER() OVER (\n    PARTITION BY customer_id ORDER BY month_no) AS island\n  FROM months_with_orders) AS runs\nGROUP BY customer_id, island HAVING COUNT(*) >= 3;\n```\n\nA gap raises the month but not the rank, so it begins a new island.',
};

/** Everyday lengths, so that the costs are everyday costs. */
const usages: Readonly<Record<string, WireUsage>> = {
  [cheap]: { fresh: 34, cached: 0, output: 92 },
  [dear]: { fresh: 148, cached: 0, output: 1460 },
};

let server: OpenAiServer;
beforeAll(async () => {
  server = await startOpenAiServer(({ model }): Reply => {
    const reply = answerOf(answers[model] ?? '', usages[model]);
    return reply.kind === 'answer' ? { ...reply, pauseMs: 60 } : reply;
  });
});
afterAll(() => server.close());

const vscode = useVsCode(() => ({
  user: { 'workbench.colorTheme': 'Dark 2026' },
  machine: everydayPair(server),
  files: {
    'orders.sql':
      'CREATE TABLE orders (\n  id INTEGER PRIMARY KEY,\n  customer_id INTEGER NOT NULL,\n  placed_on DATE NOT NULL,\n  total NUMERIC NOT NULL\n);\n\nCREATE VIEW months_with_orders AS\nSELECT DISTINCT\n  customer_id,\n  12 * EXTRACT(YEAR FROM placed_on) + EXTRACT(MONTH FROM placed_on) AS month_no\nFROM orders;\n',
  },
}));

test('two prompts, their decisions and answers, and the slider', async () => {
  const { page, workbench } = vscode();
  const sidebar = new SidebarPage(workbench);
  await page.setViewportSize({ width: 1100, height: 680 });
  await workbench.openFile('orders.sql');
  await sidebar.open();
  await workbench.widenSidebar(560);
  // The weights are read before anything is filmed: how long that takes is this machine's affair.
  await sidebar.askAndWait('Hello!');
  await sidebar.button('New chat').click();
  await expect.poll(() => sidebar.turns.count()).toBe(0);
  const recording = new Recording(page);
  const ask = async (prompt: string) => {
    const turn = sidebar.turn(await sidebar.turns.count());
    await sidebar.prompt.pressSequentially(prompt, { delay: 25 });
    await sidebar.prompt.press('Enter');
    await turn.settled();
    return turn;
  };
  const easy = await ask('How do I undo my last git commit but keep the changes?');
  expect(await easy.badge.innerText()).toContain(cheap);
  const hard = await ask(
    'Write a SQL query that finds customers who ordered in three consecutive months, and explain why it is correct.',
  );
  expect(await hard.badge.innerText()).toContain(dear);
  for (let percent = 50; percent >= 20; percent -= 2) await sidebar.slider.fill(String(percent));
  await workbench.slider.filter({ hasText: /\D20\s?% strong/ }).waitFor();
  const animation = await recording.end(width);
  expect(animation.length).toBeLessThan(1_500_000);
  writeFileSync(path.join(repository, 'media', 'turnout.gif'), animation);
});
