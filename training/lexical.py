"""The lexical router: small gradient-boosted trees over counted features (features.py).

It decides where the encoder cannot be loaded. Trained on the comparisons of the pair's tiers and their neighbours;
every source starts from its own mean outcome, so that, as in mf.py, trees learn what differs within a source.
"""

import lightgbm
import numpy as np

SETTINGS = {
    "objective": "cross_entropy", "num_leaves": 4, "learning_rate": 0.05, "min_data_in_leaf": 100, "lambda_l2": 5.0,
    "feature_fraction": 0.5, "bagging_fraction": 0.7, "bagging_freq": 1,
    "deterministic": True, "force_col_wise": True, "num_threads": 1, "verbose": -1,
}  # fmt: skip


def train_lexical(features, rows, trees=100, seed=0):
    """`rows`: one a prompt, as from tier_comparisons.between."""
    data = lightgbm.Dataset(
        features[rows.prompt], rows.outcome, weight=rows.weight, init_score=source_log_odds(rows), free_raw_data=True
    )
    settings = {**SETTINGS, "min_data_in_leaf": min(SETTINGS["min_data_in_leaf"], max(1, len(rows) // 10)), "seed": seed}
    return lightgbm.train(settings, data, num_boost_round=trees)


def source_log_odds(rows):
    total = np.bincount(rows.source, minlength=rows.source.max() + 1)
    mean = (np.bincount(rows.source, rows.outcome, minlength=len(total)) + 1) / (total + 2)
    return np.log(mean / (1 - mean))[rows.source]


def score_lexical(booster, features):
    """The sum of the trees' leaves, a log-odds before calibration."""
    return booster.predict(features, raw_score=True)


def dump_trees(booster):
    """Each tree as parallel lists, parents before children; feature −1 marks a leaf, whose value is its score."""
    return [flatten(tree["tree_structure"]) for tree in booster.dump_model()["tree_info"]]


def flatten(root):
    nodes = {"feature": [], "value": [], "left": [], "right": []}

    def add(node):
        place = len(nodes["feature"])
        leaf = "leaf_value" in node
        nodes["feature"].append(-1 if leaf else node["split_feature"])
        nodes["value"].append(node["leaf_value"] if leaf else node["threshold"])
        nodes["left"].append(0)
        nodes["right"].append(0)
        if not leaf:
            nodes["left"][place] = add(node["left_child"])
            nodes["right"][place] = add(node["right_child"])
        return place

    add(root)
    return nodes
