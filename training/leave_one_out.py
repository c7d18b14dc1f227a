"""How well the routers do on a kind of prompt they never saw: what the choices in training/ were made by.

    python training/leave_one_out.py --data ../shared/data --out /tmp/models

Each source in turn is held back whole, with every task that another source shares with it, and its APGR measured by
weights trained on the rest. Prints one line a source; benchmark files and `test` rows are not read.
"""

import numpy as np

from build import long_enough, parse, prepare
from comparisons import read_comparisons
from gap import apgr
from learners import ROUTERS, blend_scores, equal_blend, score, train

# the same problems under two sources' names
SHARED = {"humaneval": ["llmrouter"], "llmrouter": ["humaneval", "routerbench"], "routerbench": ["llmrouter"]}


def main():
    options = parse()
    comparisons = long_enough(read_comparisons(options.data))
    _, material = prepare(comparisons, options)
    sources, pair = material.sources, material.pair
    results = {name: [] for name in ROUTERS}
    print("source", *ROUTERS, sep="\t")
    for source in sorted(set(comparisons.sources)):
        here = sources[pair.prompt] == source
        gains = 2 * pair.outcome[here] - 1
        if abs(gains.mean()) < 0.02:
            continue  # hardly a gap to recover
        learners = train(material, ~np.isin(sources, [source, *SHARED.get(source, [])]), options.seed)
        place = pair.prompt[here]
        scores = score(material, learners, material.embeddings[place], material.counted[place])
        scores["default"] = blend_scores(equal_blend(scores), scores)
        for name in ROUTERS:
            results[name].append(apgr(scores[name], gains))
        print(source, *(f"{results[name][-1]:.3f}" for name in ROUTERS), sep="\t", flush=True)
    print("mean", *(f"{np.mean(results[name]):.3f}" for name in ROUTERS), sep="\t")


if __name__ == "__main__":
    main()
