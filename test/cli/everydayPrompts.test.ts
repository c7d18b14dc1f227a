import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { readEverydayPrompts } from '../../src/cli/everydayPrompts';
import { hashPrompt } from '../../src/node/promptHash';
import { temporaryFolder } from '../node/temporaryFolder';

const prompts = Array.from({ length: 40 }, (_, index) => `What is ${index}?`);
const isOdd = (prompt: string) => Number.parseInt(hashPrompt(prompt).slice(0, 2), 16) % 2 === 1;

function writeData(pairs = '[{"en": "Why?", "ja": "なぜ？"}]') {
  const data = temporaryFolder();
  const folder = path.join(data, 'prompts');
  mkdirSync(folder);
  const lines = (source: string) =>
    prompts.map((prompt) => `${JSON.stringify({ source, prompt })}\n`).join('');
  writeFileSync(path.join(folder, 'chat.jsonl'), lines('arena_hard_v9'));
  writeFileSync(path.join(folder, 'code.jsonl'), lines('bigcodebench'));
  writeFileSync(path.join(folder, 'shell.jsonl'), lines('nl2bash'));
  const pairsFile = path.join(data, 'pairs.json');
  writeFileSync(pairsFile, pairs);
  const everydayFile = path.join(data, 'everyday.json');
  writeFileSync(everydayFile, '[{"language": "de", "easy": "Hallo", "hard": "Beweise es."}]');
  return { data, folder, pairsFile, everydayFile };
}

it('takes the half that calibration never saw, by kind', async () => {
  const { data, pairsFile, everydayFile } = writeData();
  const { chat, coding, languagePairs, byLanguage } = await readEverydayPrompts(
    data,
    pairsFile,
    everydayFile,
  );
  expect(chat).toEqual(prompts.filter(isOdd));
  expect(coding).toEqual(prompts.filter(isOdd));
  expect(chat.length).toBeGreaterThan(5);
  expect(chat.length).toBeLessThan(35);
  expect(byLanguage).toEqual({ de: ['Hallo', 'Beweise es.'] });
  expect(languagePairs).toEqual([{ english: 'Why?', japanese: 'なぜ？' }]);
});

it.each([
  { pairs: 'none', named: 'pairs.json should be a JSON array' },
  { pairs: '{}', named: 'pairs.json should be a JSON array' },
  { pairs: '[{"en": "a", "ja": "b"}, {"en": "a"}]', named: 'pairs.json, entry 2' },
])('names the file of pairs that is $pairs', async ({ pairs, named }) => {
  const { data, pairsFile, everydayFile } = writeData(pairs);
  await expect(readEverydayPrompts(data, pairsFile, everydayFile)).rejects.toThrow(named);
});

it('names a folder that is missing, and a line that is wrong', async () => {
  const { data, folder, pairsFile, everydayFile } = writeData();
  writeFileSync(path.join(folder, 'code.jsonl'), '{"source": "bigcodebench"}\n');
  await expect(readEverydayPrompts(data, pairsFile, everydayFile)).rejects.toThrow(
    `${path.join(folder, 'code.jsonl')}, line 1`,
  );
  rmSync(folder, { recursive: true });
  await expect(readEverydayPrompts(data, pairsFile, everydayFile)).rejects.toThrow(
    `${folder} cannot be read`,
  );
});
