from itertools import combinations

import numpy as np
import pytest

from gap import apgr
from strengths import bradley_terry
from tiers import cut_tiers


def spread(strengths, tiers):
    return sum(((strengths[tiers == t] - strengths[tiers == t].mean()) ** 2).sum() for t in set(tiers))


def test_strengths_are_those_that_made_the_wins():
    truth = np.array([1.5, 0.2, -0.4, -1.3])
    chance = 1 / (1 + np.exp(truth[None, :] - truth[:, None]))
    wins = 1e5 * chance * (1 - np.eye(4))
    assert bradley_terry(wins) == pytest.approx(truth, abs=1e-3)


def test_a_model_that_always_wins_stays_finite_and_first():
    wins = np.array([[0.0, 10, 10], [0, 0, 6], [0, 4, 0]])
    strengths = bradley_terry(wins)
    assert np.isfinite(strengths).all() and strengths.argmax() == 0


@pytest.mark.parametrize("seed", range(5))
def test_tiers_are_the_best_of_all_cuts(seed):
    strengths = np.random.default_rng(seed).normal(size=9)
    ranked = np.sort(strengths)[::-1]
    best = min(
        spread(ranked, np.searchsorted([a, b], np.arange(9), side="right")) for a, b in combinations(range(1, 9), 2)
    )
    tiers = cut_tiers(strengths, 3)
    assert spread(strengths, tiers) == pytest.approx(best)
    assert set(tiers) == {0, 1, 2}
    assert tiers[strengths.argmax()] == 0 and tiers[strengths.argmin()] == 2


def test_fewer_models_than_tiers():
    assert cut_tiers([0.1, 0.7, 0.4], 10).tolist() == [2, 0, 1]


def test_apgr_of_a_constant_router_is_a_half():
    assert apgr([0.3] * 5, [1, 0, 0, -1, 1]) == pytest.approx(0.5)


def test_apgr_counts_every_share():
    # recovered after 0..4 calls: 0, 1, 1, 1, 1
    assert apgr([0.9, 0.5, 0.4, 0.1], [1, 0, 0, 0]) == pytest.approx(7 / 8)
    assert apgr([0.1, 0.4, 0.5, 0.9], [1, 0, 0, 0]) == pytest.approx(1 / 8)
    assert np.isnan(apgr([0.1, 0.2], [1, -1]))
