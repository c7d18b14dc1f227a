"""Cuts a ranking of models into tiers (paper appendix A).

Most pairs of models share few prompts, so the paper learns over tiers of equally strong models instead. Among all
ways to cut the models, sorted by strength, into `count` runs, dynamic programming finds the one with the least
variance of strength within tiers.
"""

import numpy as np


def cut_tiers(strengths, count):
    """Tier of each model, 0 the strongest; at most `count` tiers, none empty."""
    strengths = np.asarray(strengths, dtype=np.float64)
    order = np.argsort(-strengths, kind="stable")
    ranked = strengths[order]
    n = len(ranked)
    count = min(count, n)
    sums, squares = (np.concatenate([[0.0], np.cumsum(v)]) for v in (ranked, ranked**2))

    def spread(start, end):
        """Squared distance of ranked[start:end] from its mean."""
        return squares[end] - squares[start] - (sums[end] - sums[start]) ** 2 / (end - start)

    least = np.full((count + 1, n + 1), np.inf)  # least[k, end]: best cut of the first `end` models into k tiers
    begin = np.zeros((count + 1, n + 1), dtype=int)
    least[0, 0] = 0.0
    for k in range(1, count + 1):
        for end in range(k, n + 1):
            costs = [least[k - 1, start] + spread(start, end) for start in range(k - 1, end)]
            best = int(np.argmin(costs))
            least[k, end], begin[k, end] = costs[best], best + k - 1

    tiers = np.empty(n, dtype=int)
    end = n
    for k in range(count, 0, -1):
        start = begin[k, end]
        tiers[order[start:end]] = k - 1
        end = start
    return tiers
