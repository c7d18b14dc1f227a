"""Kernel experts behind a gate: the main part of the default router.

What makes a prompt worth the strong model differs from kind to kind: a long question is a hard one in MMLU, not in
MMLU-Pro. So each kind of training prompt has an expert that knows only its own rows, and a gate says how much a prompt is
like each kind:

    gain(q) = Σ_k π_k(q) · (e_k(q) + LEVEL_SHARE · level_k)

The gate π is linear discriminant analysis. The expert e_k is kernel ridge regression of the gain, less the kind's mean
level_k, on inputs standardised within the kind; a random part of the kind's rows stand for all (Nyström), rounded to int8.
Levels count less than they might: a gate that wavers between two kinds would drown what tells prompts of one kind apart.
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
REACH = 1.0  # the kernel is exp(−REACH · mean squared difference of the inputs)
RIDGE = 10.0


@dataclass
class Gate:
    center: np.ndarray  # [inputs]
    spread: np.ndarray
    weight: np.ndarray  # [kinds, inputs]
    bias: np.ndarray


@dataclass
class Expert:
    kind: str
    level: float  # as it counts: with the prior, times LEVEL_SHARE
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
    return train_gate(inputs, kind, len(names)), experts


def train_gate(inputs, kind, count):
    center, spread = rounded(inputs.mean(0)), rounded(inputs.std(0) + 1e-6)
    inputs = standard(inputs, center, spread)
    means = np.stack([inputs[kind == k].mean(0) for k in range(count)])
    apart = inputs - means[kind]
    weight = 1 / np.bincount(kind)[kind]
    within = (apart * weight[:, None]).T @ apart / count
    within = (1 - GATE_SHRINKAGE) * within + (GATE_SHRINKAGE * np.trace(within) / len(within) + 1e-6) * np.eye(len(within))
    directions = np.linalg.solve(within, means.T).T
    return Gate(center, spread, rounded(directions), rounded(-0.5 * (means * directions).sum(1)))


def train_expert(name, inputs, gains, overall, floor, fewest, random):
    level = (gains.sum() + LEVEL_PRIOR * overall) / (len(gains) + LEVEL_PRIOR)
    center, spread = rounded(inputs.mean(0)), rounded(inputs.std(0) + floor)
    if len(gains) < fewest:
        return Expert(name, level * LEVEL_SHARE, center, spread, np.zeros((0, len(center)), np.int8), np.zeros(0))
    inputs = standard(inputs, center, spread)
    chosen = inputs[random.permutation(len(inputs))[:LANDMARKS]]
    landmarks = np.rint(chosen / CLIP * STEPS).astype(np.int8)
    near, between = kernel(inputs, unrounded(landmarks)), kernel(unrounded(landmarks), unrounded(landmarks))
    system = near.T @ near + RIDGE * between + 1e-4 * np.eye(len(landmarks))
    weight = np.linalg.solve(system, near.T @ (gains - gains.mean()))
    return Expert(name, level * LEVEL_SHARE, center, spread, landmarks, rounded(weight))


def score_experts(gate, experts, inputs):
    """The gain, one a prompt."""
    odds = standard(inputs, gate.center, gate.spread) @ gate.weight.T + gate.bias
    share = np.exp(odds - odds.max(axis=1, keepdims=True))
    share /= share.sum(axis=1, keepdims=True)
    return sum(share[:, k] * (expert.level + departure(expert, inputs)) for k, expert in enumerate(experts))


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
