"""The learners side by side, and the blend that the default router is: what build.py and leave_one_out.py share."""

from dataclasses import dataclass

import numpy as np

from item_response import score_item_response, train_item_response
from lexical import score_lexical, train_lexical
from mf import score_mf, train_mf
from sw_ranking import bank_of, score_sw
from tier_comparisons import TierComparisons

LEARNERS = ("mf", "sw_ranking", "lexical", "itemResponse")
ROUTERS = ("mf", "sw_ranking", "lexical", "default")
DEFAULT_PARTS = ("itemResponse", "lexical")


@dataclass
class Material:
    """All that is learnt from. Arrays hold one row a prompt; `rows` and `pair` point into them."""

    embeddings: np.ndarray
    counted: np.ndarray
    rows: TierComparisons
    pair: TierComparisons
    scores: np.ndarray
    sources: np.ndarray
    strong: list[int]
    weak: list[int]


def train(material, keep, seed):
    """Matrix factorisation, bank of comparisons, lexical trees and item response model, on the prompts for which `keep` is true."""
    rows, pair = material.rows, material.pair
    return (
        train_mf(material.embeddings, rows.where(keep[rows.prompt]), material.scores.shape[1], seed=seed),
        bank_of(material, keep),
        train_lexical(material.counted, pair.where(keep[pair.prompt]), seed=seed),
        train_item_response(
            material.embeddings[keep], material.counted[keep], material.scores[keep], material.sources[keep], seed=seed
        ),
    )


def score(material, learners, embeddings, counted):
    """Raw scores of each learner, before calibration."""
    mf, bank, lexical, response = learners
    strong, weak = material.strong, material.weak
    return {
        "mf": score_mf(mf, embeddings, strong, weak),
        "sw_ranking": score_sw(bank, embeddings, strong, weak),
        "lexical": score_lexical(lexical, counted),
        "itemResponse": score_item_response(response, embeddings, counted, strong, weak),
    }


def equal_blend(scores):
    """Weights that give each part of the default router the same say."""
    return {name: 1 / float(scores[name].std()) for name in DEFAULT_PARTS}


def blend_scores(blend, scores):
    return sum(share * scores[name] for name, share in blend.items())
