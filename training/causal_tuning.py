"""Tunes the upper layers on the loss over the label tokens, and reads the win rate's raw score off the labels.

Each source has an offset a label while tuning, as in mf.py: without them a model learns which source a prompt is from
rather than how hard it is. They are dropped afterwards.
"""

import copy

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F

GOOD_ENOUGH = 3  # classes from here on, the labels 4 and 5, say that the weak model will do (RouteLLM's rule)
BATCH = 16
RATE, OFFSET_RATE, DECAY = 1e-4, 1e-2, 0.01


def win_scores(logits):
    """Log-odds that the weak model will not do, [prompts], from logits [prompts, labels]."""
    shares = np.asarray(logits, dtype=np.float64)
    return np.logaddexp.reduce(shares[:, :GOOD_ENOUGH], axis=1) - np.logaddexp.reduce(shares[:, GOOD_ENOUGH:], axis=1)


def tune(upper, states, sample, train, held, options, say):
    """Tunes on the rows `train`, keeps the epoch that did best on the rows `held`, and returns that loss.

    `sample` has a "label" and a "source" a prompt; `states` are those of causal_states.py.
    """
    torch.manual_seed(options.seed)
    chance = np.random.default_rng(options.seed)
    label, source = torch.tensor(sample["label"]), torch.tensor(sample["source"])
    offsets = nn.Embedding(int(sample["source"].max()) + 1, upper.head.out_features)
    nn.init.zeros_(offsets.weight)
    optimizer = torch.optim.AdamW(
        [{"params": upper.parameters(), "lr": RATE, "weight_decay": DECAY},
         {"params": offsets.parameters(), "lr": OFFSET_RATE, "weight_decay": 0.0}]
    )  # fmt: skip
    steps = options.epochs * -(-len(train) // BATCH)
    warm = max(1, steps // 10)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min((step + 1) / warm, (steps - step) / max(1, steps - warm))
    )
    tuned, least = copy.deepcopy(upper.state_dict()), np.inf
    for epoch in range(options.epochs):
        total = 0.0
        for batch in batches(train, states, chance):
            logits = upper(*stacked(states, batch)) + offsets(source[batch])
            loss = F.cross_entropy(logits, label[batch])
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(upper.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            total += loss.item() * len(batch)
        with torch.no_grad():
            logits = torch.tensor(run(upper, states, held)) + offsets(source[held])
            reached = float(F.cross_entropy(logits, label[held]))
        say(f"epoch {epoch + 1} of {options.epochs}: loss {total / len(train):.4f}, held back {reached:.4f}")
        if reached < least:
            tuned, least = copy.deepcopy(upper.state_dict()), reached
    upper.load_state_dict(tuned)
    return least


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
