"""Comparisons between tiers of models: what the routers are trained on.

All comparisons on one prompt between two tiers become one row, its outcome the mean. Rows are weighted so that no
source drowns the rest: a source of n prompts weighs √n in all, a prompt the same as every other of its source,
however many models answered it.
"""

from dataclasses import dataclass

import numpy as np


@dataclass
class TierComparisons:
    """`outcome[i]` in [0, 1]: how the models of tier `strong[i]` did on `prompt[i]` against those of tier `weak[i]`."""

    prompt: np.ndarray
    strong: np.ndarray
    weak: np.ndarray
    outcome: np.ndarray
    weight: np.ndarray
    source: np.ndarray  # an index, one a row

    def where(self, keep):
        return TierComparisons(*(getattr(self, name)[keep] for name in self.__dataclass_fields__))

    def __len__(self):
        return len(self.prompt)


def compare_tiers(comparisons, tiers, count):
    first, second = tiers[comparisons.a], tiers[comparisons.b]
    across = first != second
    first, second, prompt = first[across], second[across], comparisons.prompt[across].astype(np.int64)
    outcome = np.where(first < second, comparisons.outcome[across], 1 - comparisons.outcome[across])
    key = (prompt * count + np.minimum(first, second)) * count + np.maximum(first, second)
    keys, row, size = np.unique(key, return_inverse=True, return_counts=True)
    prompt = keys // count**2
    source = np.unique(comparisons.sources, return_inverse=True)[1][prompt]
    return TierComparisons(
        prompt=prompt,
        strong=keys // count % count,
        weak=keys % count,
        outcome=np.bincount(row, outcome) / size,
        weight=balance(prompt, source),
        source=source,
    )


def balance(prompt, source):
    """Weights of mean 1 under which each source counts as the square root of its number of prompts."""
    rows_of_prompt = np.bincount(prompt)[prompt]
    prompts_of_source = np.bincount(source, 1 / rows_of_prompt)[source]
    weight = 1 / (rows_of_prompt * np.sqrt(prompts_of_source))
    return weight / weight.mean()


def between(rows, strong_tiers, weak_tiers):
    """One row a prompt: the weighted mean outcome of the given tiers against each other."""
    rows = rows.where(np.isin(rows.strong, strong_tiers) & np.isin(rows.weak, weak_tiers))
    prompts, row, size = np.unique(rows.prompt, return_inverse=True, return_counts=True)
    first = np.unique(row, return_index=True)[1]
    return TierComparisons(
        prompt=prompts,
        strong=rows.strong[first],
        weak=rows.weak[first],
        outcome=np.bincount(row, rows.outcome) / size,
        weight=balance(prompts, rows.source[first]),
        source=rows.source[first],
    )
