"""The learners over what the network reads, side by side: what build.py and leave_one_out.py share."""

from dataclasses import dataclass

import numpy as np

from lexical import score_lexical, train_lexical
from mf import score_mf, train_mf
from sw_ranking import bank_of, score_sw
from tier_comparisons import TierComparisons

LEARNERS = ("mf", "sw_ranking", "lexical")
ROUTERS = (*LEARNERS, "default")


@dataclass
class Material:
    """All that is learnt from. Arrays hold one row a prompt; `rows` and `pair` point into them."""

    embeddings: np.ndarray
    counted: np.ndarray
    rows: TierComparisons
    pair: TierComparisons
    sources: np.ndarray
    tiers: int
    strong: list[int]
    weak: list[int]


@dataclass
class Learners:
    mf: object
    bank: object
    lexical: object


def train(material, keep, seed):
    """Everything that is trained, on the prompts for which `keep` is true."""
    rows, pair = material.rows, material.pair
    return Learners(
        mf=train_mf(material.embeddings, rows.where(keep[rows.prompt]), material.tiers, seed=seed),
        bank=bank_of(material, keep),
        lexical=train_lexical(material.counted, pair.where(keep[pair.prompt]), seed=seed),
    )


def score(material, learners, embeddings, counted):
    """Raw scores of each learner, before calibration."""
    strong, weak = material.strong, material.weak
    return {
        "mf": score_mf(learners.mf, embeddings, strong, weak),
        "sw_ranking": score_sw(learners.bank, embeddings, strong, weak),
        "lexical": score_lexical(learners.lexical, counted),
    }
