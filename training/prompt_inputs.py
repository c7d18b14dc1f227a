"""What the default router's parts see of a prompt: the embedding's main directions, and the counted features.

The embedding's 384 numbers are projected on the directions in which training prompts differ most: on a few hundred rows
of one kind, a learner does better on 48 of them than on all. Counts enter as log(1 + count).
"""

from dataclasses import dataclass

import numpy as np

DIRECTIONS = 48


@dataclass
class Projection:
    center: np.ndarray  # [dimensions]
    directions: np.ndarray  # [directions, dimensions], orthonormal


def fit_projection(embeddings, count=DIRECTIONS):
    center = embeddings.mean(axis=0, dtype=np.float64)
    apart = embeddings - center
    strength, directions = np.linalg.eigh(apart.T @ apart)
    chosen = directions[:, np.argsort(-strength)[:count]].T
    # an eigenvector's sign is arbitrary; its largest number is made positive, so that builds agree
    chosen *= np.sign(chosen[np.arange(len(chosen)), np.abs(chosen).argmax(axis=1)])[:, None]
    return Projection(rounded(center), rounded(chosen))


def inputs_of(projection, embeddings, counted):
    """[prompts, directions + features]"""
    return np.hstack([(embeddings - projection.center) @ projection.directions.T, np.log1p(counted)])


def rounded(array):
    """To the float32 that weights are kept in."""
    return np.asarray(array, dtype=np.float32).astype(np.float64)
