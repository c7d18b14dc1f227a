"""Which training prompts the label model is tuned on, and their labels.

Every pass over the lower layers costs a third of a second, so a sample is drawn: from a source of n prompts in
proportion to √n, as tier_comparisons.py weighs them. The label says how far the weak side falls behind the strong one:

    behind = chance that a strong model beats a weak one − chance of the reverse, below 0 counted as 0
    label  = 5 for behind < 0.2, 4 below 0.4, … 1 from 0.8 on

so a tie, where the weak model is good enough, is a 5, and a prompt that only strong models manage is a 1.
"""

import numpy as np

LABELS = 5


def labels_of(outcome):
    """Classes 0…4 for the labels 1…5; `outcome` is the mean result of strong against weak, a tie ½."""
    behind = np.maximum(2 * np.asarray(outcome) - 1, 0)
    return LABELS - 1 - np.minimum((behind * LABELS + 1e-9).astype(int), LABELS - 1)


def draw(sources, count, seed):
    """Indices of at most `count` rows, ascending; `sources` one a row."""
    chance = np.random.default_rng(seed)
    names, source, size = np.unique(sources, return_inverse=True, return_counts=True)
    drawn = []
    for number in range(len(names)):
        share = int(count * size[number] ** 0.5 / (size**0.5).sum())
        rows = np.flatnonzero(source == number)
        drawn.append(chance.choice(rows, min(max(share, 1), len(rows)), replace=False))
    return np.sort(np.concatenate(drawn))
