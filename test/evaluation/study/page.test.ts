import { expect, it } from 'vitest';
import { renderPage } from '../../../src/evaluation/study/page';

it('is Markdown with contents, tables and plots', () => {
  const plot = { name: 'mmlu', title: 'MMLU', spec: { data: { values: [] }, mark: 'line' as const } };
  expect(
    renderPage('A study', 'Made by a command.', [
      {
        title: 'Table 1: MT-Bench & more',
        blocks: [
          { kind: 'text', text: 'Read it.' },
          {
            kind: 'table',
            columns: ['router', 'APGR', 'beats'],
            rows: [
              ['a|b', '0.5', 'random'],
              ['c', '–', '–'],
            ],
          },
        ],
      },
      { title: 'Plots', blocks: [{ kind: 'plot', plot }] },
    ]),
  ).toBe(`# A study

Made by a command.

- [Table 1: MT-Bench & more](#table-1-mt-bench--more)
- [Plots](#plots)

## Table 1: MT-Bench & more

Read it.

| router | APGR | beats |
|:--|--:|:--|
| a\\|b | 0.5 | random |
| c | – | – |

## Plots

![MMLU](mmlu.svg)

[as PNG](mmlu.png)
`);
});
