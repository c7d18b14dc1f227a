"""How often the topic that neighbours.py names is right, and what its two numbers were chosen by.

    python training/neighbour_quality.py --data ../shared/data

NEAREST was chosen by training rows alone, each explained by the bank without itself. UNLIKE_BELOW was chosen by training
rows explained by the bank without their whole source, the nearest thing to a prompt of a new kind: under it the topic named is
right about one time in six. The last part is the result: `test` rows, which no choice was made by, beside always naming their
commonest topic, the best that could be said of all alike. Rows whose topic has no training row are left out, since no neighbour could be right.
"""

import argparse
import sys
from pathlib import Path

import numpy as np

from build import HEAD_TOKENS, TAIL_TOKENS, long_enough
from comparisons import BadData, data_files, json_lines, read_comparisons
from embed import Embedder
from neighbours import NEAREST, UNLIKE_BELOW
from readable_prompt import readable
from routers import MODELS
from topics import topic_of
from write_neighbours import order_of, read_models_bank

COUNTS = (1, 5, 10, 25, 50)
EDGES = (0.0, 0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6, 0.7, 0.8, 1.01)


def parse(arguments=None):
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder with outcomes/ and battles/")
    parser.add_argument("--models", type=Path, default=MODELS)
    return parser.parse_args(arguments)


def main(options):
    comparisons = long_enough(read_comparisons(options.data))
    bank = read_models_bank(options.models)
    order = order_of(bank, comparisons, options)
    directions = bank.directions.astype(np.float32)
    directions /= np.linalg.norm(directions, axis=1, keepdims=True)
    source = np.array(comparisons.sources)[order]
    topic = np.array([topic_of(comparisons.sources[i], comparisons.tasks[i], comparisons.prompts[i]) for i in order])

    print("training rows, each explained by all others: the topic named is right")
    _, named = explain(directions, topic, directions, COUNTS, blank_self=True)
    for count in COUNTS:
        print(f"  {count:2} nearest  {(named[count] == topic).mean():.3f}")

    print("training rows explained by other sources alone, by the similarity of the nearest")
    report_bins(*explain_without_source(directions, topic, source))

    rows = test_rows(options.data, set(topic))
    if not rows:
        raise BadData(f"{options.data}: no test row is of a topic that training rows have")
    embedder = Embedder(options.models, HEAD_TOKENS, TAIL_TOKENS)
    embeddings = embedder.all([readable(prompt) for _, _, prompt in rows])
    truth = np.array([truth for _, truth, _ in rows])
    nearest, named = explain(embeddings, topic, directions, [NEAREST])
    right = named[NEAREST] == truth
    commonest = mode(truth)
    like = nearest >= UNLIKE_BELOW
    print(f"{len(rows)} test rows: right {right.mean():.3f}; always {commonest} {(truth == commonest).mean():.3f}")
    print(f"  unlike anything {(~like).mean():.3f}; right where a topic is named {right[like].mean():.3f}")
    for name in sorted({name for name, _, _ in rows}):
        here = np.array([row[0] == name for row in rows])
        print(f"  {name:20} {here.sum():4} rows  right {right[here].mean():.3f}  unlike {(~like)[here].mean():.3f}")


def explain(embeddings, topic, directions, counts, blank_self=False, at_once=1000):
    """The similarity of the nearest row to each embedding, and by each of `counts` the commonest topic of so many nearest."""
    nearest, named = [], {count: [] for count in counts}
    for first in range(0, len(embeddings), at_once):
        cosines = embeddings[first : first + at_once] @ directions.T
        if blank_self:
            cosines[np.arange(len(cosines)), np.arange(first, first + len(cosines))] = -2
        order = np.argsort(-cosines, axis=1, kind="stable")[:, : max(counts)]
        nearest.append(np.take_along_axis(cosines, order[:, :1], 1)[:, 0])
        for count in counts:
            named[count] += [mode(topic[row[:count]]) for row in order]
    return np.concatenate(nearest), {count: np.array(names) for count, names in named.items()}


def mode(labels):
    names, counts = np.unique(labels, return_counts=True)
    return names[counts.argmax()]


def explain_without_source(directions, topic, source):
    """Of rows whose topic other sources have too: the nearest's similarity, and whether the topic named is theirs."""
    nearest, right = [], []
    for name in np.unique(source):
        rest = source != name
        here = ~rest & np.isin(topic, topic[rest])
        if here.any():
            similarity, named = explain(directions[here], topic[rest], directions[rest], [NEAREST])
            nearest.append(similarity)
            right.append(named[NEAREST] == topic[here])
    return np.concatenate(nearest), np.concatenate(right)


def report_bins(nearest, right):
    for low, high in zip(EDGES, EDGES[1:], strict=False):
        here = (nearest >= low) & (nearest < high)
        if here.any():
            print(f"  {low:.2f} to {min(high, 1):.2f}  {here.sum():5} rows  right {right[here].mean():.3f}")
    for side, here in (("under", nearest < UNLIKE_BELOW), ("from", nearest >= UNLIKE_BELOW)):
        if here.any():
            print(f"  {side} {UNLIKE_BELOW}  {here.sum():5} rows  right {right[here].mean():.3f}")


def test_rows(data, topics):
    """(source, topic, prompt) of each test row that is of one of `topics`."""
    rows = []
    for file in data_files(data, "outcomes"):
        for row, _ in json_lines(file):
            source, prompt = row.get("source", file.stem), row["prompt"]
            topic = topic_of(source, row.get("task", ""), prompt)
            if row["split"] == "test" and topic in topics:
                rows.append((source, topic, prompt))
    return rows


if __name__ == "__main__":
    try:
        main(parse())
    except (BadData, OSError) as error:
        sys.exit(f"neighbour_quality.py: {error}")
