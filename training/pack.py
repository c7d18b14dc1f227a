"""The trained routers as models/ keeps them: JSON, with matrices as base64 of little-endian float32."""

import base64
import json

import numpy as np

from features import FEATURES
from lexical import dump_trees


def pack(tensor):
    return pack_array(tensor.detach().numpy())


def write_json(file, value):
    file.write_text(json.dumps(value, ensure_ascii=False, separators=(",", ":")) + "\n", encoding="utf-8")


def pack_mf(mf, ranking, material, platt):
    """`ranking`: the models, their strengths and their tiers."""
    models, strengths, tiers = ranking
    vectors = mf.vectors()
    table = [
        {
            "models": [models[i] for i in np.argsort(-strengths) if tiers[i] == tier],
            "strength": float(strengths[tiers == tier].mean()),
            "vector": pack(vectors[tier]),
        }
        for tier in range(len(vectors))
    ]
    return {
        "formatVersion": 1, "shape": list(mf.project.weight.shape),
        "strongTiers": material.strong, "weakTiers": material.weak,
        "projection": pack(mf.project.weight), "bias": pack(mf.project.bias), "output": pack(mf.output),
        "calibration": platt, "tiers": table,
    }  # fmt: skip


def pack_lexical(booster, platt):
    return {"formatVersion": 1, "features": FEATURES, "trees": dump_trees(booster), "calibration": platt}


def pack_default(line, masses, success, reasoning):
    """line: of win_rate.py; masses, success and reasoning: of the calibration's prompts, by which any pair is calibrated."""
    rows = np.hstack([masses[:, None], success, reasoning[:, None]])
    return {"formatVersion": 1, "winRate": line, "sample": {"rows": pack_array(rows)}}


def pack_array(array):
    return base64.b64encode(np.ascontiguousarray(array, dtype="<f4").tobytes()).decode()
