import { randomBaseline } from '../../baselines/random';
import { costSavingRatio, type PairPrices, tokensPerCall } from '../costs';
import { figuresOf, type MeasuredBenchmark } from '../measurement';
import { noFigure, type Section } from '../page';
import { paperSavings } from '../paperFigures';
import { titleWithCount, wordFigure } from '../wording';

/** The paper's measure: only calls to the strong model cost anything. */
const callsAlone: PairPrices = { title: 'strong calls alone', strong: 1, weak: 0 };

/** Table 6: random's cost ÷ the router's at the same quality. */
export function costTable(
  measured: readonly MeasuredBenchmark[],
  routerNames: readonly string[],
  prices: readonly PairPrices[],
): Section {
  const counted = [callsAlone, ...prices];
  const priceOf = ({ title, strong, weak }: PairPrices) => `${title}: ${dollars(strong)} / ${dollars(weak)}`;
  return {
    title: 'Table 6: cost saving ratios',
    blocks: [
      {
        kind: 'text',
        text:
          'How many times cheaper a router is than coin flips where both recover 50 % or 80 % of the gap: counting calls to the ' +
          'strong model alone, as the paper does, and counting both models at the price of a million tokens of each, with ' +
          `${tokensPerCall.input} tokens in and ${tokensPerCall.output} out a call. ${prices.map(priceOf).join('; ')}.`,
      },
      {
        kind: 'table',
        columns: ['benchmark', 'router', ...counted.flatMap(headingsOf)],
        rows: measured.flatMap((one) => [
          ...routerNames.flatMap((name) => rowOf(one, name, counted)),
          ...paperRow(one, counted.length),
        ]),
      },
    ],
  };
}

function headingsOf(prices: PairPrices): string[] {
  const counting =
    prices === callsAlone ? prices.title : `at ${dollars(prices.strong)} / ${dollars(prices.weak)}`;
  return [`50 %, ${counting}`, `80 %, ${counting}`];
}

function dollars(amount: number): string {
  return `$${wordFigure(amount, 2)}`;
}

function rowOf(measured: MeasuredBenchmark, name: string, counted: readonly PairPrices[]): string[][] {
  const figures = figuresOf(measured, name);
  const random = figures?.measurement.result.routers.find(({ router }) => router === randomBaseline.name);
  if (figures === undefined || random === undefined) return [];
  const { result, measurement } = figures;
  const ratios = counted.flatMap((prices) => [
    costSavingRatio(random.cpt50 / 100, result.cpt50 / 100, prices),
    costSavingRatio(random.cpt80 / 100, result.cpt80 / 100, prices),
  ]);
  return [
    [
      titleWithCount(measured.benchmark.title, measurement.result.n),
      name,
      ...ratios.map((ratio) => (Number.isFinite(ratio) ? wordFigure(ratio, 2) : noFigure)),
    ],
  ];
}

function paperRow({ benchmark }: MeasuredBenchmark, countings: number): string[][] {
  const savings = paperSavings[benchmark.name];
  if (savings === undefined) return [];
  const own = [wordFigure(savings.half, 2), wordFigure(savings.most, 2)];
  const none = Array.from({ length: 2 * (countings - 1) }, () => noFigure);
  return [[benchmark.title, 'paper: its best router, other training data', ...own, ...none]];
}
