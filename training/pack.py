"""The trained routers as models/ keeps them: JSON, with matrices as base64 of little-endian float32."""

import base64
import json

import numpy as np

from features import FEATURES
from item_response import CLIP
from lexical import dump_trees


def pack(tensor):
    return base64.b64encode(tensor.detach().numpy().astype("<f4").tobytes()).decode()


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


def pack_default(response, material, blend, platt):
    skills = response.skills
    return {
        "formatVersion": 1, "blend": blend, "calibration": platt,
        "itemResponse": {
            "shape": [*skills.weight.shape, len(response.ease)],
            "strongTiers": material.strong, "weakTiers": material.weak,
            "center": pack(response.center), "spread": pack(response.spread), "clip": CLIP,
            "weight": pack(skills.weight), "bias": pack(skills.bias),
            "ability": pack(response.ability), "ease": pack(response.ease),
        },
    }  # fmt: skip
