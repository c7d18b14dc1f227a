"""Tunes the network end to end on labels and outcomes together.

A batch of labels and a batch of outcomes take turns, each in its share of the steps, so that outcomes, which outnumber labels,
do not drown them. Each judge's leaning and each source's difficulty and spread are learnt beside the network and thrown away.
One prompt in HELD_BACK, by hash, is never learnt from: it fits the win rate and gives the figures in the manifest.
"""

import math
import sys
import time

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F

from abilities import fit_abilities, level_logits, read_levels
from e5_small import read_base_model
from encoder import Encoder
from examples import batches, read_example, tensors
from labels import LEVELS
from network import KINDS, POSITIONS, Network, base_encoder
from prompt_hash import prompt_hash
from vocabulary import SPECIAL, make_tokenizer, needed_pieces

PIECES = 40_000
HELD_BACK = 12
KIND_DECAY = 1e-3
LABEL_EPOCHS, OUTCOME_EPOCHS = 5, 1.5
TOKENS = 2500  # of a batch
RATE, HEADS_RATE, LEANING_RATE = 3e-4, 9e-4, 3e-3
WARM_UP, LAST_RATE = 0.06, 0.02
# what each part of the loss counts: the gap of strong and weak, reasoning and kind beside success; outcomes beside labels
GAP, REASONING, KIND, OUTCOMES = 4.0, 2.5, 0.0375, 0.125
MODELS_AT_ONCE = 12  # of those that answered a prompt
TINY_EPOCHS = (8, 4)
TINY = {"width": 32, "layers": 1, "heads": 2, "inner": 64}


def tune_network(comparisons, labels, tiny=False, seed=0, leave_out=()):
    """
    labels: of the training split
    leave_out: sources of outcomes and labels that are not learnt from
    Returns the network and its tokenizer.
    """
    torch.manual_seed(seed)
    labels = [label for label in labels if label.source.removeprefix("outcomes/") not in leave_out and not is_held_back(label.hash)]
    answers = zip(comparisons.prompts, comparisons.sources, comparisons.scores, strict=True)
    answers = [row for row in answers if row[1] not in leave_out and not is_held_back(prompt_hash(row[0]))]
    prompts, sources, scores = zip(*answers, strict=True)
    pieces, tokenizer = choose_pieces([*prompts, *(label.prompt for label in labels)], tiny)
    judged = [read_example(tokenizer, label.prompt, label=label) for label in labels]
    answered = [
        read_example(tokenizer, prompt, scores=score, source=source)
        for prompt, source, score in answers
    ]  # fmt: skip
    abilities = fit_abilities(scores, sources, read_levels())
    features = np.log1p(np.stack([example.counted for example in [*judged, *answered]]))
    encoder = Encoder(vocab=len(pieces), positions=POSITIONS, **TINY) if tiny else base_encoder(pieces)
    network = Network(encoder, features.shape[1])
    network.center.copy_(torch.tensor(features.mean(0)))
    network.spread.copy_(torch.tensor(features.std(0) + 1e-3))
    epochs = TINY_EPOCHS if tiny else (LABEL_EPOCHS, OUTCOME_EPOCHS)
    plan = interleave(*(epochs_of(part, times, seed + i) for i, (part, times) in enumerate(zip((judged, answered), epochs, strict=True))))
    learn(network, Judges(labels), Sources(sources, abilities, seed), plan)
    fit_kinds(network.eval(), judged)
    return network, tokenizer


def is_held_back(hash):
    return int(hash[4:6], 16) % HELD_BACK == 0


def choose_pieces(texts, tiny):
    base = read_base_model()
    pieces = np.arange(4000) if tiny else np.array(needed_pieces(base, texts, PIECES))
    names = [*SPECIAL, *(base.pieces[piece] for piece in pieces[len(SPECIAL) :])]
    return pieces, make_tokenizer(names, base.scores[pieces])


class Judges(nn.Module):
    """The loss of labels, with each judge's leaning at each level and in reasoning."""

    def __init__(self, labels):
        super().__init__()
        self.place = {judge: at for at, judge in enumerate(sorted({label.judge for label in labels}))}
        self.leaning = nn.Parameter(torch.zeros(max(1, len(self.place)), len(LEVELS) + 1))

    def loss(self, success, reasoning, kinds, batch):
        labels = [example.label for example in batch]
        leaning = self.leaning[[self.place[label.judge] for label in labels]]
        target = torch.tensor([label.success for label in labels])
        known = ~torch.isnan(target)
        target = torch.nan_to_num(target).clamp(0.01, 0.99)
        logits = success + leaning[:, : len(LEVELS)]
        least = -(target * target.log() + (1 - target) * (1 - target).log())  # of a label that is met exactly
        loss = (F.binary_cross_entropy_with_logits(logits, target, reduction="none") - least)[known].mean()
        chance = torch.sigmoid(logits)
        weak, strong = 1, 2
        loss = loss + GAP * (((chance[:, strong] - chance[:, weak]) - (target[:, strong] - target[:, weak])) ** 2)[known.all(1)].mean().nan_to_num()
        wanted = torch.tensor([label.reasoning for label in labels])
        here = ~torch.isnan(wanted)
        if here.any():
            loss = loss + REASONING * F.mse_loss(torch.sigmoid(reasoning[:, 0] + leaning[:, -1])[here], wanted[here])
        kind = torch.tensor([label.kind for label in labels])
        return loss + KIND * F.cross_entropy(kinds[kind >= 0], kind[kind >= 0]) if (kind >= 0).any() else loss


class Sources(nn.Module):
    """The loss of outcomes, with each source's difficulty and spread."""

    def __init__(self, sources, abilities, seed):
        super().__init__()
        names, counts = np.unique(sources, return_counts=True)
        self.place = {name: at for at, name in enumerate(names.tolist())}
        # a source of n prompts counts as √n
        weight = counts**-0.5
        self.weight = weight / np.average(weight, weights=counts)
        self.shape = nn.Parameter(torch.zeros(len(names), 2))
        self.abilities, self.chance = abilities, np.random.default_rng(seed)

    def loss(self, success, _reasoning, _kinds, batch):
        rows, levels, weights, scores = [], [], [], []
        for row, example in enumerate(batch):
            models = sorted(example.scores)
            if len(models) > MODELS_AT_ONCE:
                models = self.chance.choice(models, MODELS_AT_ONCE, replace=False)
            for model in models:
                rows.append(row)
                levels.append(self.abilities.of(str(model), example.source))
                scores.append(float(example.scores[model]))
                weights.append(self.weight[self.place[example.source]] / len(models))
        shape = self.shape[[self.place[batch[row].source] for row in rows]]
        level = torch.tensor(levels).clamp(-1, len(LEVELS))
        logits = level_logits(success[rows], level) * torch.exp(shape[:, 1]) + shape[:, 0]
        loss = F.binary_cross_entropy_with_logits(logits, torch.tensor(scores), reduction="none")
        return OUTCOMES * (torch.tensor(weights, dtype=torch.float32) * loss).sum() / len(batch)


def learn(network, judges, sources, plan):
    """plan: batches of labels and of outcomes, in order"""
    words = network.encoder.words.weight
    heads = [value for name, value in network.named_parameters() if not name.startswith("encoder.")]
    inner = [value for value in network.encoder.parameters() if value is not words]
    optimizer = torch.optim.AdamW([
        {"params": inner, "lr": RATE, "weight_decay": 0.01},
        {"params": [words], "lr": RATE, "weight_decay": 0.0},
        {"params": heads, "lr": HEADS_RATE, "weight_decay": 0.01},
        {"params": [judges.leaning, sources.shape], "lr": LEANING_RATE, "weight_decay": 0.1},
    ])  # fmt: skip
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: rate_at(step / len(plan)))
    began, losses = time.monotonic(), []
    network.train()
    for step, batch in enumerate(plan, 1):
        side = judges if batch[0].label else sources
        with torch.autocast("cpu", torch.bfloat16):
            _, *heads = network(*tensors(batch))
        loss = side.loss(*(head.float() for head in heads), batch)
        optimizer.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(network.parameters(), 0.25)
        optimizer.step()
        schedule.step()
        losses.append(float(loss.detach()))
        if step % 100 == 0:
            seconds = time.monotonic() - began
            print(f"tuned {step} of {len(plan)} steps in {seconds:.0f} s, loss {np.mean(losses[-100:]):.4f}", file=sys.stderr, flush=True)


def fit_kinds(network, judged):
    """Fits the head for kinds anew, on the network as it is then: while tuning, rare kinds are hardly seen."""
    known = [example for example in judged if example.label.kind >= 0]
    if not known:
        return
    read, kinds = [], []
    taken = network.kind.register_forward_pre_hook(lambda _, inputs: read.append(inputs[0].detach().float()))
    with torch.no_grad():
        for batch in batches(known, TOKENS):
            network(*tensors(batch))
            kinds += [example.label.kind for example in batch]
    taken.remove()
    read, kinds = torch.cat(read), torch.tensor(kinds)
    counts = torch.bincount(kinds, minlength=len(KINDS)).clamp(min=1).float()
    head = network.kind
    optimizer = torch.optim.LBFGS(head.parameters(), max_iter=200, line_search_fn="strong_wolfe")

    def loss():
        optimizer.zero_grad()
        # a kind of n prompts counts as √n
        value = F.cross_entropy(head(read), kinds, weight=counts**-0.5) + KIND_DECAY * head.weight.square().sum()
        value.backward()
        return value

    optimizer.step(loss)


def epochs_of(examples, epochs, seed):
    whole = [batch for epoch in range(math.ceil(epochs)) for batch in batches(examples, TOKENS, seed + 10 * epoch)] if examples else []
    return whole[: int(len(whole) * epochs / math.ceil(epochs))]


def interleave(*lists):
    places = [((at + 0.5) / len(part), order, at) for order, part in enumerate(lists) for at in range(len(part))]
    return [lists[order][at] for _, order, at in sorted(places)]


def rate_at(done):
    """A short rise, then half a cosine."""
    return min(1, (done + 1e-3) / WARM_UP) * ((1 + math.cos(math.pi * done)) / 2 * (1 - LAST_RATE) + LAST_RATE)
