import type { Explanation } from '../routing/explanation';
import type { LabelShare } from '../routing/neighbours';

/** What a decision rests on besides its win rate and threshold, a line each. */
export function explanationLines({ rank, neighbours }: Explanation): string[] {
  return [rankLine(rank), ...neighbourLines(neighbours)];
}

function rankLine(rank: Explanation['rank']): string {
  if (rank === undefined) return 'rank: none, since there is no win rate or nothing to compare it with';
  const prompts = rank.prompts ?? '';
  const others =
    rank.among === 'own-decisions'
      ? `your own ${prompts} decisions by this router`
      : `the ${prompts} prompts this router is calibrated by`.replace('  ', ' ');
  return `rank: higher than ${percent(rank.below)} of ${others}`;
}

function neighbourLines(neighbours: Explanation['neighbours']): string[] {
  switch (neighbours.kind) {
    case 'like':
      return [
        `topics of the ${neighbours.prompts} most similar training prompts: ${listOf(neighbours.topics)}`,
        `their sources: ${listOf(neighbours.sources)}`,
        `similarity of the nearest: ${neighbours.similarity.toFixed(2)}`,
      ];
    case 'unlike':
      return [
        `unlike anything in training: the nearest prompt has similarity ${neighbours.similarity.toFixed(2)}, under ${neighbours.alikeFrom.toFixed(2)}`,
      ];
    case 'unreadable':
      return [
        `no similar training prompts: ${percent(neighbours.unknownShare)} of this text is in a script the encoder cannot read`,
      ];
    case 'unavailable':
      return [`no similar training prompts: ${neighbours.why}`];
  }
}

function listOf(shares: readonly LabelShare[]): string {
  return shares.map(({ label, share }) => `${label} ${percent(share)}`).join(', ');
}

function percent(share: number): string {
  return `${(share * 100).toFixed(0)} %`;
}
