import { describe, expect, it } from 'vitest';
import { type Finished, parseLines, runTurnout } from './turnoutProcess';

function score(lines: readonly string[], ...args: string[]): Promise<Finished> {
  return runTurnout(['score', ...args], { stdin: lines.map((line) => `${line}\n`).join('') });
}

async function winRateOf(prompt: string): Promise<number> {
  const { stdout } = await runTurnout(['route', prompt, '--json']);
  return JSON.parse(stdout).winRate;
}

const winRate = { winRate: expect.any(Number) };
const failed = { error: expect.any(String) };

describe('turnout score', () => {
  it('gives one win rate a line, in order, and the same as route does', async () => {
    const prompts = ['Hi!', 'Prove the four colour theorem.', 'ls -la', 'こんにちは 🎉', 'Hi!'];
    const { code, stdout, stderr } = await score(prompts.map((prompt) => JSON.stringify({ prompt })));
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const results = parseLines(stdout) as { winRate: number }[];
    expect(results).toMatchObject(prompts.map(() => winRate));
    expect(results[4]).toEqual(results[0]);
    expect(results[1]?.winRate).toBeCloseTo(await winRateOf('Prove the four colour theorem.'), 12);
    expect(results[3]?.winRate).toBeCloseTo(await winRateOf('こんにちは 🎉'), 12);
  });

  it('tells of a prompt in a script that the router cannot read', async () => {
    const { stdout } = await score(['{"prompt": "ᏣᎳᎩ ᎦᏬᏂᎯᏍᏗ"}', '{"prompt": "Sort it."}']);
    const [cherokee, english] = parseLines(stdout) as { unknownShare?: number }[];
    expect(cherokee?.unknownShare).toBeGreaterThan(0.3);
    expect(english).toEqual(winRate);
  });

  it('scores the last human turn of a conversation', async () => {
    const ask = 'And how would one prove that?';
    const { code, stdout } = await score([
      JSON.stringify({ prompt: ask }),
      JSON.stringify({
        messages: [
          { role: 'system', content: 'Be brief.' },
          { role: 'user', content: 'What is a prime?' },
          { role: 'assistant', content: 'A number with two divisors.' },
          { role: 'user', content: ask },
          { role: 'assistant', content: 'Let me think.' },
        ],
      }),
      JSON.stringify({ messages: [{ role: 'user', content: [{ type: 'text', text: ask }] }] }),
    ]);
    expect(code).toBe(0);
    const [plain, conversation, parts] = parseLines(stdout);
    expect(conversation).toEqual(plain);
    expect(parts).toEqual(plain);
  });

  it('puts an error in the place of each bad line, scores the rest, and ends with 1', async () => {
    const { code, stdout, stderr } = await score([
      '{"prompt": "first"}',
      '',
      '   ',
      '{"prompt": "cut off',
      '{"prompt": ""}',
      '{"prompt": " \\n"}',
      '{"prompt": 5}',
      '{"question": "what?"}',
      '[]',
      'null',
      '{"messages": []}',
      '{"messages": [{"role": "assistant", "content": "hello"}]}',
      '{"messages": [{"role": "user"}]}',
      '{"prompt": "last"}',
    ]);
    expect(code).toBe(1);
    expect(parseLines(stdout)).toEqual([winRate, ...Array(12).fill(failed), winRate]);
    expect(stderr).toContain('12 of 14 lines');
  });

  it('says what is wrong with a line', async () => {
    const { stdout } = await score(['', '{"prompt": ', '{"prompt": ""}', '{"text": "hi"}']);
    const errors = (parseLines(stdout) as { error: string }[]).map(({ error }) => error);
    expect(errors[0]).toMatch(/line is empty/);
    expect(errors[1]).toMatch(/not JSON/);
    expect(errors[2]).toMatch(/prompt is empty/);
    expect(errors[3]).toMatch(/neither .*"prompt".* nor .*"messages"/);
  });

  it('reads lines as JSON writes them', async () => {
    const { code, stdout } = await runTurnout(['score', '--router', 'lexical'], {
      stdin: '{"prompt": "Windows line end"}\r\n{"prompt": "one\u2028line"}\n{"prompt": "no line end"}',
    });
    expect(code).toBe(0);
    expect(parseLines(stdout)).toEqual([winRate, winRate, winRate]);
  });

  it('prints nothing for nothing', async () => {
    expect(await score([])).toEqual({ code: 0, stdout: '', stderr: '' });
  });

  it('takes a prompt of a megabyte', async () => {
    const { code, stdout } = await score([JSON.stringify({ prompt: 'lorem ipsum '.repeat(90_000) })]);
    expect(code).toBe(0);
    expect(parseLines(stdout)).toEqual([winRate]);
  });

  it.each([
    { args: ['--router', 'mff'], named: '"mff"' },
    { args: ['--strong-share', '0.5'], named: "'--strong-share'" },
    { args: ['prompts.jsonl'], named: 'too many arguments' },
  ])('refuses $args and names what is wrong', async ({ args, named }) => {
    const { code, stdout, stderr } = await score(['{"prompt": "hi"}'], ...args);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toContain(named);
  });
});
