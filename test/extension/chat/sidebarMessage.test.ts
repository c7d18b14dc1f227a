import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseSidebarMessage } from '../../../src/extension/chat/sidebarMessage';
import type { SidebarToHost } from '../../../src/webview/sidebarProtocol';

const side = fc.constantFrom('strong' as const, 'weak' as const);
const text = fc.string();

const message: fc.Arbitrary<SidebarToHost> = fc.oneof(
  fc
    .constantFrom('ready' as const, 'stop' as const, 'newChat' as const, 'connectModels' as const)
    .map((type) => ({ type })),
  fc
    .constantFrom(
      'useOffer' as const,
      'openWalkthrough' as const,
      'usePracticePair' as const,
      'openReport' as const,
    )
    .map((type) => ({ type })),
  fc.record({ type: fc.constant('send' as const), prompt: text, side }, { requiredKeys: ['type', 'prompt'] }),
  fc.record({ type: fc.constantFrom('tryAgain' as const, 'askOther' as const), turnId: text }),
  fc.record({ type: fc.constantFrom('keep' as const, 'explain' as const), turnId: text, answerId: text }),
  fc.record(
    { type: fc.constant('rate' as const), turnId: text, answerId: text, helpful: fc.boolean() },
    { requiredKeys: ['type', 'turnId', 'answerId'] },
  ),
  fc.record({
    type: fc.constant('setStrongShare' as const),
    strongShare: fc.double({ min: 0, max: 1, noNaN: true }),
  }),
  fc.record({ type: fc.constant('pin' as const), side: fc.option(side) }),
  fc.record({
    type: fc.constant('attach' as const),
    what: fc.constantFrom('selection', 'file', 'pick', 'problems', 'staged-diff'),
  }),
  fc.record({ type: fc.constant('detach' as const), id: text }),
  fc.record({ type: fc.constantFrom('copy' as const, 'insert' as const), text }),
  fc.record({ type: fc.constant('openLink' as const), href: text }),
);

test('every message of the protocol is read as it is, and what else is in it is dropped', () => {
  fc.assert(
    fc.property(message, fc.dictionary(fc.string({ minLength: 12 }), fc.anything()), (sent, extra) => {
      expect(parseSidebarMessage({ ...extra, ...sent })).toEqual(sent);
    }),
  );
});

test('anything at all is read as a message or as none', () => {
  fc.assert(
    fc.property(fc.anything(), (value) => {
      expect(() => parseSidebarMessage(value)).not.toThrow();
    }),
  );
});

test('a message with any one field of another type is none', () => {
  const wrong = fc.anything().filter((value) => !['string', 'number', 'boolean'].includes(typeof value));
  fc.assert(
    fc.property(message, wrong, (sent, value) => {
      for (const field of Object.keys(sent).filter((name) => name !== 'type')) {
        // Null takes a pin back, a prompt without a side is for the router, and no thumb takes one back.
        if (field === 'side' && (value === null || value === undefined)) continue;
        if (field === 'helpful' && value === undefined) continue;
        expect(parseSidebarMessage({ ...sent, [field]: value })).toBeUndefined();
      }
    }),
  );
});

test.each([
  [undefined],
  [null],
  ['ready'],
  [{}],
  [{ type: 'toString' }],
  [{ type: '__proto__' }],
  [{ type: ['ready'] }],
  [{ type: 'send' }],
  [{ type: 'send', prompt: 'Why?', side: 'both' }],
  [{ type: 'setStrongShare', strongShare: 1.01 }],
  [{ type: 'setStrongShare', strongShare: Number.NaN }],
  [{ type: 'setStrongShare', strongShare: '0.5' }],
  [{ type: 'pin' }],
  [{ type: 'attach', what: 'everything' }],
  [{ type: 'rate', turnId: '1', answerId: '2', helpful: 'yes' }],
])('%j is none', (value) => {
  expect(parseSidebarMessage(value)).toBeUndefined();
});
