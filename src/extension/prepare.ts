import type { AnswerDeps } from '../routing/flow/answerRequest';
import type { Explain } from './explaining/explainCommand';
import type { PairOnShow } from './pairOnShow';

/** Models, prices and names as they are now, for one prompt. */
export type Prepare = () => Promise<{
  readonly deps: AnswerDeps;
  readonly show: PairOnShow;
  readonly explain: Explain;
}>;
