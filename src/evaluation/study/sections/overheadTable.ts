import { machineHourPrice, type Overhead } from '../overhead';
import { noFigure, type Section } from '../page';
import { paperOverhead } from '../paperFigures';
import { wordCount, wordFigure } from '../wording';

export interface RouterOverhead extends Overhead {
  readonly router: string;
  /** Prompts that were timed. */
  readonly requests: number;
}

/**
 * Table 7, the one section whose figures differ from run to run.
 *
 * @param machine what it was measured on
 */
export function overheadTable(overheads: readonly RouterOverhead[], machine: string): Section {
  return {
    title: 'Table 7: what routing costs',
    blocks: [
      {
        kind: 'text',
        text:
          `Measured on ${machine}, on one core, chat prompts one after the other, loading left out; these figures alone change ` +
          `from run to run. Dollars at $${machineHourPrice} an hour, the list price of a cloud machine with two cores, all of ` +
          "it charged. The paper's routers ran on other machines, its causal LLM with 8 billion parameters.",
      },
      {
        kind: 'table',
        columns: ['router', 'prompts timed', 'requests a second', '$ per million requests'],
        rows: [
          ...overheads.map(({ router, requests, requestsPerSecond, costPerMillion }) => [
            router,
            wordCount(requests),
            wordFigure(requestsPerSecond, 1),
            wordFigure(costPerMillion, 2),
          ]),
          ...paperOverhead.map(({ router, requestsPerSecond, costPerMillion }) => [
            `paper: ${router}`,
            noFigure,
            wordFigure(requestsPerSecond, 1),
            wordFigure(costPerMillion, 2),
          ]),
        ],
      },
    ],
  };
}
