import { expect, test } from 'vitest';
import { dispatchMessage } from '../../src/webview/host';
import type { SidebarToView } from '../../src/webview/sidebarProtocol';

function dispatch(data: unknown): string[] {
  const calls: string[] = [];
  dispatchMessage<SidebarToView>(data, {
    state: () => calls.push('state'),
    strongShare: () => calls.push('strongShare'),
    budget: () => calls.push('budget'),
    forecasts: () => calls.push('forecasts'),
    turn: () => calls.push('turn'),
    text: ({ turnId, text }) => calls.push(`${turnId}: ${text}`),
    thinking: () => calls.push('thinking'),
    attachments: () => calls.push('attachments'),
    pinned: () => calls.push('pinned'),
    offer: () => calls.push('offer'),
  });
  return calls;
}

test('a message goes to the handler of its type', () => {
  expect(dispatch({ type: 'text', turnId: '1', answerId: '2', text: 'Hello' })).toEqual(['1: Hello']);
});

test.each([
  [undefined],
  [null],
  ['text'],
  [{}],
  [{ type: 5 }],
  [{ type: 'from-a-later-version' }],
  [{ type: 'toString' }],
  [{ type: '__proto__' }],
])('%j is ignored', (data) => {
  expect(dispatch(data)).toEqual([]);
});
