"""Which models make each tier, and whether the data ties them together (paper appendix A).

    python training/tier_table.py --data ../shared/data

A strength says how a model does against those it met, so strengths of models that no chain of comparisons joins are not
on one scale and may not be cut into tiers together. Models are joined where they share a prompt, or met in a battle.
"""

import argparse
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from comparisons import BadData, read_comparisons
from strengths import bradley_terry, win_table
from tiers import cut_tiers

FEW = 0.1  # of the prompts


def tier_table(models, strengths, tiers):
    """Strongest tier first: its models with their strengths, the strengths' mean and variance, in (squared) log-odds."""
    rows = []
    for tier in range(int(tiers.max()) + 1):
        inside = np.flatnonzero(tiers == tier)
        ranked = inside[np.argsort(-strengths[inside], kind="stable")]
        rows.append(
            {
                "strength": round(float(strengths[inside].mean()), 3),
                "variance": round(float(strengths[inside].var()), 4),
                "models": {models[model]: round(float(strengths[model]), 3) for model in ranked},
            }
        )
    return rows


def components(comparisons):
    """The groups of models that comparisons join, largest first: their models, and the sources they come from."""
    count = len(comparisons.models)
    met = coo_array((np.ones(len(comparisons.a)), (comparisons.a, comparisons.b)), shape=(count, count))
    number, of_model = connected_components(met, directed=False)
    index = {model: i for i, model in enumerate(comparisons.models)}
    groups = [{"models": [], "sources": set(), "prompts": 0} for _ in range(number)]
    for model, group in zip(comparisons.models, of_model, strict=True):
        groups[group]["models"].append(model)
    for scores, source in zip(comparisons.scores, comparisons.sources, strict=True):
        group = groups[of_model[index[next(iter(scores))]]]
        group["sources"].add(source)
        group["prompts"] += 1
    ranked = sorted(groups, key=lambda group: (-len(group["models"]), group["models"]))
    return [{**group, "sources": sorted(group["sources"])} for group in ranked]


def require_connected(groups):
    """Stops a build whose strengths could not be compared."""
    if len(groups) == 1:
        return
    largest, *others = groups
    named = "; ".join(f"{some(group['models'])} in {some(group['sources'])}" for group in others)
    raise BadData(
        f"the data falls into {len(groups)} parts that no comparison joins, so their models have no common scale. "
        f"{len(largest['models'])} models in {some(largest['sources'])} are joined; apart from them stand: {named}. "
        "Add prompts that models of both answered, or take those rows out"
    )


def joined_part(comparisons, groups):
    """What the largest group of models answered, without the others: where those are few, they need no common scale.

    @raises BadData where more than FEW of the prompts would be lost
    """
    largest = groups[0]
    if largest["prompts"] < (1 - FEW) * len(comparisons.prompts):
        require_connected(groups)
    names = set(largest["models"])
    kept = comparisons.where_prompts(np.array([next(iter(scores)) in names for scores in comparisons.scores]))
    place = np.cumsum([model in names for model in kept.models]) - 1
    models = [model for model in kept.models if model in names]
    return replace(kept, models=models, a=place[kept.a].astype(np.int32), b=place[kept.b].astype(np.int32))


def some(names, most=5):
    return ", ".join(names[:most]) + (f" and {len(names) - most} more" if len(names) > most else "")


def tier_lines(table):
    """The table for a log: a line a tier."""
    yield "tier  models  strength  variance"
    for tier, row in enumerate(table):
        models = ", ".join(f"{model} {strength:+.2f}" for model, strength in row["models"].items())
        yield f"{tier:4}  {len(row['models']):6}  {row['strength']:+8.2f}  {row['variance']:8.4f}  {models}"


def component_lines(groups):
    for number, group in enumerate(groups, 1):
        yield (
            f"part {number} of {len(groups)}: {len(group['models'])} models joined over {group['prompts']} prompts of "
            f"{len(group['sources'])} sources ({', '.join(group['sources'])})"
        )


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder with outcomes/ and battles/")
    parser.add_argument("--tiers", type=int, default=10)
    options = parser.parse_args()
    comparisons = read_comparisons(options.data)
    groups = components(comparisons)
    print(*component_lines(groups), sep="\n")
    comparisons = joined_part(comparisons, groups)
    strengths = bradley_terry(win_table(comparisons))
    print(*tier_lines(tier_table(comparisons.models, strengths, cut_tiers(strengths, options.tiers))), sep="\n")


if __name__ == "__main__":
    try:
        main()
    except (BadData, OSError) as error:
        sys.exit(f"tier_table.py: {error}")
