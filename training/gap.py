"""APGR: how much of the gap between two models a router recovers, averaged over all call shares (paper §3.3).

Exact: at every share of calls from 0 to all, prompts with equal win rates crossing together, so that a router that
cannot tell prompts apart gets 0.5.
"""

import numpy as np


def apgr(scores, gains):
    """`gains`: the strong model's score minus the weak one's, a prompt. NaN where the two are equally good overall."""
    order = np.argsort(-np.asarray(scores), kind="stable")
    ranked = np.asarray(scores)[order]
    recovered = np.concatenate([[0.0], np.cumsum(np.asarray(gains, dtype=np.float64)[order])])
    if abs(recovered[-1]) < 1e-9:
        return float("nan")
    crossings = np.concatenate([[0], np.flatnonzero(ranked[1:] != ranked[:-1]) + 1, [len(ranked)]])
    return float(np.trapezoid(recovered[crossings], crossings) / len(ranked) / recovered[-1])


def apgr_by_source(scores, rows, names):
    """`rows` of the pair, as from tier_comparisons.between; their outcome 0..1 is the gain −1..1, halved and shifted.

    A source where the pair's tiers are equally good overall has no gap to recover and is left out.
    """
    gains = 2 * rows.outcome - 1
    measured = {}
    for i, name in enumerate(names):
        here = rows.source == i
        recovered = apgr(scores[here], gains[here]) if here.any() else float("nan")
        if not np.isnan(recovered):
            measured[name] = {"prompts": int(here.sum()), "apgr": round(recovered, 4)}
    return measured
