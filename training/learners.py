"""The learners side by side, and the blend that the default router is: what build.py and leave_one_out.py share."""

from dataclasses import dataclass

import numpy as np

from difficulty import score_difficulty, train_difficulty
from experts import score_experts, train_experts
from gain_trees import score_gain_trees, train_gain_trees
from lexical import score_lexical, train_lexical
from mf import score_mf, train_mf
from prompt_inputs import fit_projection, inputs_of
from sw_ranking import bank_of, score_sw
from tier_comparisons import TierComparisons

LEARNERS = ("mf", "sw_ranking", "lexical", "experts", "trees", "gain", "weakFails")
ROUTERS = ("mf", "sw_ranking", "lexical", "default")
# how much each part of the default router counts, once all spread equally
DEFAULT_PARTS = {"experts": 1.0, "trees": 0.5, "gain": 0.25, "weakFails": 0.25}


@dataclass
class Material:
    """All that is learnt from. Arrays hold one row a prompt; `rows` and `pair` point into them."""

    embeddings: np.ndarray
    counted: np.ndarray
    rows: TierComparisons
    pair: TierComparisons
    gains: np.ndarray  # of the strong tiers over the weak ones; NaN where unknown
    scores: np.ndarray  # of every model, [prompts, models]; NaN where it did not answer
    model_tiers: np.ndarray
    sources: np.ndarray
    kinds: np.ndarray
    tiers: int
    strong: list[int]
    weak: list[int]


@dataclass
class Learners:
    mf: object
    bank: object
    lexical: object
    projection: object
    gate: object
    experts: list
    trees: object
    difficulty: object


def train(material, keep, seed):
    """Everything that is trained, on the prompts for which `keep` is true."""
    rows, pair = material.rows, material.pair
    known = keep & ~np.isnan(material.gains)
    projection = fit_projection(material.embeddings[keep])
    inputs = inputs_of(projection, material.embeddings[known], material.counted[known])
    gains, kinds = material.gains[known], material.kinds[known]
    gate, experts = train_experts(inputs, gains, kinds, seed=seed)
    return Learners(
        mf=train_mf(material.embeddings, rows.where(keep[rows.prompt]), material.tiers, seed=seed),
        bank=bank_of(material, keep),
        lexical=train_lexical(material.counted, pair.where(keep[pair.prompt]), seed=seed),
        projection=projection,
        gate=gate,
        experts=experts,
        trees=train_gain_trees(inputs, gains, kinds, seed=seed),
        difficulty=train_difficulty(
            material.embeddings[keep], material.counted[keep], material.scores[keep], material.sources[keep],
            material.model_tiers, material.strong, material.weak, seed,
        ),
    )


def score(material, learners, embeddings, counted):
    """Raw scores of each learner, before calibration."""
    strong, weak = material.strong, material.weak
    inputs = inputs_of(learners.projection, embeddings, counted)
    return {
        "mf": score_mf(learners.mf, embeddings, strong, weak),
        "sw_ranking": score_sw(learners.bank, embeddings, strong, weak),
        "lexical": score_lexical(learners.lexical, counted),
        "experts": score_experts(learners.gate, learners.experts, inputs),
        "trees": score_gain_trees(learners.trees, inputs),
        **score_difficulty(learners.difficulty, embeddings, counted),
    }


def even_blend(scores):
    """Weights under which each part of the default router has its share of the say, however widely its scores spread."""
    return {name: share / float(scores[name].std()) for name, share in DEFAULT_PARTS.items()}


def blend_scores(blend, scores):
    return sum(weight * scores[name] for name, weight in blend.items())
