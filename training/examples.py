"""What the network is tuned on: prompts as it reads them, with a label or with what models scored, in batches."""

import random
from dataclasses import dataclass, field

import numpy as np
import torch

from features import features
from readable_prompt import readable
from text_cut import cut_text, cut_tokens

HEAD_TOKENS, TAIL_TOKENS = 64, 32
PADDING = 1
CHUNK = 2048  # prompts sorted by length at once, so that batches hold little padding


@dataclass
class Example:
    ids: list
    counted: np.ndarray
    label: object = None  # of labels.py
    scores: dict = field(default_factory=dict)
    source: str = ""


def read_example(tokenizer, prompt, **known):
    text = readable(prompt)
    ids = cut_tokens(tokenizer.encode(cut_text(text)).ids, HEAD_TOKENS, TAIL_TOKENS)
    return Example(ids, features(text).astype(np.float32), **known)


def batches(examples, tokens, seed=None):
    """Lists of examples of at most `tokens` word pieces with their padding; shuffled, unless there is no seed."""
    order, chance = list(range(len(examples))), random.Random(seed)
    if seed is not None:
        chance.shuffle(order)
    groups = []
    for first in range(0, len(order), CHUNK):
        group = []
        for at in sorted(order[first : first + CHUNK], key=lambda at: len(examples[at].ids)):
            if group and (len(group) + 1) * len(examples[at].ids) > tokens:
                groups.append(group)
                group = []
            group.append(at)
        groups.append(group)
    if seed is not None:
        chance.shuffle(groups)
    return [[examples[at] for at in group] for group in groups]


def tensors(batch):
    """Word pieces, mask and counted features."""
    longest = max(len(example.ids) for example in batch)
    ids, mask = torch.full((len(batch), longest), PADDING), torch.zeros(len(batch), longest, dtype=torch.long)
    for row, example in enumerate(batch):
        ids[row, : len(example.ids)] = torch.tensor(example.ids)
        mask[row, : len(example.ids)] = 1
    return ids, mask, torch.tensor(np.stack([example.counted for example in batch]))
