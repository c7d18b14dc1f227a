"""Similarity-weighted ranking (paper §4.2): tiers are ranked anew for each prompt, by the comparisons most like it.

A training prompt q_i counts ω_i = γ^(1 + S_i) on a prompt q, where S_i is their embeddings' cosine divided by the greatest
cosine of q to any training prompt. Bradley–Terry coefficients ξ, one a tier, minimise Σ ω_i ℓ(outcome_i, σ(ξ_s − ξ_w)), and
the score is ξ of the strong side minus ξ of the weak side, each the mean of its tiers. Since ω spans only γ^0 to γ^2,
scores lie close together; calibration spreads them.

Nothing is trained: the router is a bank of all training prompts. Each row holds the embedding as int8 (cosines do not
depend on its length, so no scale is kept) and the mean outcome of each pair of tiers that met on the prompt, in steps of
1/254; each such pair counts once. The sources' weights of tier_comparisons.py made no difference on training rows held
back, so the paper's plain sum stands. Rows lie by part of the data, so that a header alone can leave a part out.
The twin of src/routing/routers/swRanking.ts.
"""

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from data_parts import PARTS, part_of

BANK_FILE = "swRanking.bin"
GAMMA = 10.0
# a pull towards 0, beside games that add up to 1: it only settles where ξ as a whole lies
RIDGE = 1e-6
NOT_MET = 255
MOST = 900  # prompts of one source in the bank: it ships with every package, and is read through for every prompt


@dataclass
class Bank:
    """One row a training prompt, in the order of PARTS."""

    directions: np.ndarray  # int8, [rows, dimensions]
    outcomes: np.ndarray  # uint8, [rows, pairs]: how the stronger tier did, in 1/254, or NOT_MET
    parts: np.ndarray  # an index into PARTS
    tiers: int


def tier_pairs(tiers):
    """Every pair of tiers, the stronger first; the order of a bank's outcomes."""
    return np.triu_indices(tiers, 1)


def bank_of(material, keep=None):
    """The bank of material's prompts, or of those for which `keep` is true."""
    rows = material.rows if keep is None else material.rows.where(keep[material.rows.prompt])
    tiers = material.tiers
    place = np.zeros((tiers, tiers), dtype=int)
    place[tier_pairs(tiers)] = np.arange(tiers * (tiers - 1) // 2)
    prompts = prompts_by_part(rows, material.sources)
    rows = rows.where(np.isin(rows.prompt, prompts))
    row = np.zeros(len(material.sources), dtype=int)
    row[prompts] = np.arange(len(prompts))
    outcomes = np.full((len(prompts), tiers * (tiers - 1) // 2), NOT_MET, dtype=np.uint8)
    outcomes[row[rows.prompt], place[rows.strong, rows.weak]] = np.rint(rows.outcome * (NOT_MET - 1))
    directions = quantise(material.embeddings[prompts])
    return Bank(directions, outcomes, part_indices(material.sources[prompts]), tiers)


def prompts_by_part(rows, sources):
    """Which prompt each row of a bank is: of those compared at most MOST a source, evenly, in the order of PARTS and then of the data."""
    prompts = np.unique(rows.prompt)
    prompts = np.concatenate([thin(prompts[sources[prompts] == source]) for source in np.unique(sources[prompts])])
    return prompts[np.argsort(part_indices(sources[prompts]), kind="stable")]


def thin(prompts):
    return prompts[np.linspace(0, len(prompts) - 1, min(MOST, len(prompts))).round().astype(int)]


def part_indices(sources):
    return np.array([PARTS.index(part_of(source)) for source in sources])


def quantise(embeddings):
    return np.rint(embeddings / np.abs(embeddings).max(axis=1, keepdims=True) * 127).astype(np.int8)


def score_sw(bank, embeddings, strong, weak, used=PARTS, at_once=256):
    """ξ of the strong side − ξ of the weak side for each embedding, from the bank's rows of the parts `used`."""
    here = np.isin(bank.parts, [PARTS.index(part) for part in used])
    directions = bank.directions[here].astype(np.float64)
    directions /= np.linalg.norm(directions, axis=1, keepdims=True)
    met = (bank.outcomes[here] != NOT_MET).astype(np.float64)
    won = met * bank.outcomes[here] / (NOT_MET - 1)
    scores = []
    for first in range(0, len(embeddings), at_once):
        queries = embeddings[first : first + at_once].astype(np.float64)
        cosines = queries @ directions.T / np.linalg.norm(queries, axis=1, keepdims=True)
        greatest = cosines.max(axis=1, keepdims=True)
        # a prompt that is like none at all makes no difference between them
        omega = GAMMA ** (1 + np.where(greatest > 0, cosines / np.where(greatest > 0, greatest, 1), 0))
        strengths = fit_tiers(omega @ won, omega @ met, bank.tiers)
        scores.append(strengths[:, strong].mean(1) - strengths[:, weak].mean(1))
    return np.concatenate(scores)


def fit_tiers(won, met, tiers, steps=50):
    """Bradley–Terry coefficients by Newton's method, for many prompts at once: both arrays are [prompts, pairs]."""
    total = met.sum(1, keepdims=True)
    won, met = won / total, met / total
    first, second = tier_pairs(tiers)
    strengths = np.zeros((len(won), tiers))
    for _ in range(steps):
        expected = 1 / (1 + np.exp(strengths[:, second] - strengths[:, first]))
        residual, curvature = won - met * expected, met * expected * (1 - expected)
        gradient = -RIDGE * strengths
        hessian = np.zeros((len(won), tiers, tiers))
        hessian[:, range(tiers), range(tiers)] = RIDGE
        for pair, (a, b) in enumerate(zip(first, second, strict=True)):
            gradient[:, a] += residual[:, pair]
            gradient[:, b] -= residual[:, pair]
            hessian[:, a, a] += curvature[:, pair]
            hessian[:, b, b] += curvature[:, pair]
            hessian[:, a, b] -= curvature[:, pair]
            hessian[:, b, a] -= curvature[:, pair]
        step = np.linalg.solve(hessian, gradient[:, :, None])[:, :, 0]
        largest = np.abs(step).max(axis=1, keepdims=True)
        strengths += step / np.maximum(1.0, largest)
        if largest.max() < 1e-9:
            break
    return strengths


def pack_sw(bank, strong, weak, platt, used=PARTS):
    """The header, swRanking.json: which rows of the bank are which part, and what is done with them."""
    return {
        "formatVersion": 1, "bank": BANK_FILE, "shape": [len(bank.directions), bank.directions.shape[1], bank.tiers],
        "parts": [{"name": name, "rows": int((bank.parts == i).sum())} for i, name in enumerate(PARTS)],
        "used": list(used), "strongTiers": strong, "weakTiers": weak, "gamma": GAMMA, "ridge": RIDGE, "calibration": platt,
    }  # fmt: skip


def write_bank(file, bank):
    """All directions, then all outcomes, a byte a number."""
    file.write_bytes(bank.directions.tobytes() + bank.outcomes.tobytes())


def read_bank(file, header):
    """The bank as packed, by its header."""
    rows, dimensions, tiers = header["shape"]
    packed = np.frombuffer(Path(file).read_bytes(), dtype=np.uint8)
    directions, outcomes = np.split(packed, [rows * dimensions])
    parts = np.repeat(np.arange(len(PARTS)), [part["rows"] for part in header["parts"]])
    return Bank(directions.view(np.int8).reshape(rows, dimensions), outcomes.reshape(rows, -1), parts, tiers)
