"""Bradley–Terry strengths: how strong each model is, from who beats whom.

P(a beats b) = σ(strength_a − strength_b), fitted by maximum likelihood with a weak pull towards 0, which keeps models
finite that always win or that share no prompt with the rest. A tie is half a win each way.
"""

import numpy as np


def win_table(comparisons):
    """wins[a, b]: how often model a beat model b, a tie counting half to each."""
    wins = np.zeros((len(comparisons.models), len(comparisons.models)))
    np.add.at(wins, (comparisons.a, comparisons.b), comparisons.outcome)
    np.add.at(wins, (comparisons.b, comparisons.a), 1 - comparisons.outcome)
    return wins


def bradley_terry(wins, pull=0.1, steps=500):
    """Strengths in log-odds, mean 0, by Newton's method on the penalised likelihood."""
    games = wins + wins.T
    strengths = np.zeros(len(wins))
    for _ in range(steps):
        expected = 1 / (1 + np.exp(strengths[None, :] - strengths[:, None]))
        gradient = (wins - games * expected).sum(1) - pull * strengths
        curvature = games * expected * (1 - expected)
        step = np.linalg.solve(np.diag(curvature.sum(1) + pull) - curvature, gradient)
        largest = np.abs(step).max()
        strengths = strengths + step / max(1.0, largest)
        if largest < 1e-9:
            break
    return strengths - strengths.mean()
