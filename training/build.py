"""Builds models/ from data, start to end: the one command to run when data or training change.

    python training/build.py --data ../shared/data

reads DIR/outcomes, DIR/battles (either may be missing), DIR/labels beside training/labels, and DIR/prompts, and writes the
network, the routers, their calibration and the manifest. Half an hour on two cores, most of it tuning the network;
`--encoder kept` leaves that as it is.
"""

import argparse
import hashlib
import json
import shutil
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import torch

from abilities import LEVEL_TABLE
from calibration import calibration_prompts, describe_sample, fit_platt, masses_of_parts, quantiles, win_rates
from comparisons import BadData, read_comparisons
from data_parts import LABELS, PARTS, part_of
from e5_small import BASE_MODEL
from embed import Embedder, Reading
from examples import HEAD_TOKENS, TAIL_TOKENS
from gap import apgr_by_source
from labels import OWN_LABELS, read_labels, split_labels
from learners import LEARNERS, ROUTERS, Material, score, train
from manifest import write_manifest
from network import export_network
from pack import pack_default, pack_lexical, pack_mf, write_json
from prompt_hash import prompt_hash
from readable_prompt import readable
from strengths import bradley_terry, win_table
from sw_ranking import BANK_FILE, pack_sw, write_bank
from tier_comparisons import between, compare_tiers
from tier_table import component_lines, components, joined_part, tier_lines, tier_table
from tiers import cut_tiers
from tune import is_held_back, tune_network
from vocabulary import write_tokenizer
from win_rate import fit_line, pair_scores, win_rates_of

SHORTEST_PROMPT = 16  # characters; the paper drops shorter ones too (appendix A)
FOLDS = 5
COMMAND = "python training/build.py --data DIR"
# parts of the preference data that the routers in models/augmentations/ are trained on; models/ itself has all of them
AUGMENTATIONS = {"base": ("base",), "golden": ("base", "golden"), "judge": ("base", "judge"), "labels": ("base", "labels")}


def parse(arguments=None):
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder with outcomes/, battles/, labels/ and prompts/")
    parser.add_argument("--out", type=Path, default=Path(__file__).parent.parent / "models")
    parser.add_argument("--labels", type=Path, default=OWN_LABELS, help="labels beside those of DIR/labels")
    parser.add_argument("--encoder", choices=["tuned", "kept", "tiny"], default="tuned", help="kept: the one in OUT; tiny: for tests")
    parser.add_argument("--strong", default="gpt-4-1106-preview", help="model whose tier stands for the strong one")
    parser.add_argument("--weak", default="mixtral-8x7b-instruct-v0.1", help="model whose tier stands for the weak one")
    parser.add_argument("--tiers", type=int, default=10)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--cache", type=Path, help="folder that keeps embeddings between builds")
    return parser.parse_args(arguments)


def build(options):
    torch.set_num_threads(2)
    torch.use_deterministic_algorithms(True)  # the same data and seed give the same files
    comparisons = read_comparisons(options.data)
    labels = split_labels(read_labels(options.data, options.labels), test=False)
    parts = calibration_prompts(options.data, labels)
    write_network(comparisons, labels, options)
    ranking, material, tables, everything, reading = prepare(long_enough(comparisons), labels, options)

    names, prompts = sorted(set(everything.sources)), everything.prompts
    held = held_back_scores(material, prompts, options.seed)
    pair, unseen = material.pair, np.array([is_held_back(prompt_hash(prompt)) for prompt in prompts])
    platt = {name: fit_platt(held[name], pair.outcome, pair.weight) for name in LEARNERS}
    held["default"] = pair_scores(reading.success[pair.prompt], reading.reasoning[pair.prompt])
    here = unseen[pair.prompt]
    line = fit_line(held["default"][here], pair.outcome[here], pair.weight[here])
    say(f"win rate: {line}")

    learners = train(material, np.ones(len(prompts), dtype=bool), options.seed)
    write_bank(options.out / BANK_FILE, learners.bank)
    write_routers(options.out, learners, PARTS, learners.bank, ranking, material, platt)
    calibrate(parts, material, learners, line, platt, options)
    write_augmentations(learners.bank, ranking, material, platt, options)

    apgr = {name: apgr_by_source(held[name], pair, names) for name in LEARNERS}
    apgr["default"] = apgr_by_source(held["default"][here], pair.where(here), names)
    held_back = {
        "command": COMMAND,
        "what": f"exact APGR within each source, {FOLDS}-fold, on training rows held back from the scoring weights; "
        "of default on the rows held back from the network",
        "apgr": apgr,
    }
    facts = {
        "encoder": encoder_facts(options),
        "pair": {"strong": options.strong, "weak": options.weak},
        "seeds": dict.fromkeys(("network", *LEARNERS), options.seed),
        "augmentations": list(AUGMENTATIONS),
        **tables,
        "figures": {"heldBack": held_back},
    }
    write_manifest(options.out, everything, facts, COMMAND)
    for name in ROUTERS:
        say(f"{name}: " + ", ".join(f"{source} {figure['apgr']:.3f}" for source, figure in apgr[name].items()))


def write_network(comparisons, labels, options):
    options.out.mkdir(parents=True, exist_ok=True)
    if options.out / LEVEL_TABLE.name != LEVEL_TABLE:
        shutil.copyfile(LEVEL_TABLE, options.out / LEVEL_TABLE.name)
    if options.encoder == "kept":
        return
    network, tokenizer = tune_network(comparisons, labels, tiny=options.encoder == "tiny", seed=options.seed)
    export_network(network, options.out / "encoder.onnx")
    write_tokenizer(tokenizer, options.out / "tokenizer.json")


def prepare(comparisons, labels, options):
    """Ranks the models and reads the prompts: all that the learners need, and tables of it for the manifest.

    A label compares the pair once more: the strong side wins by as much as its chance of success is greater.
    """
    say(f"{len(comparisons.prompts)} prompts, {len(comparisons.models)} models, {len(comparisons.a)} comparisons")
    groups = components(comparisons)
    say(*component_lines(groups))
    comparisons = joined_part(comparisons, groups)
    strengths = bradley_terry(win_table(comparisons))
    tiers = cut_tiers(strengths, options.tiers)
    table = tier_table(comparisons.models, strengths, tiers)
    say(*tier_lines(table))
    count = int(tiers.max()) + 1
    strong, weak = pair_tiers(comparisons.models, tiers, options)
    labels = [label for label in labels if not np.isnan(label.success).any()]
    everything = with_labels(comparisons, labels, options)
    rows = compare_tiers(everything, tiers, count)
    pair = between(rows, strong, weak)
    if len(pair) < 2 * FOLDS:
        raise BadData(f"{options.data}: only {len(pair)} prompts compare models as strong and weak as the pair")
    say(f"{count} tiers; strong side {strong}, weak side {weak}; {len(rows)} tier comparisons; {len(labels)} labels")

    reading = read_all(everything.prompts, options)
    material = Material(
        embeddings=reading.embedding,
        counted=reading.counted,
        rows=rows,
        pair=pair,
        sources=np.array(everything.sources),
        tiers=count,
        strong=strong,
        weak=weak,
    )
    joined = [{"models": len(group["models"]), "prompts": group["prompts"], "sources": group["sources"]} for group in groups]
    return (comparisons.models, strengths, tiers), material, {"tiers": table, "connected": joined}, everything, reading


def with_labels(comparisons, labels, options):
    first, count = len(comparisons.prompts), len(labels)
    strong, weak = (comparisons.models.index(model) for model in (options.strong, options.weak))
    won = [0.5 + (label.success[2] - label.success[1]) / 2 for label in labels]
    return replace(
        comparisons,
        prompts=[*comparisons.prompts, *(label.prompt for label in labels)],
        sources=[*comparisons.sources, *[LABELS] * count],
        scores=[*comparisons.scores, *[{}] * count],
        prompt=np.concatenate([comparisons.prompt, np.arange(first, first + count, dtype=np.int32)]),
        a=np.concatenate([comparisons.a, np.full(count, strong, dtype=np.int32)]),
        b=np.concatenate([comparisons.b, np.full(count, weak, dtype=np.int32)]),
        outcome=np.concatenate([comparisons.outcome, won]),
    )


def write_routers(folder, learners, parts, bank, ranking, material, platt):
    write_json(folder / "mf.json", pack_mf(learners.mf, ranking, material, platt["mf"]))
    write_json(folder / "swRanking.json", pack_sw(bank, material.strong, material.weak, platt["sw_ranking"], parts))
    write_json(folder / "lexical.json", pack_lexical(learners.lexical, platt["lexical"]))


def write_augmentations(bank, ranking, material, platt, options):
    """The same routers trained on part of the data, so that what each part adds can be shown (paper §4.1).

    Tiers and Platt's maps are those of all data: they are measured by the order of their scores, never routed by.
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
        write_routers(folder, train(material, keep, options.seed), used, bank, ranking, material, platt)


def held_back_scores(material, prompts, seed):
    """Scores of the pair's prompts by weights that never saw them: for calibration and the figures."""
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


def calibrate(parts, material, learners, line, platt, options):
    """Writes each router's win rates on prompts of the kind people route, as quantiles, and default.json with the prompts' readings."""
    prompts = [prompt for part in parts.values() for prompt in part]
    reading, masses = read_all(prompts, options), masses_of_parts(parts)
    scores = score(material, learners, reading.embedding, reading.counted)
    rates = {name: win_rates(scores[name], platt[name]) for name in LEARNERS}
    rates["default"] = win_rates_of(line, pair_scores(reading.success, reading.reasoning))
    sample = describe_sample(parts)
    write_json(options.out / "calibration.json", {name: {"quantiles": quantiles(rates[name], masses), "sample": sample} for name in ROUTERS})
    write_json(options.out / "default.json", pack_default(line, masses, reading.success, reading.reasoning))


def encoder_facts(options):
    return {
        "id": "tiny-random" if options.encoder == "tiny" else "turnout-e5-small-6-int8",
        "file": "encoder.onnx",
        "tokenizer": "tokenizer.json",
        "baseModel": BASE_MODEL,
        "license": "MIT",
        "quantisation": "dynamic int8, per channel, reduce_range",
        "dimensions": 32 if options.encoder == "tiny" else 384,
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


def read_all(prompts, options):
    """What the network says of prompts as the routers read them. With --cache it is kept under a name made of all it depends on."""
    prompts = [readable(prompt) for prompt in prompts]
    digest = hashlib.sha256((options.out / "encoder.onnx").read_bytes())
    digest.update(json.dumps([HEAD_TOKENS, TAIL_TOKENS, prompts]).encode())
    kept = options.cache and options.cache / f"{digest.hexdigest()[:24]}.npz"
    if kept and kept.exists():
        with np.load(kept) as arrays:
            return Reading(**arrays)
    embedder = Embedder(options.out, HEAD_TOKENS, TAIL_TOKENS)
    reading = embedder.read_all(prompts, lambda done: done % 1000 == 0 and say(f"read {done} of {len(prompts)}"))
    if kept:
        kept.parent.mkdir(parents=True, exist_ok=True)
        np.savez(kept, **reading._asdict())
    return reading


if __name__ == "__main__":
    try:
        build(parse())
    except (BadData, OSError) as error:
        sys.exit(f"build.py: {error}")
