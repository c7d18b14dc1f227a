"""What reading more of a prompt is worth: the encoder's time and the quality at several cuts of the text.

    python training/text_cut_quality.py --data ../shared/data

A cut of 64+32 reads 64 word pieces from a prompt's head and 32 from its tail (text_cut.py). The quality is the exact
APGR that a ridge regression on the embeddings reaches on training rows held back from it, one regression a source in
five folds: a stand-in that is quick and makes no choices of its own, so that only the text differs. `test` rows and
benchmark files are not read. Times are the processor's, and each prompt is embedded at every cut before the next one, so
that what else the machine does slows all cuts alike.
"""

import argparse
import sys
import time
from pathlib import Path

import numpy as np

from build import FOLDS, HEAD_TOKENS, TAIL_TOKENS, long_enough, pair_tiers
from comparisons import BadData, read_comparisons
from embed import Embedder
from gap import apgr
from leave_one_out import NOISE, noise
from prompt_hash import prompt_hash
from strengths import bradley_terry, win_table
from tier_comparisons import between, compare_tiers
from tiers import cut_tiers

CUTS = ((32, 0), (48, 16), (64, 32), (96, 32), (128, 64), (256, 0))
CHOSEN = (HEAD_TOKENS, TAIL_TOKENS)
RIDGE = 1.0
FEWEST = 50  # rows of a source that is measured
RESAMPLES = 500


def parse(arguments=None):
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder with outcomes/ and battles/")
    parser.add_argument("--models", type=Path, default=Path(__file__).parent.parent / "models")
    parser.add_argument("--most", type=int, default=500, help="rows of a source at most, drawn by --seed")
    parser.add_argument("--strong", default="gpt-4-1106-preview", help="model whose tier stands for the strong one")
    parser.add_argument("--weak", default="mixtral-8x7b-instruct-v0.1", help="model whose tier stands for the weak one")
    parser.add_argument("--tiers", type=int, default=10)
    parser.add_argument("--seed", type=int, default=0)
    return parser.parse_args(arguments)


def main(options):
    comparisons = long_enough(read_comparisons(options.data))
    pair = pair_rows(comparisons, options)
    gains = 2 * pair.outcome - 1
    rows_of = [np.flatnonzero(pair.source == source) for source in np.unique(pair.source)]
    sources = [here for here in rows_of if len(here) >= FEWEST and noise(gains[here]) <= NOISE]
    if not sources:
        raise BadData(f"{options.data}: no source has prompts enough to tell a good ranking from a random one")
    prompts = [comparisons.prompts[p] for p in pair.prompt]
    fold = np.array([int(prompt_hash(prompt)[2:6], 16) % FOLDS for prompt in prompts])

    pieces, embeddings, seconds = embed_at_cuts(prompts, options.models)
    scores = {cut: held_back_scores(embeddings[cut], gains, fold, sources) for cut in CUTS}
    quality = {cut: mean_apgr(scores[cut], gains, sources) for cut in CUTS}
    apart = resampled_differences(scores, gains, sources, options.seed)

    print(f"{len(prompts)} prompts; APGR is the mean of {len(sources)} sources.\n")
    print(f"| cut | prompts it shortens | ms a prompt | relative | APGR | difference from {CHOSEN[0]}+{CHOSEN[1]} |")
    print("|---|---|---|---|---|---|")
    for cut in CUTS:
        low, high = np.percentile(apart[cut], [2.5, 97.5])
        difference = "–" if cut == CHOSEN else f"{quality[cut] - quality[CHOSEN]:+.3f} ({low:+.3f} to {high:+.3f})"
        print(
            f"| {cut[0]}+{cut[1]} | {(pieces > sum(cut)).mean():.0%} | {1000 * seconds[cut] / len(prompts):.1f} "
            f"| {seconds[cut] / seconds[CHOSEN]:.2f} | {quality[cut]:.3f} | {difference} |"
        )


def pair_rows(comparisons, options):
    """Rows of the pair's tiers, at most `--most` a source."""
    tiers = cut_tiers(bradley_terry(win_table(comparisons)), options.tiers)
    pair = between(
        compare_tiers(comparisons, tiers, int(tiers.max()) + 1), *pair_tiers(comparisons.models, tiers, options)
    )
    order = np.random.default_rng(options.seed).permutation(len(pair))
    drawn = [order[pair.source[order] == source][: options.most] for source in np.unique(pair.source)]
    return pair.where(np.sort(np.concatenate(drawn)))


def embed_at_cuts(prompts, models):
    """How many word pieces each prompt has; by cut, one embedding a prompt and the seconds that all took."""
    embedder = Embedder(models, *CHOSEN, threads=1)
    embeddings, seconds = {cut: [] for cut in CUTS}, dict.fromkeys(CUTS, 0.0)
    pieces = []
    for prompt in prompts:
        for cut in CUTS:
            embedder.head, embedder.tail = cut
            started = time.process_time()
            embeddings[cut].append(embedder(prompt))
            seconds[cut] += time.process_time() - started
        embedder.head = 10**6
        pieces.append(len(embedder.token_ids(prompt)) - 2)
    return np.array(pieces), {cut: np.stack(rows) for cut, rows in embeddings.items()}, seconds


def held_back_scores(embeddings, gains, fold, sources):
    """For each row the gain that ridge regressions on the other folds of its source expect."""
    scores = np.zeros(len(gains))
    for here in sources:
        for number in range(FOLDS):
            held, rest = here[fold[here] == number], here[fold[here] != number]
            center, level = embeddings[rest].mean(0), gains[rest].mean()
            x = embeddings[rest] - center
            weights = np.linalg.solve(x.T @ x + RIDGE * np.eye(x.shape[1]), x.T @ (gains[rest] - level))
            scores[held] = (embeddings[held] - center) @ weights
    return scores


def mean_apgr(scores, gains, sources):
    return float(np.mean([apgr(scores[rows], gains[rows]) for rows in sources]))


def resampled_differences(scores, gains, sources, seed):
    """By cut, how its mean APGR differs from the chosen cut's on resamples of the same prompts."""
    chance = np.random.default_rng(seed)
    apart = {cut: [] for cut in CUTS}
    for _ in range(RESAMPLES):
        resample = [chance.choice(rows, len(rows)) for rows in sources]
        measured = {cut: mean_apgr(scores[cut], gains, resample) for cut in CUTS}
        for cut in CUTS:
            apart[cut].append(measured[cut] - measured[CHOSEN])
    return apart


if __name__ == "__main__":
    try:
        main(parse())
    except (BadData, OSError) as error:
        sys.exit(f"text_cut_quality.py: {error}")
