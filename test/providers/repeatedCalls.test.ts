import { describe, expect, test } from 'vitest';
import { ToolCallPieces } from '../../src/providers/toolCallPieces';

type Piece = { index?: number; id?: string; function?: object; custom?: object } | 'end';

/** The calls that a client gets, each as its name and input. */
function callsOf(...pieces: readonly Piece[]): readonly string[] {
  const reader = new ToolCallPieces();
  const told = pieces.flatMap((piece) => {
    if (piece !== 'end') return reader.add(piece);
    reader.close();
    return [];
  });
  const parts = [...told, ...reader.rest()];
  const calls = parts.filter(({ type }) => type === 'tool-call');
  expect(new Set(calls.map(({ id }) => id)).size).toBe(calls.length);
  for (const { id, input } of calls) {
    const grown = parts.filter((part) => part.type === 'tool-call-piece' && part.id === id);
    expect(input.startsWith(grown.map((part) => part.input).join(''))).toBe(true);
  }
  return calls.map(({ name, input }) => `${name} ${input}`);
}

const whole = (index: number | undefined, id: string, name: string, input: string): Piece => ({
  ...(index !== undefined && { index }),
  ...(id !== '' && { id }),
  function: { name, arguments: input },
});
const once = ['rm {"path":"a"}'];

describe('a call is handed out once', () => {
  test.each<[string, readonly Piece[]]>([
    ['where the end is told twice', [whole(0, 'a', 'rm', '{"path":"a"}'), 'end', 'end']],
    [
      'where it comes again with the end',
      [whole(0, 'a', 'rm', '{"path":"a"}'), 'end', whole(0, 'a', 'rm', '{"path":"a"}')],
    ],
    [
      'where it comes again before the end',
      [whole(0, 'a', 'rm', '{"path":"a"}'), whole(0, 'a', 'rm', '{"path":"a"}'), 'end'],
    ],
    [
      'where it comes again under another number',
      [whole(0, 'a', 'rm', '{"path":"a"}'), whole(1, 'a', 'rm', '{"path":"a"}')],
    ],
    [
      'where it comes again under another id, once the end was told',
      [whole(0, 'a', 'rm', '{"path":"a"}'), 'end', whole(0, 'b', 'rm', '{"path": "a"}')],
    ],
    [
      'where it has neither',
      [whole(undefined, '', 'rm', '{"path":"a"}'), 'end', whole(undefined, '', 'rm', '{"path":"a"}')],
    ],
    ['where its name alone comes again', [whole(0, 'a', 'rm', '{"path":"a"}'), whole(0, 'a', 'rm', '')]],
    [
      'where its input alone comes again',
      [whole(0, 'a', 'rm', '{"path":"a"}'), { index: 0, function: { arguments: '{"path":"a"}' } }],
    ],
    ['where its input comes twice in one piece', [whole(0, 'a', 'rm', '{"path":"a"}{"path":"a"}')]],
    [
      'where an empty object stands before its input',
      [whole(0, 'a', 'rm', '{}'), { index: 0, function: { arguments: '{"path":"a"}' } }],
    ],
    [
      'where it comes in pieces, and then whole',
      [
        whole(0, 'a', 'rm', '{"pa'),
        { index: 0, function: { arguments: 'th":"a"}' } },
        whole(0, 'a', 'rm', '{"path":"a"}'),
        'end',
      ],
    ],
  ])('%s', (_, pieces) => {
    expect(callsOf(...pieces)).toEqual(once);
  });
});

describe('calls that only look alike are several', () => {
  test('of one number, without ids', () => {
    expect(callsOf(whole(0, '', 'rm', '{"path":"a"}'), whole(0, '', 'rm', '{"path":"b"}'), 'end')).toEqual([
      ...once,
      'rm {"path":"b"}',
    ]);
  });

  test('of one id, with other inputs', () => {
    expect(
      callsOf(whole(0, 'rm', 'rm', '{"path":"a"}'), whole(1, 'rm', 'rm', '{"path":"b"}'), 'end'),
    ).toEqual([...once, 'rm {"path":"b"}']);
  });

  test('of ids of their own, with the same input', () => {
    expect(callsOf(whole(0, 'a', 'rm', '{"path":"a"}'), whole(1, 'b', 'rm', '{"path":"a"}'), 'end')).toEqual([
      ...once,
      ...once,
    ]);
  });
});

test('a call without input is handed out at the end', () => {
  expect(callsOf(whole(0, 'a', 'list', ''), whole(1, 'b', 'list', '{}'), 'end')).toEqual([
    'list ',
    'list {}',
  ]);
});

test('a free-form call comes whole, its text as the only field of its input', () => {
  const patch = { index: 0, id: 'c', custom: { name: 'patch', input: '*** {"Begin' } };
  expect(callsOf(patch, { index: 0, custom: { input: ' Patch\n' } }, 'end')).toEqual([
    `patch ${JSON.stringify({ input: '*** {"Begin Patch\n' })}`,
  ]);
});
