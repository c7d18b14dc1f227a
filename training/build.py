"""Builds models/ from data, start to end: the one command to run when data or training change.

    python training/build.py --data ../shared/data

reads DIR/outcomes, DIR/battles (either may be missing) and DIR/prompts, and writes the encoder, the three routers,
their calibration and the manifest. About ten minutes on two cores, nearly all of it embedding.
"""

import argparse
import base64
import hashlib
import json
import sys
from pathlib import Path

import numpy as np
import torch

from calibration import calibration_prompts, fit_platt, quantiles_of_parts, win_rates, write_json
from comparisons import BadData, read_comparisons
from embed import Embedder
from encoder import BASE_MODEL, MINILM, TINY, export, export_tokenizer, make_encoder
from features import FEATURES, features
from gap import apgr_by_source
from item_response import CLIP, score_item_response, tier_scores, train_item_response
from lexical import dump_trees, score_lexical, train_lexical
from manifest import write_manifest
from mf import score_mf, train_mf
from prompt_hash import prompt_hash
from strengths import bradley_terry, win_table
from tier_comparisons import between, compare_tiers
from tiers import cut_tiers

SHORTEST_PROMPT = 16  # characters; the paper drops shorter ones too (appendix A)
FOLDS = 5
HEAD_TOKENS, TAIL_TOKENS = 64, 32


def parse(arguments=None):
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder with outcomes/, battles/ and prompts/")
    parser.add_argument("--out", type=Path, default=Path(__file__).parent.parent / "models")
    parser.add_argument("--encoder", choices=["minilm", "tiny"], default="minilm", help="tiny: random weights, for tests")
    parser.add_argument("--strong", default="gpt-4-1106-preview", help="model whose tier stands for the strong one")
    parser.add_argument("--weak", default="mixtral-8x7b-instruct-v0.1", help="model whose tier stands for the weak one")
    parser.add_argument("--tiers", type=int, default=10)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--cache", type=Path, help="folder that keeps embeddings between builds")
    return parser.parse_args(arguments)


def build(options):
    torch.set_num_threads(2)
    comparisons = long_enough(read_comparisons(options.data))
    parts = calibration_prompts(options.data)
    say(f"{len(comparisons.prompts)} prompts, {len(comparisons.models)} models, {len(comparisons.a)} comparisons")

    strengths = bradley_terry(win_table(comparisons))
    tiers = cut_tiers(strengths, options.tiers)
    count = int(tiers.max()) + 1
    strong, weak = pair_tiers(comparisons.models, tiers, options)  # two lists of tiers
    rows = compare_tiers(comparisons, tiers, count)
    pair = between(rows, strong, weak)
    if len(pair) < 2 * FOLDS:
        raise BadData(f"{options.data}: only {len(pair)} prompts compare models as strong and weak as the pair")
    say(f"{count} tiers; strong side {strong}, weak side {weak}; {len(rows)} tier comparisons")

    options.out.mkdir(parents=True, exist_ok=True)
    export(make_encoder(options.encoder), options.out)
    export_tokenizer(options.out)
    embeddings = embed_all(comparisons.prompts, options)
    counted = np.stack([features(prompt) for prompt in comparisons.prompts])

    scores = tier_scores(comparisons, tiers, count)
    sources = np.array(comparisons.sources)

    def train(keep):
        """The three learners on the prompts for which `keep` is true."""
        return (
            train_mf(embeddings, rows.where(keep[rows.prompt]), count, seed=options.seed),
            train_lexical(counted, pair.where(keep[pair.prompt]), seed=options.seed),
            train_item_response(embeddings[keep], counted[keep], scores[keep], sources[keep], seed=options.seed),
        )

    def score(learners, embeddings, counted):
        mf, lexical, response = learners
        return {
            "mf": score_mf(mf, embeddings, strong, weak),
            "lexical": score_lexical(lexical, counted),
            "itemResponse": score_item_response(response, embeddings, counted, strong, weak),
        }

    # scores of prompts that the scoring weights never saw: for calibration, the blend and the figures
    fold = np.array([int(prompt_hash(prompt)[2:6], 16) % FOLDS for prompt in comparisons.prompts])
    held = {name: np.zeros(len(pair)) for name in ("mf", "lexical", "itemResponse")}
    for number in range(FOLDS):
        here = fold[pair.prompt] == number
        place = pair.prompt[here]
        for name, values in score(train(fold != number), embeddings[place], counted[place]).items():
            held[name][here] = values
        say(f"fold {number + 1} of {FOLDS}")
    # each part of the default router has the same say
    blend = {name: 1 / float(held[name].std()) for name in ("itemResponse", "lexical")}
    held["default"] = blend_scores(blend, held)
    del held["itemResponse"]
    platt = {name: fit_platt(scores, pair.outcome, pair.weight) for name, scores in held.items()}

    learners = mf, lexical, response = train(np.ones(len(fold), dtype=bool))
    write_json(options.out / "mf.json", pack_mf(mf, comparisons.models, strengths, tiers, strong, weak, platt["mf"]))
    write_json(
        options.out / "lexical.json",
        {"formatVersion": 1, "features": FEATURES, "trees": dump_trees(lexical), "calibration": platt["lexical"]},
    )
    write_json(
        options.out / "default.json",
        {
            "formatVersion": 1,
            "blend": blend,
            "calibration": platt["default"],
            "itemResponse": pack_item_response(response, strong, weak),
        },
    )

    rates = {name: [] for name in held}
    for prompts in parts.values():
        raw = score(learners, embed_all(prompts, options), np.stack([features(prompt) for prompt in prompts]))
        raw["default"] = blend_scores(blend, raw)
        for name in held:
            rates[name].append(win_rates(raw[name], platt[name]))
    sample = {"prompts": sum(map(len, parts.values())), "sources": list(parts), "half": "even"}
    write_json(
        options.out / "calibration.json",
        {name: {"quantiles": quantiles_of_parts(rates[name]), "sample": sample} for name in rates},
    )

    names = sorted(set(comparisons.sources))
    figures = {
        "heldBack": {
            "command": "python training/build.py --data DIR",
            "what": f"exact APGR within each source, {FOLDS}-fold, on training rows held back from the scoring weights",
            "apgr": {name: apgr_by_source(scores, pair, names) for name, scores in held.items()},
        }
    }
    shape = MINILM if options.encoder == "minilm" else TINY
    encoder = {
        "id": "all-MiniLM-L6-v2-int8" if options.encoder == "minilm" else "tiny-random",
        "file": "encoder.onnx",
        "tokenizer": "tokenizer.json",
        "baseModel": BASE_MODEL,
        "license": "Apache-2.0",
        "quantisation": "dynamic int8, per channel, reduce_range",
        "dimensions": shape["width"],
        "headTokens": HEAD_TOKENS,
        "tailTokens": TAIL_TOKENS,
    }
    seeds = {"mf": options.seed, "lexical": options.seed, "itemResponse": options.seed}
    write_manifest(options.out, encoder, comparisons, seeds, figures, "python training/build.py --data DIR")
    say(json.dumps({name: {s: f["apgr"] for s, f in by.items()} for name, by in figures["heldBack"]["apgr"].items()}, indent=1))


def say(line):
    print(line, file=sys.stderr, flush=True)


def long_enough(comparisons):
    keep = np.array([len(prompt) >= SHORTEST_PROMPT for prompt in comparisons.prompts])
    return comparisons.where_prompts(keep)


def pair_tiers(models, tiers, options):
    """The tiers of the pair with the next stronger and the next weaker one: more models a side, so less noise."""
    for model in (options.strong, options.weak):
        if model not in models:
            raise BadData(f'{options.data}: no training row has a score of "{model}"; choose with --strong and --weak')
    strong, weak = (int(tiers[models.index(model)]) for model in (options.strong, options.weak))
    if strong >= weak:
        raise BadData(f"{options.strong} is in tier {strong}, not above {options.weak} in tier {weak}; choose another pair")
    return sorted({max(strong - 1, 0), strong}), sorted({weak, min(weak + 1, int(tiers.max()))})


def embed_all(prompts, options):
    """One embedding a prompt. With --cache they are kept under a name made of everything they depend on."""
    embedder = Embedder(options.out, HEAD_TOKENS, TAIL_TOKENS)
    digest = hashlib.sha256((options.out / "encoder.onnx").read_bytes())
    digest.update(json.dumps([HEAD_TOKENS, TAIL_TOKENS, prompts]).encode())
    kept = options.cache and options.cache / f"{digest.hexdigest()[:24]}.npy"
    if kept and kept.exists():
        return np.load(kept)
    embeddings = embedder.all(prompts, lambda done: done % 1000 == 0 and say(f"embedded {done} of {len(prompts)}"))
    if kept:
        kept.parent.mkdir(parents=True, exist_ok=True)
        np.save(kept, embeddings)
    return embeddings


def blend_scores(blend, scores):
    return sum(share * scores[name] for name, share in blend.items())


def pack_mf(mf, models, strengths, tiers, strong, weak, platt):
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
        "formatVersion": 1, "shape": list(mf.project.weight.shape), "strongTiers": strong, "weakTiers": weak,
        "projection": pack(mf.project.weight), "bias": pack(mf.project.bias), "output": pack(mf.output),
        "calibration": platt, "tiers": table,
    }  # fmt: skip


def pack_item_response(model, strong, weak):
    skills = model.skills
    return {
        "shape": [*skills.weight.shape, len(model.ease)], "strongTiers": strong, "weakTiers": weak,
        "center": pack(model.center), "spread": pack(model.spread), "clip": CLIP,
        "weight": pack(skills.weight), "bias": pack(skills.bias),
        "ability": pack(model.ability), "ease": pack(model.ease),
    }  # fmt: skip


def pack(tensor):
    """Base64 of little-endian float32."""
    return base64.b64encode(tensor.detach().numpy().astype("<f4").tobytes()).decode()


if __name__ == "__main__":
    try:
        build(parse())
    except (BadData, OSError) as error:
        sys.exit(f"build.py: {error}")
