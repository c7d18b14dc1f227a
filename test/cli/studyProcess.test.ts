import { mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { writeStudyData } from '../evaluation/study/studySetting';
import { runTurnout } from './turnoutProcess';

it.each([['--benchmark', 'mmlu'], ['--grid', 'routellm'], ['--sample', '10'], ['--json']])(
  'the study takes everything there is: %s',
  async (...args) => {
    const { code, stderr } = await runTurnout(['evaluate', '--data', '.', '--study', ...args]);
    expect(code).toBe(1);
    expect(stderr).toContain(`option '--study' cannot be used with option '${args[0]}`);
  },
);

it('the study takes the routers that it is given, where there are such', async () => {
  const { code, stderr } = await runTurnout(['evaluate', '--data', '.', '--study', '--router', 'none']);
  expect(code).toBe(1);
  expect(stderr).toContain('There is no router "none"');
});

it('the study names the folder that it lacks', async () => {
  const data = await writeStudyData();
  const prompts = path.join(data, 'prompts');
  const lacking = await runTurnout(['evaluate', '--data', data, '--study']);
  expect(lacking).toMatchObject({ code: 1, stdout: '' });
  expect(lacking.stderr).toContain(`${prompts} cannot be read`);
  mkdirSync(prompts);
  rmSync(path.join(data, 'outcomes'), { recursive: true });
  const { code, stderr } = await runTurnout(['evaluate', '--data', data, '--study']);
  expect(code).toBe(1);
  expect(stderr).toContain(`The study needs the folder "outcomes" in ${data}`);
});
