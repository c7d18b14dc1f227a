"""How well the network does on a source it never saw: what the choices in training/ are made by.

    python training/leave_one_out.py --data ../shared/data [--sources zeroeval-crux ds1000]

Each source in turn is held back whole, with every other source that has the same problems and with its labels, and its exact APGR
measured by a network tuned on the rest: a quarter of an hour a source. Benchmark files and `test` rows are not read.
"""

import argparse
from pathlib import Path

import numpy as np
import torch

from build import long_enough, pair_tiers
from comparisons import read_comparisons
from examples import batches, read_example, tensors
from gap import apgr
from labels import read_labels, split_labels
from strengths import bradley_terry, win_table
from tier_comparisons import between, compare_tiers
from tiers import cut_tiers
from tune import TOKENS, tune_network
from win_rate import pair_scores

# the same problems under two sources' names
SHARED = {
    "humaneval": ["llmrouter"], "llmrouter": ["humaneval", "routerbench"], "routerbench": ["llmrouter"],
    "fasteval-math": ["zeroeval-math-l5"], "zeroeval-math-l5": ["fasteval-math"],
}  # fmt: skip


def parse(arguments=None):
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--sources", nargs="*", help="only these")
    parser.add_argument("--strong", default="gpt-4-1106-preview")
    parser.add_argument("--weak", default="mixtral-8x7b-instruct-v0.1")
    parser.add_argument("--tiers", type=int, default=10)
    parser.add_argument("--seed", type=int, default=0)
    return parser.parse_args(arguments)


def main():
    options = parse()
    torch.set_num_threads(2)
    comparisons = long_enough(read_comparisons(options.data))
    labels = split_labels(read_labels(options.data), test=False)
    tiers = cut_tiers(bradley_terry(win_table(comparisons)), options.tiers)
    pair = between(compare_tiers(comparisons, tiers, int(tiers.max()) + 1), *pair_tiers(comparisons.models, tiers, options))
    names = np.array(comparisons.sources)[pair.prompt]
    print("source", "prompts", "default", "length", sep="\t")
    for source in options.sources or sorted(set(names)):
        here = names == source
        prompts, gains = [comparisons.prompts[i] for i in pair.prompt[here]], 2 * pair.outcome[here] - 1
        network, tokenizer = tune_network(comparisons, labels, seed=options.seed, leave_out=(source, *SHARED.get(source, [])))
        figures = apgr(scores_of(network, tokenizer, prompts), gains), apgr([len(prompt) for prompt in prompts], gains)
        print(source, len(prompts), *(f"{figure:.3f}" for figure in figures), sep="\t", flush=True)


@torch.no_grad()
def scores_of(network, tokenizer, prompts):
    examples = [read_example(tokenizer, prompt, source=str(i)) for i, prompt in enumerate(prompts)]
    scores = np.zeros(len(prompts))
    for batch in batches(examples, TOKENS):
        _, success, reasoning, _ = network(*tensors(batch))
        place = [int(example.source) for example in batch]
        scores[place] = pair_scores(success.numpy(), torch.sigmoid(reasoning[:, 0]).numpy())
    return scores


if __name__ == "__main__":
    main()
