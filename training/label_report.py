"""How far the network agrees with labels that it never saw, and how far a judge agrees with itself.

    python training/label_report.py --data ../shared/data [--held-back]

prints Spearman's correlations on the labels' `test` split, with 95 % intervals over resampled prompts: of the win rate with the
judged gap between the strong and the weak model, of the reasoning with the judged one, and of the prompt's length with both. With
`--held-back` on the training labels that were held back from the network, to choose by. Labels are by a language model.
"""

import argparse
from pathlib import Path

import numpy as np
from scipy.stats import spearmanr

from comparisons import json_lines
from embed import Embedder
from examples import HEAD_TOKENS, TAIL_TOKENS
from labels import OWN_LABELS, SECOND_READING, is_test, read_labels
from readable_prompt import readable
from routers import MODELS
from tune import is_held_back
from win_rate import pair_scores

ASSISTANTS = ("specstory", "aider")
RESAMPLES = 500
FEWEST = 20


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--models", type=Path, default=MODELS)
    parser.add_argument("--held-back", action="store_true")
    options = parser.parse_args()
    chosen = (lambda hash: not is_test(hash) and is_held_back(hash)) if options.held_back else is_test
    labels = [label for label in read_labels(options.data) if chosen(label.hash) and not np.isnan(label.success).any()]
    reading = Embedder(options.models, HEAD_TOKENS, TAIL_TOKENS).read_all([readable(label.prompt) for label in labels])
    scores = pair_scores(reading.success, reading.reasoning)
    success, reasoning = np.array([label.success for label in labels]), np.array([label.reasoning for label in labels])
    lengths = np.array([len(label.prompt) for label in labels])
    gap = success[:, 2] - success[:, 1]
    print("labels", "n", "gap", "length", "reasoning", "length", sep="\t")
    for name, here in groups(labels).items():
        if here.sum() >= FEWEST:
            known = here & ~np.isnan(reasoning)
            print(
                name, here.sum(), agreement(scores[here], gap[here]), agreement(lengths[here], gap[here]),
                agreement(reading.reasoning[known], reasoning[known]), agreement(lengths[known], reasoning[known]), sep="\t",
            )  # fmt: skip
    for line in second_readings():
        print(line)


def groups(labels):
    sources = np.array([label.source for label in labels])
    assistants, outcomes = np.isin(sources, ASSISTANTS), np.array([source.startswith("outcomes/") for source in sources])
    arena = np.array([source.startswith("arena") for source in sources])
    return {"all": np.ones(len(labels), bool), "coding assistants": assistants, "arena": arena, "with outcomes": outcomes}


def agreement(one, other):
    chance = np.random.default_rng(0)
    drawn = [spearmanr(one[rows], other[rows])[0] for rows in chance.integers(0, len(one), (RESAMPLES, len(one)))]
    low, high = np.quantile(drawn, [0.025, 0.975])
    return f"{spearmanr(one, other)[0]:.3f} ({low:.3f} to {high:.3f})"


def second_readings(folder=OWN_LABELS):
    """A judge's labels of the same prompts, first and second time."""
    first = {}
    for file in sorted(folder.glob("*.jsonl")):
        if file.stem != SECOND_READING:
            first.update({row["hash"]: row for row, _ in json_lines(file) if "hash" in row})
    pairs = [(first[row["hash"]], row) for row, _ in json_lines(folder / f"{SECOND_READING}.jsonl") if row["hash"] in first]
    values = {
        "weak": lambda row: row["success"][1],
        "strong": lambda row: row["success"][2],
        "gap": lambda row: row["success"][2] - row["success"][1],
        "reasoning": lambda row: row["reasoning"],
    }
    for name, value in values.items():
        one, other = (np.array([value(row) for row in side]) for side in zip(*pairs, strict=True))
        yield f"read twice ({len(pairs)}), {name}: {agreement(one, other)}"


if __name__ == "__main__":
    main()
