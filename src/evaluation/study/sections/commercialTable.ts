import { callPerformanceThreshold, recoveryCurve } from '../../metrics';
import type { CommercialRouter } from '../commercialRouters';
import { figuresOf, type MeasuredBenchmark } from '../measurement';
import { noFigure, type Section } from '../page';
import { paperCommercial } from '../paperFigures';
import { titleWithCount, wordFigure, wordShare } from '../wording';

/** Appendix E: how many strong calls a router needs to get a commercial router's mark on MT-Bench. */
export function commercialTable(
  commercial: readonly CommercialRouter[],
  mtBench: MeasuredBenchmark,
  routerNames: readonly string[],
): Section {
  const { strong, weak, n } = mtBench.whole.result;
  return {
    title: 'Appendix E: commercial routers on MT-Bench',
    blocks: [
      {
        kind: 'text',
        text:
          "The mean mark of two commercial routers, from RouteLLM's files, and the share of calls to gpt-4-1106-preview with which " +
          `a router here gets the same mark on the same questions; mixtral-8x7b alone gets ${wordFigure(weak, 2)} and gpt-4-1106-preview ` +
          `alone ${wordFigure(strong, 2)} there, so a mark that the weak model reaches by itself needs no strong call. ` +
          "Judgements that failed are left out. Unify's file names the model of each answer, Martian's does not. The paper's own " +
          'answers were other ones, so its shares are not comparable.',
      },
      {
        kind: 'table',
        columns: [
          '',
          'mark, all 80 questions',
          titleWithCount('mark', n),
          'its strong share',
          ...routerNames.map((name) => `${name} needs`),
          'paper: mark',
          'paper: its share',
          'paper: RouteLLM needed',
        ],
        rows: commercial.map(({ name, markOfAll, mark, strongShare }) => {
          const paper = paperCommercial[name];
          return [
            name,
            wordFigure(markOfAll, 3),
            wordFigure(mark, 3),
            wordShare(strongShare),
            ...routerNames.map((router) => {
              const figures = figuresOf(mtBench, router);
              if (figures === undefined) return noFigure;
              const x = (mark - weak) / (strong - weak);
              const curve = recoveryCurve(figures.ranking.rows);
              return wordShare(x <= 0 ? 0 : callPerformanceThreshold(curve, x));
            }),
            wordFigure(paper?.mark, 3),
            paper?.share ?? noFigure,
            paper?.routellmShare ?? noFigure,
          ];
        }),
      },
    ],
  };
}
