import { highestWinRate, type Router } from '../router';

/**
 * The baseline every router must beat: a win rate drawn uniformly, the same for the same prompt and seed.
 *
 * @param seed any integer; another seed draws other win rates
 */
export function createRandomRouter(seed: number): Router {
  return {
    name: 'random',
    winRate: async (prompt) => ({
      winRate: Math.min(uniformOf(prompt, seed), highestWinRate),
      unknownShare: 0,
    }),
  };
}

/** Win rates of the random router at evenly spaced ranks: its calibration is exact, not sampled. */
export const randomCalibration = { quantiles: [0, highestWinRate] } as const;

/** FNV-1a over UTF-16 units, then a murmur finaliser, so that near-equal prompts land far apart. */
function uniformOf(text: string, seed: number): number {
  let hash = 0x811c9dc5 ^ seed;
  for (let unit = 0; unit < text.length; unit++) {
    hash = Math.imul(hash ^ text.charCodeAt(unit), 0x01000193);
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return ((hash ^ (hash >>> 16)) >>> 0) / 2 ** 32;
}
