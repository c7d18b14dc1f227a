import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseReportMessage } from '../../../src/extension/report/reportMessage';

test.each([
  { type: 'ready', choice: { kind: 'all' } },
  { type: 'range', choice: { kind: 'between', from: '2026-01-01', to: '2026-01-31' } },
  { type: 'refresh' },
  { type: 'openChat' },
  { type: 'export', as: 'csv' },
  { type: 'print', charts: [{ id: 'spending', png: 'iVBORw0KGgo=' }] },
  { type: 'print', charts: [] },
])('it takes $type', (message) => {
  expect(parseReportMessage(message)).toEqual(message);
});

test('it drops what the protocol does not name', () => {
  expect(parseReportMessage({ type: 'refresh', path: '/etc/passwd' })).toEqual({ type: 'refresh' });
  expect(parseReportMessage({ type: 'range', choice: { kind: 'all', from: 'x' } })).toEqual({
    type: 'range',
    choice: { kind: 'all' },
  });
});

test.each([
  [undefined],
  ['refresh'],
  [{ type: 'constructor' }],
  [{ type: 'ready' }],
  [{ type: 'range', choice: { kind: 'toString' } }],
  [{ type: 'range', choice: { kind: 'between', from: '2026-02-30', to: '2026-03-01' } }],
  [{ type: 'range', choice: { kind: 'between', from: '2026-03-02', to: '2026-03-01' } }],
  [{ type: 'export', as: 'exe' }],
  [{ type: 'print' }],
  [{ type: 'print', charts: [{ id: 'spending', png: '"><script>' }] }],
  [{ type: 'print', charts: [{ id: 'other', png: 'AAAA' }] }],
])('it refuses %o', (message) => {
  expect(parseReportMessage(message)).toBeUndefined();
});

test('anything at all is read as a message or as none, and never as more than the protocol names', () => {
  const known = fc.constantFrom('ready', 'range', 'refresh', 'openChat', 'export', 'print');
  const json = fc.jsonValue({ maxDepth: 2 });
  const near = fc.record(
    {
      type: fc.oneof(known, json),
      choice: json,
      as: fc.oneof(fc.constant('csv'), json),
      charts: json,
      path: json,
    },
    { requiredKeys: [] },
  );
  fc.assert(
    fc.property(fc.oneof(fc.anything(), near), (value) => {
      const message = parseReportMessage(value);
      const named = message === undefined ? [] : Object.keys(message);
      expect(named.filter((name) => !['type', 'choice', 'as', 'charts'].includes(name))).toEqual([]);
    }),
    { numRuns: 2_000 },
  );
});
