"""Writes test/golden/own: a pack trained on the small file there, and the win rates that TypeScript must reproduce.

    python training/own_golden.py
"""

import json
from pathlib import Path

import numpy as np

from calibration import win_rates
from comparisons import read_comparisons
from embed import Embedder
from own_router import build, fit, pair_rows, parse, read_inputs, score_prompts

FOLDER = Path(__file__).parent.parent / "test" / "golden" / "own"
PROMPTS = [
    "Translate 'good evening' into Danish.",
    "Prove that the product of 7 consecutive integers is a multiple of 5040.",
    "Hi! Could you please name three kinds of bread? Thanks!",
    "Write a Rust function that merges 9 sorted lists and bound its running time.\n```rust\nfn merge() {}\n```",
    "東京はどこの国の首都ですか。",
]

if __name__ == "__main__":
    names = ["--strong", "mine-large", "--weak", "mine-small"]
    options = parse(["--data", str(FOLDER), *names, "--out", str(FOLDER / "pack")])
    build(options)
    manifest = json.loads((options.out / "manifest.json").read_text(encoding="utf-8"))
    own = json.loads((options.out / "own.json").read_text(encoding="utf-8"))
    network = manifest["encoder"]
    embedder = Embedder(options.models, network["headTokens"], network["tailTokens"])
    comparisons, outcome = pair_rows(read_comparisons(options.data), options)
    inputs = read_inputs(comparisons.prompts, embedder)
    weights = fit(inputs.values, outcome, manifest["figures"]["heldBack"]["decay"])
    rates = win_rates(score_prompts(PROMPTS, embedder, inputs, weights), own["calibration"])
    golden = [{"prompt": prompt, "winRate": float(rate)} for prompt, rate in zip(PROMPTS, np.round(rates, 6), strict=True)]
    (FOLDER / "winRates.json").write_text(json.dumps(golden, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
