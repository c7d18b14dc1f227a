"""Boosted trees over all inputs and all kinds of prompts at once: the default router's other part.

They learn the gain itself, kinds' levels included, and carry over to a kind never seen better than the experts do.
"""

import lightgbm
import numpy as np

SETTINGS = {
    "objective": "l2", "num_leaves": 8, "learning_rate": 0.04, "min_data_in_leaf": 80, "lambda_l2": 5.0,
    "feature_fraction": 0.3, "bagging_fraction": 0.7, "bagging_freq": 1,
    "deterministic": True, "force_col_wise": True, "num_threads": 1, "verbose": -1,
}  # fmt: skip


def train_gain_trees(inputs, gains, kinds, trees=150, seed=0):
    """One row a prompt; a kind of n prompts weighs √n in all."""
    _, kind, size = np.unique(kinds, return_inverse=True, return_counts=True)
    weight = 1 / np.sqrt(size[kind])
    data = lightgbm.Dataset(inputs, gains, weight=weight / weight.mean())
    settings = {**SETTINGS, "min_data_in_leaf": min(SETTINGS["min_data_in_leaf"], max(1, len(gains) // 10)), "seed": seed}
    return lightgbm.train(settings, data, num_boost_round=trees)


def score_gain_trees(booster, inputs):
    return booster.predict(inputs)
