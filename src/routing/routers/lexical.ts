import { countFeatures, featureNames } from '../features';
import type { Router } from '../router';
import { type Platt, parsePlatt, winRateOf } from './platt';
import { readWeights } from './weights';

/** A branch sends a prompt left when its feature is at most the threshold, else right; both are indices of nodes. */
type Node =
  | {
      readonly type: 'branch';
      readonly feature: number;
      readonly threshold: number;
      readonly left: number;
      readonly right: number;
    }
  | { readonly type: 'leaf'; readonly value: number };

export interface LexicalWeights {
  /** Each tree's root is its first node; children come after their parent. */
  readonly trees: readonly (readonly Node[])[];
  readonly platt: Platt;
}

/** @throws TurnoutError `weights-damaged`, naming what does not fit, features other than this version counts included */
export function parseLexicalWeights(json: unknown): LexicalWeights {
  const weights = readWeights(json, 'lexical.json');
  const names = weights.list('features');
  const strange = featureNames.findIndex((name, i) => names[i] !== name);
  if (strange !== -1 || names.length !== featureNames.length) {
    const at = strange === -1 ? featureNames.length : strange;
    weights.fail(`feature ${at} is "${names[at]}" where this version counts "${featureNames[at]}"`);
  }
  return {
    trees: weights.list('trees').map(parseTree),
    platt: parsePlatt(weights),
  };
}

/** A tree is kept as parallel lists; a node whose feature is −1 is a leaf. */
function parseTree(json: unknown, rank: number): readonly Node[] {
  const tree = readWeights(json, `lexical.json: tree ${rank}`);
  const [feature, value, left, right] = ['feature', 'value', 'left', 'right'].map(tree.numbers);
  if (!feature || !value || !left || !right || feature.length === 0) return tree.fail('it has no nodes');
  return feature.map((column, i): Node => {
    const node = { value: value[i], left: left[i], right: right[i] };
    if (node.value === undefined || node.left === undefined || node.right === undefined) {
      return tree.fail('its lists differ in length');
    }
    if (column === -1) return { type: 'leaf', value: node.value };
    const isChild = (child: number) => Number.isInteger(child) && child > i && child < feature.length;
    if (featureNames[column] === undefined || !isChild(node.left) || !isChild(node.right)) {
      return tree.fail(`node ${i} leads nowhere`);
    }
    return { type: 'branch', feature: column, threshold: node.value, left: node.left, right: node.right };
  });
}

/** Small boosted trees over counted features: needs neither the encoder nor native code. */
export function createLexicalRouter(weights: LexicalWeights): Router {
  const score = createLexicalScore(weights);
  return {
    name: 'lexical',
    winRate: async (prompt) => ({
      winRate: winRateOf(score(countFeatures(prompt)), weights.platt),
      unknownShare: 0,
    }),
  };
}

/** The sum of the trees' leaves over a prompt's counted features: a log-odds before calibration. */
export function createLexicalScore({ trees }: LexicalWeights): (features: readonly number[]) => number {
  return (features) => trees.reduce((sum, tree) => sum + leafValue(tree, features), 0);
}

function leafValue(tree: readonly Node[], features: readonly number[]): number {
  let node = tree[0];
  while (node?.type === 'branch') {
    node = tree[(features[node.feature] ?? 0) <= node.threshold ? node.left : node.right];
  }
  return node?.value ?? 0;
}
