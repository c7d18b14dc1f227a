import type { Pair } from './chat';
import { messageOf, TurnoutError, worded } from './errors';

/** How able models are, in words that a person can choose among; the number is a model's place on the network's scale. */
export const levelNames = ['small', 'mid', 'large', 'frontier'] as const;

export type LevelName = (typeof levelNames)[number];

/** How able a model was taken to be. */
export interface Level {
  /** 0 a small local model, 1 Mixtral 8x7B, 2 GPT-4 Turbo, 3 a frontier model; anything between and a little beyond. */
  readonly level: number;
  /** Whether it was known by its name, told by the user, or taken from its place in the pair. */
  readonly from: 'name' | 'user' | 'place';
}

/** Known models: the first pattern that fits a name says its level. */
export interface LevelTable {
  readonly models: readonly (readonly [pattern: RegExp, level: number])[];
}

/** Of the pair the paper's figures are measured with (§5.1). */
export const paperLevels: Pair<Level> = {
  strong: { level: 2, from: 'place' },
  weak: { level: 1, from: 'place' },
};

/** A weak model is taken to be at least this much less able than its strong one. */
const leastApart = 0.25;

/** @throws TurnoutError `weights-damaged` unless every entry is a pattern and a number */
export function parseLevelTable(json: unknown): LevelTable {
  const { models } = (json as { readonly models?: unknown } | null) ?? {};
  if (!Array.isArray(models)) throw damaged('"models" must be a list');
  return {
    models: models.map((entry: unknown, rank) => {
      const [pattern, level] = Array.isArray(entry) ? entry : [];
      if (typeof pattern !== 'string' || typeof level !== 'number' || !Number.isFinite(level)) {
        throw damaged(`entry ${rank + 1} of "models" must be a pattern and a number`);
      }
      try {
        return [new RegExp(pattern), level] as const;
      } catch (error) {
        throw damaged(`entry ${rank + 1} of "models": ${messageOf(error)}`);
      }
    }),
  };
}

/** @returns undefined for a name that no pattern fits */
export function levelOfName({ models }: LevelTable, name: string): number | undefined {
  const plain = plainName(name);
  return models.find(([pattern]) => pattern.test(plain))?.[1];
}

/**
 * What the models of a pair are taken for: what the user said, else what the table says of the name, else what their places
 * say. The strong one is never taken for the less able: users who pair two alike, or the wrong way round, have their reasons.
 *
 * @param told the user's words, by a model's name
 */
export function levelsOfPair(
  table: LevelTable,
  pair: Pair<string>,
  told: Readonly<Record<string, LevelName>> = {},
): Pair<Level> {
  const strong = levelOf(table, pair.strong, told) ?? paperLevels.strong;
  const weak = levelOf(table, pair.weak, told) ?? placedUnder(strong);
  return { strong, weak: { ...weak, level: Math.min(weak.level, strong.level - leastApart) } };
}

function levelOf(
  table: LevelTable,
  name: string,
  told: Readonly<Record<string, LevelName>>,
): Level | undefined {
  const word = Object.hasOwn(told, name) ? told[name] : undefined;
  if (word !== undefined) return { level: levelNames.indexOf(word), from: 'user' };
  const level = levelOfName(table, name);
  return level === undefined ? undefined : { level, from: 'name' };
}

function placedUnder(strong: Level): Level {
  return { level: Math.min(paperLevels.weak.level, strong.level - 1), from: 'place' };
}

/** The nearest of the words for a level. */
export function wordForLevel(level: number): LevelName {
  const rank = Math.min(Math.max(Math.round(level), 0), levelNames.length - 1);
  return levelNames[rank] ?? 'frontier';
}

/** A name without its maker, its date and its spelling: `anthropic/Claude_3_Opus-20240229` → `claude-3-opus`. */
function plainName(name: string): string {
  const last = name.toLowerCase().split('/').at(-1) ?? '';
  return last.replaceAll(/[_ ]/g, '-').replace(/[-@]?20\d\d-?\d\d-?\d\d/, '');
}

function damaged(problem: string): TurnoutError {
  return new TurnoutError(
    'weights-damaged',
    worded(
      '{0}: {1}. Install Turnout again, or rebuild models/ as training/README.md says.',
      'levels.json',
      problem,
    ),
  );
}
