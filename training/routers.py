"""The trained routers as models/ keeps them, read back: the twin of src/routing/routers.

    python training/routers.py "How many primes are there below 100?"
"""

import argparse
import base64
import json
import math
from pathlib import Path

import numpy as np

from calibration import HIGHEST_WIN_RATE
from difficulty import Difficulty, score_difficulty
from embed import Embedder
from experts import Expert, Gate, score_experts
from features import FEATURES, features
from learners import blend_scores
from prompt_inputs import Projection, inputs_of
from readable_prompt import readable
from sw_ranking import read_bank, score_sw

READABLE_UP_TO = 0.3  # share of unknown word pieces; above it a prompt's shape must do

MODELS = Path(__file__).parent.parent / "models"


class Routers:
    def __init__(self, models=MODELS):
        read = lambda name: json.loads(Path(models, name).read_text(encoding="utf-8"))
        encoder = read("manifest.json")["encoder"]
        self.embed = Embedder(models, encoder["headTokens"], encoder["tailTokens"], threads=1)
        self.mf, self.lexical, self.default = read("mf.json"), read("lexical.json"), read("default.json")
        self.sw_ranking = read("swRanking.json")
        self.bank = read_bank(Path(models, self.sw_ranking["bank"]), self.sw_ranking)
        self.projection, self.gate = read_projection(self.default["projection"]), read_gate(self.default["gate"])
        self.difficulty = read_difficulty(self.default["difficulty"])
        self.experts = [read_expert(packed) for packed in self.default["experts"]]
        for name in ("lexical", "default"):
            if getattr(self, name)["features"] != FEATURES:
                raise ValueError(f"{models}/{name}.json was trained on other features than features.py counts")

    def scores(self, prompt):
        """Raw scores, before calibration."""
        embedding, counted = self.embed(prompt), features(prompt)
        inputs = inputs_of(self.projection, embedding[None].astype(np.float64), counted[None])
        parts = {
            "experts": float(score_experts(self.gate, self.experts, inputs)[0]),
            "trees": sum(leaf_value(tree, inputs[0]) for tree in self.default["trees"]),
            **score_difficulty(self.difficulty, embedding[None].astype(np.float64), counted[None]),
        }
        return {
            "mf": self.mf_score(embedding),
            "sw_ranking": self.sw_score(embedding),
            "lexical": sum(leaf_value(tree, counted) for tree in self.lexical["trees"]),
            "default": float(np.squeeze(blend_scores(self.default["blend"], parts))),
        }

    def win_rates(self, prompt):
        prompt = readable(prompt)
        lines = {name: getattr(self, name)["calibration"] for name in ("mf", "sw_ranking", "lexical", "default")}
        rates = {name: win_rate(score, lines[name]) for name, score in self.scores(prompt).items()}
        unreadable = self.embed.unknown_share(prompt) > READABLE_UP_TO
        return {**rates, "default": rates["lexical"]} if unreadable else rates

    def mf_score(self, embedding):
        side = lambda tiers: np.mean([unpack(self.mf["tiers"][tier]["vector"]) for tier in tiers], axis=0)
        apart = unpack(self.mf["output"]) * (side(self.mf["strongTiers"]) - side(self.mf["weakTiers"]))
        projected = unpack(self.mf["projection"]).reshape(self.mf["shape"]) @ embedding + unpack(self.mf["bias"])
        return float(apart @ projected)

    def sw_score(self, embedding):
        header = self.sw_ranking
        return float(score_sw(self.bank, embedding[None], header["strongTiers"], header["weakTiers"], header["used"])[0])


def read_projection(packed):
    return Projection(unpack(packed["center"]), unpack(packed["directions"]).reshape(packed["shape"]))


def read_gate(packed):
    center, bias = unpack(packed["center"]), unpack(packed["bias"])
    weight, precision = (unpack(packed[name]).reshape(-1, len(center)) for name in ("weight", "precision"))
    return Gate(center, unpack(packed["spread"]), weight, bias, precision, unpack(packed["limits"]), packed["overall"])


def read_expert(packed):
    center, weight = unpack(packed["center"]), unpack(packed["weight"])
    landmarks = np.frombuffer(base64.b64decode(packed["landmarks"]), dtype=np.int8).reshape(len(weight), len(center))
    return Expert(packed["kind"], packed["level"], center, unpack(packed["spread"]), landmarks, weight)


def read_difficulty(packed):
    skills, inputs = packed["shape"]
    parts = {name: unpack(packed[name]) for name in ("center", "spread", "bias")}
    sides = {name: unpack(packed[name]).reshape(-1, 1 + skills) for name in ("strong", "weak")}
    return Difficulty(**parts, **sides, skills=unpack(packed["skills"]).reshape(skills, inputs))


def leaf_value(tree, inputs):
    node = 0
    while tree["feature"][node] != -1:
        left = inputs[tree["feature"][node]] <= tree["value"][node]
        node = tree["left" if left else "right"][node]
    return tree["value"][node]


def win_rate(score, line):
    return min(1 / (1 + math.exp(-(line["slope"] * score + line["offset"]))), HIGHEST_WIN_RATE)


def unpack(packed):
    return np.frombuffer(base64.b64decode(packed), dtype="<f4").astype(np.float64)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("prompt")
    parser.add_argument("--models", type=Path, default=MODELS)
    options = parser.parse_args()
    print(json.dumps(Routers(options.models).win_rates(options.prompt), indent=1))
