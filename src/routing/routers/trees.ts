import { readWeights } from './weights';

/** A branch sends a prompt left when its input is at most the threshold, else right; both are indices of nodes. */
type Node =
  | {
      readonly type: 'branch';
      readonly input: number;
      readonly threshold: number;
      readonly left: number;
      readonly right: number;
    }
  | { readonly type: 'leaf'; readonly value: number };

/** A tree's root is its first node; children come after their parent. */
export type Tree = readonly Node[];

/**
 * Reads one boosted tree, kept as parallel lists; a node whose feature is −1 is a leaf.
 *
 * @param inputs how many numbers the trees are asked about
 * @param name how messages call it, such as `lexical.json: tree 3`
 * @throws TurnoutError `weights-damaged`, naming what does not fit
 */
export function parseTree(json: unknown, inputs: number, name: string): Tree {
  const tree = readWeights(json, name);
  const [feature, value, left, right] = ['feature', 'value', 'left', 'right'].map(tree.numbers);
  if (!feature || !value || !left || !right || feature.length === 0) return tree.fail('it has no nodes');
  return feature.map((input, i): Node => {
    const node = { value: value[i], left: left[i], right: right[i] };
    if (node.value === undefined || node.left === undefined || node.right === undefined) {
      return tree.fail('its lists differ in length');
    }
    if (input === -1) return { type: 'leaf', value: node.value };
    const isInput = Number.isInteger(input) && input >= 0 && input < inputs;
    const isChild = (child: number) => Number.isInteger(child) && child > i && child < feature.length;
    if (!isInput || !isChild(node.left) || !isChild(node.right)) return tree.fail(`node ${i} leads nowhere`);
    return { type: 'branch', input, threshold: node.value, left: node.left, right: node.right };
  });
}

/** The sum of the trees' leaves that the inputs lead to. */
export function sumOfLeaves(trees: readonly Tree[], inputs: ArrayLike<number>): number {
  return trees.reduce((sum, tree) => sum + leafValue(tree, inputs), 0);
}

function leafValue(tree: Tree, inputs: ArrayLike<number>): number {
  let node = tree[0];
  while (node?.type === 'branch') {
    node = tree[(inputs[node.input] ?? 0) <= node.threshold ? node.left : node.right];
  }
  return node?.value ?? 0;
}
