"""Tunes the upper layers on the loss over the label tokens, and reads the win rate's raw score off the labels.

Each source starts from its own shares of the labels, as in bert.py: what is learnt is which prompts *within* a source
are too hard for the weak side, not which source a prompt is from. Afterwards all start from the same shares.
"""

import copy

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F

from causal_sample import LABELS

GOOD_ENOUGH = 3  # classes from here on, the labels 4 and 5, say that the weak model will do (RouteLLM's rule)
BATCH = 16
CENTERED = 200  # prompts whose mean logits are taken off before tuning
CHECKS = 2  # times an epoch that the held-back prompts are looked at
RATE, DECAY = 3e-5, 0.01


def win_scores(logits):
    """Log-odds that the weak model will not do, [prompts], from logits [prompts, labels]."""
    shares = np.asarray(logits, dtype=np.float64)
    return np.logaddexp.reduce(shares[:, :GOOD_ENOUGH], axis=1) - np.logaddexp.reduce(shares[:, GOOD_ENOUGH:], axis=1)


def tune(upper, states, sample, train, held, options, say):
    """Tunes on the rows `train`, keeps the weights that did best on the rows `held`, and returns that loss.

    `sample` has a "label" and a "source" a prompt; `states` are those of causal_states.py.
    """
    torch.manual_seed(options.seed)
    chance = np.random.default_rng(options.seed)
    label = torch.tensor(sample["label"])
    start = torch.tensor(source_log_shares(sample, train), dtype=torch.float32)[torch.tensor(sample["source"])]
    upper.head.bias.data -= torch.tensor(run(upper, states, train[:CENTERED]).mean(0))
    optimizer = torch.optim.AdamW(upper.parameters(), lr=RATE, weight_decay=DECAY)
    drawn = [batch for _ in range(options.epochs) for batch in batches(train, states, chance)]
    warm, every = max(1, len(drawn) // 10), max(1, len(drawn) // (CHECKS * options.epochs))
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min((step + 1) / warm, (len(drawn) - step) / max(1, len(drawn) - warm))
    )
    held_back_loss = lambda: float(F.cross_entropy(torch.tensor(run(upper, states, held)) + start[held], label[held]))
    tuned, least = copy.deepcopy(upper.state_dict()), held_back_loss()
    say(f"before tuning: held-back loss {least:.4f}")
    for step, batch in enumerate(drawn, 1):
        loss = F.cross_entropy(upper(*stacked(states, batch)) + start[batch], label[batch])
        optimizer.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(upper.parameters(), 1.0)
        optimizer.step()
        schedule.step()
        if step % every == 0:
            reached = held_back_loss()
            say(f"batch {step} of {len(drawn)}: held-back loss {reached:.4f}")
            if reached < least:
                tuned, least = copy.deepcopy(upper.state_dict()), reached
    upper.load_state_dict(tuned)
    shares = np.bincount(sample["label"][train], minlength=len(upper.head.bias)) + 1
    upper.head.bias.data += torch.tensor(np.log(shares / shares.sum()), dtype=torch.float32)
    return least


def source_log_shares(sample, rows):
    """Log shares of the labels in each source, [sources, labels], one more of each counted so that none is impossible."""
    counts = np.ones((int(sample["source"].max()) + 1, LABELS))
    np.add.at(counts, (sample["source"][rows], sample["label"][rows]), 1)
    return np.log(counts / counts.sum(1, keepdims=True))


def batches(rows, states, chance):
    """Rows in any order, each batch of like length."""
    rows = chance.permutation(rows)
    rows = rows[np.argsort([len(states[i]) for i in rows], kind="stable")]
    cut = [rows[start : start + BATCH] for start in range(0, len(rows), BATCH)]
    return [cut[i] for i in chance.permutation(len(cut))]


def stacked(states, rows):
    """Hidden states padded on the right, and the mask that tells where each text ends."""
    lengths = [len(states[i]) for i in rows]
    padded = torch.zeros(len(rows), max(lengths), states[rows[0]].shape[1])
    mask = torch.zeros(len(rows), max(lengths), dtype=torch.int64)
    for row, (i, length) in enumerate(zip(rows, lengths, strict=True)):
        padded[row, :length] = torch.from_numpy(states[i].astype(np.float32))
        mask[row, :length] = 1
    return padded, mask


@torch.no_grad()
def run(upper, states, rows):
    """Logits of the labels, [rows, labels]."""
    cut = [rows[start : start + BATCH] for start in range(0, len(rows), BATCH)]
    return np.concatenate([upper(*stacked(states, batch)).numpy() for batch in cut])
