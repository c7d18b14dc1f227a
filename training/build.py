"""Builds models/ from data, start to end: the one command to run when data or training change.

    python training/build.py --data ../shared/data

reads DIR/outcomes, DIR/battles (either may be missing) and DIR/prompts, and writes the encoder, the routers,
their calibration, the labels that explain decisions and the manifest. About ten minutes on two cores, nearly all of it embedding.
"""

import argparse
import hashlib
import json
import sys
from pathlib import Path

import numpy as np
import torch

from calibration import calibration_prompts, describe_sample, fit_platt, quantiles_of_parts, win_rates
from comparisons import BadData, read_comparisons
from data_parts import PARTS, part_of
from embed import Embedder
from encoder import BASE_MODEL, MINILM, TINY, export, export_tokenizer, make_encoder
from features import features
from gap import apgr_by_source
from kinds import kinds_of
from learners import LEARNERS, ROUTERS, Material, blend_scores, even_blend, score, train
from manifest import write_manifest
from neighbours import NEIGHBOURS_FILE, pack_neighbours
from pack import pack_default, pack_lexical, pack_mf, write_json
from prompt_hash import prompt_hash
from readable_prompt import readable
from strengths import bradley_terry, win_table
from sw_ranking import BANK_FILE, pack_sw, prompts_by_part, write_bank
from tier_comparisons import between, compare_tiers
from tier_scores import gain_of_tiers, model_scores, tier_scores
from tier_table import component_lines, components, require_connected, tier_lines, tier_table
from tiers import cut_tiers

SHORTEST_PROMPT = 16  # characters; the paper drops shorter ones too (appendix A)
FOLDS = 5
HEAD_TOKENS, TAIL_TOKENS = 64, 32
COMMAND = "python training/build.py --data DIR"
# parts of the preference data that the routers in models/augmentations/ are trained on; models/ itself has all three
AUGMENTATIONS = {"base": ("base",), "golden": ("base", "golden"), "judge": ("base", "judge")}


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
    torch.use_deterministic_algorithms(True)  # the same data and seed give the same files
    comparisons = long_enough(read_comparisons(options.data))
    prompts = calibration_prompts(options.data)
    ranking, material, tables = prepare(comparisons, options)

    held = held_back_scores(material, comparisons.prompts, options.seed)
    blend = even_blend(held)
    held["default"] = blend_scores(blend, held)
    pair = material.pair
    platt = {name: fit_platt(held[name], pair.outcome, pair.weight) for name in ROUTERS}

    learners = train(material, np.ones(len(comparisons.prompts), dtype=bool), options.seed)
    write_bank(options.out / BANK_FILE, learners.bank)
    labelled = pack_neighbours(comparisons, prompts_by_part(material.rows, material.sources))
    write_json(options.out / NEIGHBOURS_FILE, labelled)
    write_routers(options.out, learners, PARTS, learners.bank, ranking, material, blend, platt)
    write_json(options.out / "calibration.json", calibrate(prompts, material, learners, blend, platt, options))
    write_augmentations(learners.bank, ranking, material, blend, platt, options)

    names = sorted(set(comparisons.sources))
    apgr = {name: apgr_by_source(held[name], pair, names) for name in ROUTERS}
    held_back = {
        "command": COMMAND,
        "what": f"exact APGR within each source, {FOLDS}-fold, on training rows held back from the scoring weights",
        "apgr": apgr,
    }
    facts = {
        "encoder": encoder_facts(options),
        "pair": {"strong": options.strong, "weak": options.weak},
        "seeds": dict.fromkeys(LEARNERS, options.seed),
        "augmentations": list(AUGMENTATIONS),
        **tables,
        "figures": {"heldBack": held_back},
    }
    write_manifest(options.out, comparisons, facts, COMMAND)
    for name in ROUTERS:
        say(f"{name}: " + ", ".join(f"{source} {figure['apgr']:.3f}" for source, figure in apgr[name].items()))


def prepare(comparisons, options):
    """Ranks the models, exports the encoder and embeds: all that the learners need, and tables of it for the manifest."""
    say(f"{len(comparisons.prompts)} prompts, {len(comparisons.models)} models, {len(comparisons.a)} comparisons")
    groups = components(comparisons)
    say(*component_lines(groups))
    require_connected(groups)
    strengths = bradley_terry(win_table(comparisons))
    tiers = cut_tiers(strengths, options.tiers)
    table = tier_table(comparisons.models, strengths, tiers)
    say(*tier_lines(table))
    count = int(tiers.max()) + 1
    strong, weak = pair_tiers(comparisons.models, tiers, options)
    rows = compare_tiers(comparisons, tiers, count)
    pair = between(rows, strong, weak)
    if len(pair) < 2 * FOLDS:
        raise BadData(f"{options.data}: only {len(pair)} prompts compare models as strong and weak as the pair")
    say(f"{count} tiers; strong side {strong}, weak side {weak}; {len(rows)} tier comparisons")

    options.out.mkdir(parents=True, exist_ok=True)
    export(make_encoder(options.encoder), options.out)
    export_tokenizer(options.out)
    embeddings, counted = read_all(comparisons.prompts, options)
    scores = model_scores(comparisons)
    material = Material(
        embeddings=embeddings,
        counted=counted,
        rows=rows,
        pair=pair,
        gains=gain_of_tiers(tier_scores(scores, tiers, count), strong, weak),
        scores=scores,
        model_tiers=tiers,
        sources=np.array(comparisons.sources),
        kinds=np.array(kinds_of(comparisons)),
        tiers=count,
        strong=strong,
        weak=weak,
    )
    joined = [{"models": len(group["models"]), "prompts": group["prompts"], "sources": group["sources"]} for group in groups]
    return (comparisons.models, strengths, tiers), material, {"tiers": table, "connected": joined}


def write_routers(folder, learners, parts, bank, ranking, material, blend, platt):
    write_json(folder / "mf.json", pack_mf(learners.mf, ranking, material, platt["mf"]))
    write_json(folder / "swRanking.json", pack_sw(bank, material.strong, material.weak, platt["sw_ranking"], parts))
    write_json(folder / "lexical.json", pack_lexical(learners.lexical, platt["lexical"]))
    write_json(folder / "default.json", pack_default(learners, blend, platt["default"]))


def write_augmentations(bank, ranking, material, blend, platt, options):
    """The same routers trained on part of the data, so that what each part adds can be shown (paper §4.1).

    Tiers, blend and Platt's maps are those of all data: they are measured by the order of their scores, never routed by.
    """
    part = np.array([part_of(source) for source in material.sources])
    for name, parts in AUGMENTATIONS.items():
        keep = np.isin(part, parts)
        if not (keep[material.pair.prompt].any() and keep.sum() >= 2 * FOLDS):
            say(f"augmentation {name}: too few prompts, left out")
            continue
        say(f"augmentation {name}: {keep.sum()} prompts")
        folder = options.out / "augmentations" / name
        folder.mkdir(parents=True, exist_ok=True)
        used = [part for part in PARTS if part in parts]
        write_routers(folder, train(material, keep, options.seed), used, bank, ranking, material, blend, platt)


def held_back_scores(material, prompts, seed):
    """Scores of the pair's prompts by weights that never saw them: for calibration, the blend and the figures."""
    fold = np.array([int(prompt_hash(prompt)[2:6], 16) % FOLDS for prompt in prompts])
    held = {name: np.zeros(len(material.pair)) for name in LEARNERS}
    for number in range(FOLDS):
        here = fold[material.pair.prompt] == number
        place = material.pair.prompt[here]
        learners = train(material, fold != number, seed)
        for name, values in score(material, learners, material.embeddings[place], material.counted[place]).items():
            held[name][here] = values
        say(f"fold {number + 1} of {FOLDS}")
    return held


def calibrate(parts, material, learners, blend, platt, options):
    """What calibration.json holds: each router's win rates on prompts of the kind people route, as quantiles."""
    rates = {name: {} for name in ROUTERS}
    for part, prompts in parts.items():
        scores = score(material, learners, *read_all(prompts, options))
        scores["default"] = blend_scores(blend, scores)
        for name in ROUTERS:
            rates[name][part] = win_rates(scores[name], platt[name])
    sample = describe_sample(parts)
    return {name: {"quantiles": quantiles_of_parts(rates[name]), "sample": sample} for name in ROUTERS}


def read_all(prompts, options):
    """Embeddings and counted features of prompts as the routers read them."""
    prompts = [readable(prompt) for prompt in prompts]
    return embed_all(prompts, options), np.stack([features(prompt) for prompt in prompts])


def encoder_facts(options):
    real = options.encoder == "minilm"
    return {
        "id": "all-MiniLM-L6-v2-int8" if real else "tiny-random",
        "file": "encoder.onnx",
        "tokenizer": "tokenizer.json",
        "baseModel": BASE_MODEL,
        "license": "Apache-2.0",
        "quantisation": "dynamic int8, per channel, reduce_range",
        "dimensions": (MINILM if real else TINY)["width"],
        "headTokens": HEAD_TOKENS,
        "tailTokens": TAIL_TOKENS,
    }


def say(*lines):
    print(*lines, sep="\n", file=sys.stderr, flush=True)


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


if __name__ == "__main__":
    try:
        build(parse())
    except (BadData, OSError) as error:
        sys.exit(f"build.py: {error}")
