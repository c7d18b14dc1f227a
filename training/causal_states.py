"""Runs the frozen lower layers once over the sample and keeps what comes out, so that tuning never runs them again."""

import hashlib
import json

import numpy as np
import torch


def states_of(lower, texts, kept, say):
    """Hidden states of each text, a list of [tokens, width] float16; kept in the folder `kept` if there is one.

    Texts are lists of token ids. They are run longest first in batches of like length, padded on the right, which a
    causal model never looks at.
    """
    file = kept and kept / f"states-{digest(lower, texts)}.npy"
    ends = np.cumsum([len(text) for text in texts])
    if file and file.exists():
        return np.split(np.load(file, mmap_mode="r"), ends[:-1])
    states = [None] * len(texts)
    order = sorted(range(len(texts)), key=lambda i: -len(texts[i]))
    for start in range(0, len(order), 16):
        batch = order[start : start + 16]
        with torch.no_grad():
            out = lower(padded([texts[i] for i in batch])).to(torch.float16).numpy()
        for row, i in enumerate(batch):
            states[i] = out[row, : len(texts[i])].copy()
        say(f"lower layers: {start + len(batch)} of {len(texts)} prompts")
    if file:
        kept.mkdir(parents=True, exist_ok=True)
        np.save(file, np.concatenate(states))
    return states


def padded(texts):
    longest = max(map(len, texts))
    return torch.tensor([text + [0] * (longest - len(text)) for text in texts])


def digest(lower, texts):
    """Changes with anything that the states depend on."""
    found = hashlib.sha256(json.dumps(texts).encode())
    for name, tensor in sorted(lower.state_dict().items()):
        found.update(name.encode() + tensor.numpy().tobytes())
    return found.hexdigest()[:16]
