"""How well the routers do on a kind of prompt they never saw: what the choices in training/ were made by.

    python training/leave_one_out.py --data ../shared/data --out models-held-out

Each source in turn is held back whole, with every other source that has the same problems, and its APGR measured by
weights trained on the rest. Sources that gather unlike tasks are measured a task at a time. Benchmark files and `test`
rows are not read.
"""

import numpy as np

from build import long_enough, parse, prepare
from comparisons import read_comparisons
from gap import apgr
from learners import ROUTERS, blend_scores, even_blend, score, train

# the same problems under two sources' names
SHARED = {"humaneval": ["llmrouter"], "llmrouter": ["humaneval", "routerbench"], "routerbench": ["llmrouter"]}
# where random rankings already differ by so much, a figure would say nothing
NOISE = 0.06


def main():
    options = parse()
    comparisons = long_enough(read_comparisons(options.data))
    _, material, _ = prepare(comparisons, options)
    pair = material.pair
    group = material.kinds[pair.prompt]
    source_of_row = material.sources[pair.prompt]
    results = {}
    print("source", *ROUTERS, sep="\t")
    for source in sorted(set(comparisons.sources)):
        here = source_of_row == source
        learners = train(material, ~np.isin(material.sources, [source, *SHARED.get(source, [])]), options.seed)
        place = pair.prompt[here]
        scores = score(material, learners, material.embeddings[place], material.counted[place])
        scores["default"] = blend_scores(even_blend(scores), scores)
        measured = []
        for name in sorted(set(group[here])):
            inside = group[here] == name
            gains = 2 * pair.outcome[here][inside] - 1
            if noise(gains) > NOISE:
                continue
            measured.append([apgr(scores[router][inside], gains) for router in ROUTERS])
            print(name, *(f"{figure:.3f}" for figure in measured[-1]), sep="\t", flush=True)
        if measured:
            results[source] = np.mean(measured, axis=0)
    print("mean of sources", *(f"{figure:.3f}" for figure in np.mean(list(results.values()), axis=0)), sep="\t")


def noise(gains, tries=200):
    """How far the APGR of a random ranking strays."""
    random = np.random.default_rng(0)
    figures = [apgr(random.random(len(gains)), gains) for _ in range(tries)]
    return np.inf if np.isnan(figures).any() else float(np.std(figures))


if __name__ == "__main__":
    main()
