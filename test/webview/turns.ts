import type { Badge, Turn, TurnAnswer } from '../../src/webview/sidebarProtocol';

export const badge: Badge = {
  side: 'weak',
  model: 'small-model',
  sideLabel: 'weak',
  comparison: 'win rate 0.31 < 0.47',
  cost: '$0.0004 · strong would have cost $0.0120',
  reason: 'The weak model should do.',
  practice: false,
  scale: { winRate: 0.31, threshold: 0.47 },
};

export const workingAnswer: TurnAnswer = {
  id: 'first',
  badge: undefined,
  takeover: undefined,
  thinking: '',
  text: '',
  status: { kind: 'working' },
  entry: undefined,
  helpful: undefined,
};

export const doneAnswer: TurnAnswer = {
  ...workingAnswer,
  badge,
  text: 'Because.',
  status: { kind: 'done' },
  entry: 'entry-1',
};

/** The same prompt, answered by the other model. */
export const otherAnswer: TurnAnswer = {
  ...doneAnswer,
  id: 'second',
  badge: { ...badge, side: 'strong', sideLabel: 'strong', model: 'large-model' },
  text: 'For a reason.',
  entry: 'entry-2',
};

/** A turn with these answers. */
export function turnWith(...answers: readonly TurnAnswer[]): Turn {
  return { id: '1', prompt: 'Why?', attachments: [], answers, kept: undefined };
}
