import type { Baseline } from '../baseline';

/** Words by which rule-based routers take a prompt for a hard one. Written down once and never tuned. */
const keywords = [
  'prove',
  'proof',
  'derive',
  'refactor',
  'debug',
  'optimi[sz]e',
  'implement',
  'algorithm',
  'architecture',
  'design',
  'analy[sz]e',
  'compare',
  'evaluate',
  'explain why',
  'step by step',
  'step-by-step',
  'in detail',
  'reason',
  'trade-?offs?',
  'complex',
];

const pattern = new RegExp(`\\b(?:${keywords.join('|')})`, 'gi');

/** The more such words a prompt holds, the sooner the strong model answers it. */
export const keywordsBaseline: Baseline = {
  name: 'keywords',
  score: ({ prompt }) => [...prompt.matchAll(pattern)].length,
};
