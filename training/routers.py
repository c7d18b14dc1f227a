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
from embed import Embedder
from features import FEATURES
from readable_prompt import readable
from sw_ranking import read_bank, score_sw
from win_rate import pair_scores, win_rates_of

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
        if self.lexical["features"] != FEATURES:
            raise ValueError(f"{models}/lexical.json was trained on other features than features.py counts")

    def win_rates(self, prompt):
        prompt = readable(prompt)
        reading = self.embed.read(prompt)
        scores = {
            "mf": self.mf_score(reading.embedding),
            "sw_ranking": self.sw_score(reading.embedding),
            "lexical": sum(leaf_value(tree, reading.counted) for tree in self.lexical["trees"]),
        }
        rates = {name: win_rate(score, getattr(self, name)["calibration"]) for name, score in scores.items()}
        unreadable = self.embed.unknown_share(prompt) > READABLE_UP_TO
        return {**rates, "default": rates["lexical"] if unreadable else self.default_win_rate(reading)}

    def default_win_rate(self, reading):
        """For the paper's pair."""
        score = pair_scores(reading.success[None], np.array([reading.reasoning]))
        return float(win_rates_of(self.default["winRate"], score)[0])

    def mf_score(self, embedding):
        side = lambda tiers: np.mean([unpack(self.mf["tiers"][tier]["vector"]) for tier in tiers], axis=0)
        apart = unpack(self.mf["output"]) * (side(self.mf["strongTiers"]) - side(self.mf["weakTiers"]))
        projected = unpack(self.mf["projection"]).reshape(self.mf["shape"]) @ embedding + unpack(self.mf["bias"])
        return float(apart @ projected)

    def sw_score(self, embedding):
        header = self.sw_ranking
        return float(score_sw(self.bank, embedding[None], header["strongTiers"], header["weakTiers"], header["used"])[0])


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
