"""The trained routers as models/ keeps them: JSON, with matrices as base64 of little-endian float32."""

import base64
import json

import numpy as np

from difficulty import CLIP as DIFFICULTY_CLIP
from experts import CLIP, REACH, UNFAMILIAR_AT, UNFAMILIAR_SLOPE
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


def pack_default(learners, blend, platt):
    projection, gate = learners.projection, learners.gate
    return {
        "formatVersion": 1, "features": FEATURES, "blend": blend, "calibration": platt,
        "projection": {
            "shape": list(projection.directions.shape),
            "center": pack_array(projection.center), "directions": pack_array(projection.directions),
        },
        "gate": {
            "center": pack_array(gate.center), "spread": pack_array(gate.spread),
            "weight": pack_array(gate.weight), "bias": pack_array(gate.bias), "clip": CLIP,
            "precision": pack_array(gate.precision), "limits": pack_array(gate.limits), "overall": gate.overall,
            "unfamiliarAt": UNFAMILIAR_AT, "unfamiliarSlope": UNFAMILIAR_SLOPE,
        },
        "experts": [pack_expert(expert) for expert in learners.experts],
        "reach": REACH,
        "trees": dump_trees(learners.trees),
        "difficulty": pack_difficulty(learners.difficulty),
    }  # fmt: skip


def pack_difficulty(difficulty):
    return {
        "shape": list(difficulty.skills.shape), "clip": DIFFICULTY_CLIP,
        "center": pack_array(difficulty.center), "spread": pack_array(difficulty.spread),
        "skills": pack_array(difficulty.skills), "bias": pack_array(difficulty.bias),
        "strong": pack_array(difficulty.strong), "weak": pack_array(difficulty.weak),
    }  # fmt: skip


def pack_expert(expert):
    return {
        "kind": expert.kind, "level": float(expert.level),
        "center": pack_array(expert.center), "spread": pack_array(expert.spread),
        "landmarks": base64.b64encode(expert.landmarks.tobytes()).decode(), "weight": pack_array(expert.weight),
    }  # fmt: skip


def pack_array(array):
    return base64.b64encode(np.ascontiguousarray(array, dtype="<f4").tobytes()).decode()
