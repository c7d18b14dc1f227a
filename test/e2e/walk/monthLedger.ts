import type { Pair } from '../../../src/routing/chat';
import type { Door, Entry } from '../../../src/routing/ledger/ledger';
import { costAt, type Price } from '../../../src/routing/ledger/pricing';
import { entryWith } from '../../node/ledger/entries';

const prices: Pair<Price> = {
  strong: { inputPerMillion: 5, cachedInputPerMillion: 0.5, outputPerMillion: 25 },
  weak: { inputPerMillion: 1, cachedInputPerMillion: 0.1, outputPerMillion: 5 },
};
const doors: readonly Door[] = ['sidebar', 'server', 'sidebar', 'code-assist', 'participant'];
const languages = ['typescript', 'python', undefined, 'rust'] as const;
const threshold = 0.56;

/** A month of somebody's work, the same each time but for its dates: quiet at weekends, most prompts easy, for some the strong model chosen by hand. */
export function monthLedger(): Entry[] {
  let seed = 11;
  const random = () => {
    seed = (seed * 48_271) % 2_147_483_647;
    return seed / 2_147_483_647;
  };
  const base = entryWith();
  const place = { provider: 'anthropic', baseUrl: 'https://api.anthropic.com' } as const;
  const pair = {
    strong: { ...place, model: 'claude-opus-5-5' },
    weak: { ...place, model: 'claude-haiku-4-5' },
  };
  const entries: Entry[] = [];
  for (let daysAgo = 29; daysAgo >= 0; daysAgo--) {
    const day = new Date(Date.now() - daysAgo * 86_400_000);
    const isWeekend = day.getDay() % 6 === 0;
    const calls = isWeekend ? 1 + Math.floor(random() * 3) : 6 + Math.floor(random() * 9);
    for (let call = 0; call < calls; call++) {
      day.setHours(9, call * 11, 0, 0);
      const winRate = Math.min(0.97, (random() + random() + random()) / 3 + 0.04);
      const isChosen = entries.length % 12 === 5;
      const model = isChosen || winRate >= threshold ? 'strong' : 'weak';
      const usage = {
        inputTokens: 600 + Math.floor(random() * 5000),
        cachedInputTokens: 0,
        outputTokens: Math.floor((model === 'strong' ? 500 : 220) * (0.5 + random())),
        source: 'measured',
      } as const;
      const language = languages[Math.floor(random() * languages.length)];
      const code = model === 'strong' ? 'win-rate-reaches-threshold' : 'win-rate-below-threshold';
      entries.push({
        ...base,
        id: `entry-${entries.length}`,
        time: day.toISOString(),
        door: doors[Math.floor(random() * doors.length)] ?? 'sidebar',
        ...(language === undefined ? {} : { languageId: language }),
        pair,
        decision: {
          ...base.decision,
          model,
          winRate,
          threshold,
          strongShare: 0.4,
          reason: isChosen ? { code: 'chosen', lasts: 'this-prompt' } : { code, winRate, threshold },
          ms: 12,
        },
        usage,
        cost: costAt(prices[model], usage),
        alwaysStrongCost: costAt(prices.strong, usage),
        alwaysWeakCost: costAt(prices.weak, usage),
        outputPrices: { strong: prices.strong.outputPerMillion, weak: prices.weak.outputPerMillion },
      });
    }
  }
  return entries;
}
