// biome-ignore-all lint/suspicious/noTemplateCurlyInString: it is how variables are named
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readEndpointHeaders } from '../../src/node/endpointHeaders';
import { TurnoutError } from '../../src/routing/errors';

const environment = { GATEWAY_TOKEN: ' tok-123 ', TEAM: 'search' };
const read = (written: unknown) => readEndpointHeaders(written, environment, 'turnout.headers');

test('headers are taken as they are written, with variables filled in', () => {
  expect(
    read({
      'X-Team': 'search/${env:TEAM}',
      Authorization: 'Bearer ${env:GATEWAY_TOKEN}',
      'X-Gateway-Token': '${env:GATEWAY_TOKEN}',
    }),
  ).toEqual({ 'X-Team': 'search/search', Authorization: 'Bearer tok-123', 'X-Gateway-Token': 'tok-123' });
  expect(read(undefined)).toEqual({});
  expect(read(null)).toEqual({});
});

test.each([
  ['a list', [], /must be an object/],
  ['a text', 'X-Team: search', /must be an object/],
  ['a secret itself', { 'X-Gateway-Token': 'sk-planted' }, /"X-Gateway-Token" may hold a secret/],
  ['half a secret', { Cookie: 'sk-planted ${env:GATEWAY_TOKEN}x' }, /"Cookie" may hold a secret/],
  [
    'a secret before the variable',
    { 'X-Key': 'sk-planted ${env:GATEWAY_TOKEN}' },
    /"X-Key" may hold a secret/,
  ],
  ['a variable that is not set', { 'X-Key': '${env:NOBODY}' }, /NOBODY, which is not set/],
  ['a number', { 'X-Team': 7 }, /must be a text/],
  ['a line break', { 'X-Team': 'a\r\nX-Key: sk-planted' }, /visible ASCII/],
  ['a name of two words', { 'X Team': 'search' }, /no header can have/],
  ['the host', { Host: 'elsewhere.example' }, /Turnout sets the header/],
  ['the kind of body', { 'content-type': 'text/plain' }, /Turnout sets the header/],
])('%s is refused, and never quoted', (_, written, message) => {
  const refusal = (() => {
    try {
      return read(written);
    } catch (error) {
      return error;
    }
  })();
  expect(refusal).toBeInstanceOf(TurnoutError);
  expect(refusal).toMatchObject({ code: 'bad-input', message: expect.stringMatching(message) });
  expect((refusal as TurnoutError).message).not.toContain('planted');
});

test('whatever is written is refused, or can be sent', () => {
  const value = fc.oneof(
    fc.string(),
    fc.constantFrom('${env:TEAM}', 'x${env:TEAM}', '${env:'),
    fc.jsonValue(),
  );
  const name = fc.oneof(fc.string({ minLength: 1 }), fc.constantFrom('X-Team', 'Api-Key', 'Host'));
  const seen = { sent: 0, refused: 0 };
  fc.assert(
    fc.property(fc.oneof(fc.jsonValue(), fc.dictionary(name, value)), (written) => {
      try {
        if ([...new Headers(read(written))].length > 0) seen.sent++;
      } catch (error) {
        expect(error).toBeInstanceOf(TurnoutError);
        seen.refused++;
      }
    }),
    { numRuns: 2_000 },
  );
  expect(Math.min(seen.sent, seen.refused)).toBeGreaterThan(20);
});
