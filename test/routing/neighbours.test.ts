import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  createNeighbourSearch,
  type Neighbourhood,
  parseNeighbourLabels,
} from '../../src/routing/neighbours';
import { openTrainingBank } from '../../src/routing/routers/trainingBank';

interface Row {
  readonly direction: readonly [number, number];
  readonly topic: number;
  readonly source: number;
}

const topics = ['sums', 'songs', 'soups'];
const sources = ['school', 'kitchen'];
const packed = (bytes: readonly number[]) => Buffer.from(bytes).toString('base64');

function search(rows: readonly Row[], changes: object = {}, runs = [{ start: 0, end: rows.length }]) {
  const json = {
    nearest: 3,
    unlikeBelow: 0.4,
    topics,
    topicOfRow: packed(rows.map(({ topic }) => topic)),
    sources,
    sourceOfRow: packed(rows.map(({ source }) => source)),
    ...changes,
  };
  // One tier has no pairs, so that the bank is directions alone.
  const shape = { bank: 'bank.bin', rows: rows.length, dimensions: 2, tiers: 1, runs };
  const bytes = new Uint8Array(Int8Array.from(rows.flatMap(({ direction }) => direction)).buffer);
  const labels = parseNeighbourLabels(json, rows.length);
  return createNeighbourSearch(labels, shape, openTrainingBank(shape, bytes));
}

const five: readonly Row[] = [
  { direction: [100, 0], topic: 0, source: 0 },
  { direction: [80, 60], topic: 1, source: 1 },
  { direction: [0, 50], topic: 1, source: 0 },
  { direction: [-100, 0], topic: 2, source: 1 },
  { direction: [60, 80], topic: 0, source: 0 },
];

describe('the neighbourhood of a prompt', () => {
  it('is the labels of the nearest rows, whatever their lengths', () => {
    expect(search(five)(Float32Array.of(2, 0))).toEqual({
      kind: 'like',
      similarity: 1,
      prompts: 3,
      topics: [
        { label: 'sums', share: 2 / 3 },
        { label: 'songs', share: 1 / 3 },
      ],
      sources: [
        { label: 'school', share: 2 / 3 },
        { label: 'kitchen', share: 1 / 3 },
      ],
    });
  });

  it('is told as unlike anything where even the nearest is far', () => {
    expect(search(five.slice(0, 2))(Float32Array.of(0, -1))).toEqual({
      kind: 'unlike',
      similarity: 0,
      alikeFrom: 0.4,
    });
    expect(search(five)(Float32Array.of(0, 0))).toMatchObject({ kind: 'unlike', similarity: 0 });
  });

  it('leaves out rows that do not count', () => {
    const found = search(five, {}, [{ start: 1, end: 3 }])(Float32Array.of(1, 0));
    expect(found).toMatchObject({ prompts: 2, topics: [{ label: 'songs', share: 1 }] });
    expect(found.similarity).toBeCloseTo(0.8, 9);
  });
});

const rowsOfAnyKind = fc.array(
  fc.record({
    direction: fc
      .tuple(fc.integer({ min: -4, max: 4 }), fc.integer({ min: -4, max: 4 }))
      .filter(([x, y]) => x !== 0 || y !== 0),
    topic: fc.nat(2),
    source: fc.nat(1),
  }),
  { minLength: 1, maxLength: 20 },
);
const embeddings = fc.tuple(fc.integer({ min: -4, max: 4 }), fc.integer({ min: -4, max: 4 }));
const always = { unlikeBelow: -1 };

describe('of any rows and any prompt', () => {
  it('shares sum to 1 and descend, and the similarity is the greatest cosine', () => {
    fc.assert(
      fc.property(rowsOfAnyKind, embeddings, fc.integer({ min: 1, max: 25 }), (rows, [x, y], nearest) => {
        const found = search(rows, { ...always, nearest })(Float32Array.of(x, y));
        if (found.kind !== 'like') throw new Error('Every cosine is at least −1.');
        expect(found.prompts).toBe(Math.min(nearest, rows.length));
        for (const shares of [found.topics, found.sources]) {
          expect(shares.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 9);
          expect(shares).toEqual(shares.toSorted((a, b) => b.share - a.share));
        }
        const length = Math.hypot(x, y) || 1;
        const cosines = rows.map(({ direction: [a, b] }) => (a * x + b * y) / (Math.hypot(a, b) * length));
        expect(found.similarity).toBeCloseTo(Math.max(...cosines), 6);
      }),
    );
  });

  it('makes no difference in which order the rows lie', () => {
    const shuffled = rowsOfAnyKind.chain((rows) =>
      fc.tuple(
        fc.constant(rows),
        fc.shuffledSubarray(rows, { minLength: rows.length, maxLength: rows.length }),
      ),
    );
    fc.assert(
      fc.property(shuffled, embeddings, ([rows, others], [x, y]) => {
        const embedding = Float32Array.of(x, y);
        expect(withoutRounding(search(others, always)(embedding))).toEqual(
          withoutRounding(search(rows, always)(embedding)),
        );
      }),
    );
  });
});

function withoutRounding(found: Neighbourhood): Neighbourhood {
  return { ...found, similarity: Number(found.similarity.toFixed(9)) };
}

it.each([
  ['labels of another bank', { topicOfRow: packed([0, 1]) }, /"topicOfRow" labels 2 rows, not 5/],
  ['a label that is not there', { sourceOfRow: packed([0, 1, 2, 0, 0]) }, /places in "sources"/],
  ['names that are no texts', { topics: [1, 2, 3] }, /"topics" must hold texts/],
  ['no neighbours', { nearest: 0 }, /"nearest" must be positive/],
  ['half a neighbour', { nearest: 2.5 }, /"nearest" must be positive/],
  ['no line', { unlikeBelow: null }, /"unlikeBelow" must be a number/],
])('names what is wrong: %s', (_, spoilt, message) => {
  expect(() => search(five, spoilt)).toThrow(message);
});
