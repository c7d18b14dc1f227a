"""Kernel experts behind a gate: the main part of the default router.

What makes a prompt worth the strong model differs from kind to kind: a long question is a hard one in MMLU, not in
MMLU-Pro. So each kind of training prompt has an expert that knows only its own rows, and a gate says how much a prompt is
like each kind:

    gain(q) = Σ_k π_k(q) · (ν_k(q) · (level_k + e_k(q)) + (1 − ν_k(q)) · overall)

The gate π is linear discriminant analysis. Its distances also tell how familiar a prompt is, ν: of one that lies farther
from the nearest kind than that kind's own rows do, an expert knows nothing. The expert e_k is kernel ridge regression of the gain, less the kind's mean
level, on inputs standardised within the kind; a random part of the kind's rows stand for all (Nyström), rounded to int8.
Levels count LEVEL_SHARE: a gate that wavers between two kinds would drown what tells prompts of one kind apart.
"""

from dataclasses import dataclass

import numpy as np

from prompt_inputs import rounded

CLIP = 3.0  # inputs are held within so many spreads, so that no unheard-of length decides alone
LANDMARKS = 256
FEWEST = 60  # a kind with fewer rows has only a level
STEPS = 127  # int8 steps from 0 to CLIP
GATE_SHRINKAGE = 0.02
LEVEL_SHARE = 0.5
LEVEL_PRIOR = 20  # rows that the mean over all kinds counts for in a kind's level
OWN_ROWS = 0.9  # this share of a kind's own rows lies within its limit
# familiarity is one half at so many limits, and falls from 0.73 to 0.27 within twice the slope
UNFAMILIAR_AT, UNFAMILIAR_SLOPE = 1.5, 0.2
REACH = 1.0  # the kernel is exp(−REACH · mean squared difference of the inputs)
RIDGE = 10.0


@dataclass
class Gate:
    center: np.ndarray  # [inputs]
    spread: np.ndarray
    weight: np.ndarray  # [kinds, inputs]
    bias: np.ndarray
    precision: np.ndarray  # [inputs, inputs]: the inverse of the spread within kinds
    limits: np.ndarray  # [kinds]: squared distances beyond which a prompt is hardly of that kind
    overall: float  # what is said of a prompt that is like no kind


@dataclass
class Expert:
    kind: str
    level: float  # as it counts: with the prior, and LEVEL_SHARE of its distance from the overall mean
    center: np.ndarray  # [inputs]
    spread: np.ndarray
    landmarks: np.ndarray  # int8, [landmarks, inputs], CLIP / STEPS spreads each; none where the kind has too few rows
    weight: np.ndarray  # [landmarks]


def train_experts(inputs, gains, kinds, fewest=FEWEST, seed=0):
    """One row a prompt; `kinds` are names. Returns the gate and its experts, in the same order."""
    names, kind, size = np.unique(kinds, return_inverse=True, return_counts=True)
    # each kind counts as the root of its rows, as everywhere here
    overall = np.average(gains, weights=1 / np.sqrt(size[kind]))
    random = np.random.default_rng(seed)
    floor = inputs.std(0) * 1e-3 + 1e-9
    experts = [
        train_expert(name, inputs[kind == k], gains[kind == k], overall, floor, fewest, random)
        for k, name in enumerate(names)
    ]
    return train_gate(inputs, kind, len(names), float(overall)), experts


def train_gate(inputs, kind, count, overall):
    center, spread = rounded(inputs.mean(0)), rounded(inputs.std(0) + 1e-6)
    inputs = standard(inputs, center, spread)
    means = np.stack([inputs[kind == k].mean(0) for k in range(count)])
    apart = inputs - means[kind]
    weight = 1 / np.bincount(kind)[kind]
    within = (apart * weight[:, None]).T @ apart / count
    within = (1 - GATE_SHRINKAGE) * within + (GATE_SHRINKAGE * np.trace(within) / len(within) + 1e-6) * np.eye(len(within))
    precision = rounded(np.linalg.inv(within))
    directions = means @ precision
    gate = Gate(center, spread, rounded(directions), rounded(-0.5 * (means * directions).sum(1)), precision, None, overall)
    own = distances(gate, inputs)[np.arange(len(kind)), kind]
    gate.limits = rounded([np.quantile(own[kind == k], OWN_ROWS) + 1e-6 for k in range(count)])
    return gate


def odds_of(gate, standardised):
    return standardised @ gate.weight.T + gate.bias


def distances(gate, standardised):
    """Squared, from the middle of each kind, [prompts, kinds]."""
    length = ((standardised @ gate.precision) * standardised).sum(axis=1, keepdims=True)
    return length - 2 * odds_of(gate, standardised)


def train_expert(name, inputs, gains, overall, floor, fewest, random):
    mean = (gains.sum() + LEVEL_PRIOR * overall) / (len(gains) + LEVEL_PRIOR)
    level = overall + LEVEL_SHARE * (mean - overall)
    center, spread = rounded(inputs.mean(0)), rounded(inputs.std(0) + floor)
    if len(gains) < fewest:
        return Expert(name, level, center, spread, np.zeros((0, len(center)), np.int8), np.zeros(0))
    inputs = standard(inputs, center, spread)
    chosen = inputs[random.permutation(len(inputs))[:LANDMARKS]]
    landmarks = np.rint(chosen / CLIP * STEPS).astype(np.int8)
    near, between = kernel(inputs, unrounded(landmarks)), kernel(unrounded(landmarks), unrounded(landmarks))
    system = near.T @ near + RIDGE * between + 1e-4 * np.eye(len(landmarks))
    weight = np.linalg.solve(system, near.T @ (gains - gains.mean()))
    return Expert(name, level, center, spread, landmarks, rounded(weight))


def score_experts(gate, experts, inputs):
    """The gain, one a prompt."""
    standardised = standard(inputs, gate.center, gate.spread)
    odds = odds_of(gate, standardised)
    share = np.exp(odds - odds.max(axis=1, keepdims=True))
    share /= share.sum(axis=1, keepdims=True)
    beyond = (distances(gate, standardised) / gate.limits - UNFAMILIAR_AT) / UNFAMILIAR_SLOPE
    known = share / (1 + np.exp(np.clip(beyond, -50, 50)))
    said = sum(known[:, k] * (expert.level + departure(expert, inputs)) for k, expert in enumerate(experts))
    return said + (1 - known.sum(axis=1)) * gate.overall


def departure(expert, inputs):
    """How far the gain lies from the kind's level."""
    if len(expert.landmarks) == 0:
        return 0.0
    return kernel(standard(inputs, expert.center, expert.spread), unrounded(expert.landmarks)) @ expert.weight


def standard(inputs, center, spread):
    return np.clip((inputs - center) / spread, -CLIP, CLIP)


def unrounded(landmarks):
    return landmarks.astype(np.float64) * (CLIP / STEPS)


def kernel(a, b):
    squared = (a * a).sum(1)[:, None] + (b * b).sum(1) - 2 * a @ b.T
    return np.exp(-REACH / a.shape[1] * np.maximum(squared, 0))
