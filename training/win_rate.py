"""The win rate of the default router: a line through what the network says of the pair. The twin of src/routing/routers/default.ts.

The score is the gap between the strong model's chance of success and the weak one's, and a quarter of the reasoning needed: of
prompts with the same gap, a person gives the harder to the abler model. The quarter was chosen on labels held back (README.md).
"""

import numpy as np

from calibration import HIGHEST_WIN_RATE, fit_platt

REASONING = 0.25
WEAK, STRONG = 1, 2  # the levels of the paper's pair


def pair_scores(success, reasoning):
    """One score a prompt, for the paper's pair. success: log-odds, [prompts, levels]; reasoning: 0 to 1."""
    chance = 1 / (1 + np.exp(-success.astype(np.float64)))
    return chance[:, STRONG] - chance[:, WEAK] + REASONING * reasoning.astype(np.float64)


def fit_line(scores, outcome, weight):
    """As default.json keeps it; outcome in [0, 1], a tie ½."""
    platt = fit_platt(scores, outcome, weight)
    return {"offset": platt["offset"], "gap": platt["slope"], "reasoning": REASONING * platt["slope"]}


def win_rates_of(line, scores):
    return np.minimum(1 / (1 + np.exp(-(line["gap"] * scores + line["offset"]))), HIGHEST_WIN_RATE)
