"""Trains a router for your own pair of models, from your own outcomes or battles: a pack that Turnout loads.

    python training/own_router.py --data DIR --strong MODEL --weak MODEL --out FOLDER
    turnout route "Sort a list" --pack FOLDER --router own

DIR holds outcomes/*.jsonl or battles/*.jsonl, or both, as comparisons.py reads them; rows that do not have both models
are passed over. The router is a regularised logistic regression over the embedding of models/ and the counted features.
How much it is regularised, its win rates and the figures it prints all come from rows held back from it, five-fold.
"""

import argparse
import json
import sys
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from calibration import fit_platt, win_rates
from comparisons import BadData, data_files, json_lines, prompt_of, read_comparisons
from embed import Embedder
from features import FEATURES, features
from gap import apgr
from manifest import file_facts
from pack import pack_array, write_json
from pack_manifest import write_pack_manifest
from prompt_hash import prompt_hash
from readable_prompt import readable

FOLDS = 5
LEAST_ROWS = 20
# squared weights cost so much; an embedding's numbers are scaled to about 1, as the features are
DECAYS = (10.0, 30.0, 100.0, 300.0, 1000.0)
CLIP = 3.0
RANKS = 200
COMMAND = "python training/own_router.py --data DIR --strong MODEL --weak MODEL --out FOLDER"


@dataclass
class Inputs:
    """What the regression sees of prompts; `center` and `spread` are those of the counted features."""

    values: np.ndarray  # [prompts, dimensions + features]
    center: np.ndarray
    spread: np.ndarray
    scale: float  # what an embedding's numbers are multiplied by


def parse(arguments=None):
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder with outcomes/ or battles/, and prompts/ if you have some")
    parser.add_argument("--strong", required=True, help="the strong model, as your files call it")
    parser.add_argument("--weak", required=True, help="the weak model, as your files call it")
    parser.add_argument("--out", type=Path, required=True, help="folder of the pack; made if need be")
    parser.add_argument("--models", type=Path, default=Path(__file__).parent.parent / "models", help="whose encoder is used")
    return parser.parse_args(arguments)


def build(options):
    """Writes the pack and returns its held-back APGR."""
    comparisons, outcome = pair_rows(read_comparisons(options.data), options)
    network = encoder_facts(options.models)
    embedder = Embedder(options.models, network["headTokens"], network["tailTokens"])
    inputs = read_inputs(comparisons.prompts, embedder)
    folds = np.array([int(prompt_hash(prompt)[2:6], 16) % FOLDS for prompt in comparisons.prompts])

    held = {decay: held_back(inputs.values, outcome, folds, decay) for decay in DECAYS}
    decay = min(DECAYS, key=lambda one: log_loss(held[one], outcome))
    platt = fit_platt(held[decay], outcome, np.ones(len(outcome)))
    weights = fit(inputs.values, outcome, decay)

    options.out.mkdir(parents=True, exist_ok=True)
    write_json(options.out / "own.json", pack_own(weights, inputs, platt))
    sample = own_prompts(options.data) or comparisons.prompts
    rates = win_rates(score_prompts(sample, embedder, inputs, weights), platt)
    quantiles = np.quantile(rates, np.linspace(0, 1, min(RANKS, max(2, len(rates)) - 1) + 1))
    sources = {"prompts": len(sample), "sources": ["prompts" if sample is not comparisons.prompts else "training rows"]}
    write_json(options.out / "calibration.json", {"own": {"quantiles": quantiles.tolist(), "sample": sources}})
    recovered = apgr(held[decay], 2 * outcome - 1)
    figures = {
        "heldBack": {
            "what": f"exact APGR over the pair's rows, {FOLDS}-fold, each row scored by weights that had not seen it",
            "rows": len(outcome), "decay": decay, "apgr": None if np.isnan(recovered) else round(recovered, 4),
        }
    }  # fmt: skip
    write_pack_manifest(options.out, "own", network, comparisons, {}, figures, COMMAND)
    return recovered, len(outcome)


def pair_rows(comparisons, options):
    """The prompts on which both models were compared, and the strong one's mean outcome on each."""
    missing = [model for model in (options.strong, options.weak) if model not in comparisons.models]
    if missing:
        raise BadData(f"{options.data}: no training row names {', '.join(missing)}; there are {', '.join(comparisons.models)}")
    strong, weak = comparisons.models.index(options.strong), comparisons.models.index(options.weak)
    ahead = (comparisons.a == strong) & (comparisons.b == weak)
    behind = (comparisons.a == weak) & (comparisons.b == strong)
    count = len(comparisons.prompts)
    won = np.bincount(comparisons.prompt[ahead], comparisons.outcome[ahead], count)
    won += np.bincount(comparisons.prompt[behind], 1 - comparisons.outcome[behind], count)
    met = np.bincount(comparisons.prompt[ahead | behind], minlength=count)
    if (met > 0).sum() < LEAST_ROWS:
        raise BadData(
            f"{options.data}: only {(met > 0).sum()} training rows compare {options.strong} and {options.weak}; "
            f"at least {LEAST_ROWS} are needed, and some hundreds for a router worth having"
        )
    return comparisons.where_prompts(met > 0), won[met > 0] / met[met > 0]


def encoder_facts(models):
    manifest = json.loads((models / "manifest.json").read_text(encoding="utf-8"))
    encoder = manifest["encoder"]
    # the pack holds no network: it is opened only where this one is
    return {**encoder, "sha256": file_facts(models / encoder["file"])["sha256"]}


def read_inputs(prompts, embedder):
    embeddings, counted = read_all(prompts, embedder)
    center, spread = counted.mean(axis=0), counted.std(axis=0)
    center, spread = (np.float32(array).astype(np.float64) for array in (center, np.where(spread > 1e-6, spread, 1.0)))
    scale = float(np.sqrt(embeddings.shape[1]))
    return Inputs(scaled(embeddings, counted, center, spread, scale), center, spread, scale)


def read_all(prompts, embedder):
    prompts = [readable(prompt) for prompt in prompts]
    return embedder.all(prompts).astype(np.float64), np.log1p(np.stack([features(prompt) for prompt in prompts]))


def scaled(embeddings, counted, center, spread, scale):
    return np.hstack([embeddings * scale, np.clip((counted - center) / spread, -CLIP, CLIP)])


def score_prompts(prompts, embedder, inputs, weights):
    return score(scaled(*read_all(prompts, embedder), inputs.center, inputs.spread, inputs.scale), weights)


def fit(values, outcome, decay, steps=50):
    """Weights of least logistic loss plus half the decay times their squares, by Newton's method; the last is the offset."""
    values = np.hstack([values, np.ones((len(values), 1))])
    penalty = np.full(values.shape[1], decay)
    penalty[-1] = 1e-3
    weights = np.zeros(values.shape[1])
    for _ in range(steps):
        chance = 1 / (1 + np.exp(-(values @ weights)))
        gradient = values.T @ (outcome - chance) - penalty * weights
        hessian = (values * (chance * (1 - chance))[:, None]).T @ values + np.diag(penalty)
        step = np.linalg.solve(hessian, gradient)
        weights += step / max(1.0, np.abs(values @ step).max())
        if np.abs(values @ step).max() < 1e-6:
            break
    return weights


def score(values, weights):
    return values @ weights[:-1] + weights[-1]


def held_back(values, outcome, folds, decay):
    scores = np.zeros(len(outcome))
    for fold in range(FOLDS):
        here = folds == fold
        if here.any():
            scores[here] = score(values[here], fit(values[~here], outcome[~here], decay))
    return scores


def log_loss(scores, outcome):
    return float(np.mean(np.logaddexp(0, scores) - outcome * scores))


def pack_own(weights, inputs, platt):
    dimensions = len(weights) - 1 - len(FEATURES)
    return {
        "formatVersion": 1, "features": FEATURES, "dimensions": dimensions, "offset": float(weights[-1]),
        "embedding": pack_array(weights[:dimensions] * inputs.scale),
        "center": pack_array(inputs.center), "spread": pack_array(inputs.spread),
        "counted": pack_array(weights[dimensions:-1]), "clip": CLIP, "calibration": platt,
    }  # fmt: skip


def own_prompts(data):
    """The prompts that thresholds are to fit; all that DIR/prompts holds."""
    return [prompt_of(row, where) for file in data_files(data, "prompts") for row, where in json_lines(file)]


if __name__ == "__main__":
    options = parse()
    try:
        recovered, rows = build(options)
    except (BadData, OSError) as error:
        sys.exit(f"own_router.py: {error}")
    print(f"{options.out}: {rows} rows; held back, it recovers APGR {recovered:.3f} of the gap (coin flips: 0.5)")
    if not recovered > 0.5:
        print("That is no better than chance: more rows, or rows of more kinds, may help.", file=sys.stderr)
