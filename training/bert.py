"""The BERT router (paper §4.2): an encoder fine-tuned end to end to tell who wins, and packed for src/routing/routers/bert.ts.

    python training/bert.py --data ../shared/data

writes models/packs/bert. About half an hour on one core.

A linear layer over [CLS] of all-MiniLM-L6-v2 gives log-odds of three outcomes: the strong side wins, a tie, the weak side
wins. A prompt's target is how often each happened among the comparisons of the pair's tiers on it. The win rate is
P(strong wins) + P(tie) / 2, calibrated; RouteLLM's own code counts a tie wholly for the weak side.

Prompts are drawn with the chance that tier_comparisons.py weighs them by, so that no source drowns the rest. Every source
starts from its own shares of the outcomes, as in lexical.py: what is learnt is which prompts *within* a source need the
strong side. Word and position embeddings stay as they are. A tenth of the prompts, by hash, is never trained on: it picks
the step to stop at and calibrates.
"""

import argparse
import copy
import sys
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F

from bert_network import OUTCOMES, Classifier, ClassifierSession, win_score
from build import HEAD_TOKENS, TAIL_TOKENS, long_enough, pair_tiers, say
from calibration import calibration_prompts, describe_sample, fit_platt, quantiles_of_parts, win_rates
from comparisons import BadData, read_comparisons
from encoder import BASE_MODEL, export_int8, export_tokenizer, make_encoder
from gap import apgr_by_source
from pack import write_json
from pack_manifest import write_pack_manifest
from prompt_hash import prompt_hash
from readable_prompt import readable
from strengths import bradley_terry, win_table
from text_cut import cut_text, cut_tokens
from tier_comparisons import balance
from tiers import cut_tiers
from tokenizers import Tokenizer

COMMAND = "python training/bert.py --data DIR"
HELD_BACK = 10  # one prompt in so many
BATCH = 32
CHECKS = 4  # times the held-back prompts are looked at
ENCODER_RATE, HEAD_RATE, DECAY = 1e-4, 1e-3, 0.01


def parse(arguments=None):
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder with outcomes/, battles/ and prompts/")
    parser.add_argument("--out", type=Path, default=Path(__file__).parent.parent / "models" / "packs" / "bert")
    parser.add_argument("--encoder", choices=["minilm", "tiny"], default="minilm", help="tiny: random weights, for tests")
    parser.add_argument("--strong", default="gpt-4-1106-preview", help="model whose tier stands for the strong one")
    parser.add_argument("--weak", default="mixtral-8x7b-instruct-v0.1", help="model whose tier stands for the weak one")
    parser.add_argument("--tiers", type=int, default=10)
    parser.add_argument("--steps", type=int, default=300, help=f"batches of {BATCH} prompts")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--seed", type=int, default=0)
    return parser.parse_args(arguments)


def build(options):
    torch.set_num_threads(options.threads)
    torch.use_deterministic_algorithms(True)
    comparisons = long_enough(read_comparisons(options.data))
    parts = calibration_prompts(options.data)
    tiers = cut_tiers(bradley_terry(win_table(comparisons)), options.tiers)
    strong, weak = pair_tiers(comparisons.models, tiers, options)
    rows = pair_outcomes(comparisons, tiers, strong, weak)
    held = np.array([int(prompt_hash(comparisons.prompts[i])[2:6], 16) % HELD_BACK == 0 for i in rows["prompt"]])
    if held.sum() < 2 or held.all():
        raise BadData(f"{options.data}: {len(held)} prompts compare models as strong and weak as the pair: too few to hold some back")
    say(f"{len(held)} prompts, {held.sum()} of them held back; strong side {strong}, weak side {weak}")

    options.out.mkdir(parents=True, exist_ok=True)
    export_tokenizer(options.out)
    tokenizer = Tokenizer.from_file(str(options.out / "tokenizer.json"))
    ids = [token_ids(tokenizer, comparisons.prompts[i]) for i in rows["prompt"]]
    network, base = fine_tune(ids, rows, held, options)
    network.start_from(base)
    export_int8(network.eval(), options.out / "bert.onnx", "logits")

    session = ClassifierSession(options.out / "bert.onnx", options.threads)
    scores = np.array([win_score(session(ids[i])) for i in np.flatnonzero(held)])
    platt = fit_platt(scores, rows["outcome"][held], rows["weight"][held])
    write_json(options.out / "bert.json", {"formatVersion": 1, "outcomes": list(OUTCOMES), "calibration": platt})
    write_json(options.out / "calibration.json", {"bert": calibrate(parts, tokenizer, session, platt)})
    figures = held_back_figures(scores, rows, held, comparisons.sources)
    write_pack_manifest(options.out, "bert", network_facts(options), comparisons, {"bert": options.seed}, figures, COMMAND)


def pair_outcomes(comparisons, tiers, strong, weak):
    """One row a prompt on which the pair's tiers met: how often each of OUTCOMES happened, as shares."""
    first, second = tiers[comparisons.a], tiers[comparisons.b]
    forward = np.isin(first, strong) & np.isin(second, weak)
    backward = np.isin(first, weak) & np.isin(second, strong)
    met = forward | backward
    outcome = np.where(forward, comparisons.outcome, 1 - comparisons.outcome)[met]
    prompt, row = np.unique(comparisons.prompt[met], return_inverse=True)
    counts = np.stack([np.bincount(row, outcome == value, minlength=len(prompt)) for value in (1, 0.5, 0)], axis=1)
    shares = counts / counts.sum(1, keepdims=True)
    source = np.unique(comparisons.sources, return_inverse=True)[1][prompt]
    return {
        "prompt": prompt, "shares": shares, "outcome": shares @ [1, 0.5, 0], "source": source,
        "weight": balance(prompt, source),
    }  # fmt: skip


def token_ids(tokenizer, prompt):
    return cut_tokens(tokenizer.encode(cut_text(readable(prompt))).ids, HEAD_TOKENS, TAIL_TOKENS)


def fine_tune(ids, rows, held, options):
    """The network at its best check, and the log shares of the outcomes that every prompt starts from."""
    torch.manual_seed(options.seed)
    network = Classifier(make_encoder(options.encoder))
    encoder = [weight for name, weight in network.encoder.named_parameters() if name not in ("words.weight", "positions.weight")]
    optimizer = torch.optim.AdamW(
        [{"params": encoder, "lr": ENCODER_RATE}, {"params": network.head.parameters(), "lr": HEAD_RATE}], weight_decay=DECAY
    )
    warm = max(1, options.steps // 10)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min((step + 1) / warm, (options.steps - step) / max(1, options.steps - warm))
    )
    start = torch.tensor(source_log_shares(rows, ~held), dtype=torch.float32)
    shares = torch.tensor(rows["shares"], dtype=torch.float32)
    batches = draw_batches(ids, rows["weight"] * ~held, options)
    best, least = copy.deepcopy(network.state_dict()), held_back_loss(network, ids, rows, held, start)
    say(f"before training: held-back loss {least:.4f}")
    for step, batch in enumerate(batches, 1):
        loss = F.cross_entropy(network(*padded(ids, batch)) + start[rows["source"][batch]], shares[batch])
        optimizer.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(network.parameters(), 1.0)
        optimizer.step()
        schedule.step()
        if step % max(1, options.steps // CHECKS) == 0:
            reached = held_back_loss(network, ids, rows, held, start)
            say(f"step {step} of {options.steps}: held-back loss {reached:.4f}")
            if reached < least:
                best, least = copy.deepcopy(network.state_dict()), reached
    network.load_state_dict(best)
    weight = rows["weight"] * ~held
    return network, np.log(weight @ rows["shares"] / weight.sum() + 1e-6)


def source_log_shares(rows, keep):
    """Log shares of the outcomes in each source, one more of each counted so that none is impossible."""
    source = rows["source"]
    counts = np.stack([np.bincount(source, rows["shares"][:, k] * keep, minlength=source.max() + 1) for k in range(3)], axis=1)
    return np.log((counts + 1) / (counts + 1).sum(1, keepdims=True))


def draw_batches(ids, weight, options):
    """Prompts drawn by weight; each batch holds prompts of about one length, and batches come in any order."""
    random = np.random.default_rng(options.seed)
    drawn = random.choice(len(ids), size=options.steps * BATCH, p=weight / weight.sum())
    drawn = drawn[np.argsort([len(ids[i]) for i in drawn], kind="stable")].reshape(options.steps, BATCH)
    return random.permutation(drawn)


def padded(ids, batch):
    longest = max(len(ids[i]) for i in batch)
    tokens = torch.tensor([ids[i] + [0] * (longest - len(ids[i])) for i in batch])
    mask = torch.tensor([[1] * len(ids[i]) + [0] * (longest - len(ids[i])) for i in batch])
    return tokens, mask


@torch.no_grad()
def held_back_loss(network, ids, rows, held, start):
    places = sorted(np.flatnonzero(held), key=lambda i: len(ids[i]))
    losses = []
    for first in range(0, len(places), BATCH):
        batch = places[first : first + BATCH]
        logits = network(*padded(ids, batch)) + start[rows["source"][batch]]
        losses.append(F.cross_entropy(logits, torch.tensor(rows["shares"][batch], dtype=torch.float32), reduction="none"))
    return float(np.average(torch.cat(losses).numpy(), weights=rows["weight"][places]))


def calibrate(parts, tokenizer, session, platt):
    rates = {}
    for part, prompts in parts.items():
        scores = np.array([win_score(session(token_ids(tokenizer, prompt))) for prompt in prompts])
        rates[part] = win_rates(scores, platt)
    return {"quantiles": quantiles_of_parts(rates), "sample": describe_sample(parts)}


def held_back_figures(scores, rows, held, sources):
    kept = SimpleNamespace(outcome=rows["outcome"][held], source=rows["source"][held])
    apgr = apgr_by_source(scores, kept, sorted(set(sources)))
    for source, figure in apgr.items():
        say(f"{source}: {figure['prompts']} held back, APGR {figure['apgr']:.3f}")
    what = f"exact APGR within each source on the 1 / {HELD_BACK} of the training prompts that was held back"
    return {"heldBack": {"command": COMMAND, "what": what, "apgr": {"bert": apgr}}}


def network_facts(options):
    return {
        "id": "all-MiniLM-L6-v2-bert-int8" if options.encoder == "minilm" else "tiny-random",
        "file": "bert.onnx",
        "tokenizer": "tokenizer.json",
        "baseModel": BASE_MODEL,
        "license": "Apache-2.0",
        "quantisation": "dynamic int8, per channel, reduce_range",
        "dimensions": len(OUTCOMES),
        "headTokens": HEAD_TOKENS,
        "tailTokens": TAIL_TOKENS,
    }


if __name__ == "__main__":
    try:
        build(parse())
    except (BadData, OSError) as error:
        sys.exit(f"bert.py: {error}")
