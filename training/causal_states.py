"""Runs the frozen lower layers once over the sample and keeps what comes out, so that tuning never runs them again."""

import hashlib
import json

import numpy as np
import torch

BATCH = 16


def states_of(lower, texts, kept, say):
    """Hidden states of each text, a list of [tokens, width] float16; kept in the folder `kept` if there is one.

    Texts are lists of token ids. They are run longest first in batches of like length, padded on the right, which a
    causal model never looks at; what is kept is kept at once, so that a run that was stopped goes on.
    """
    folder = kept and kept / digest_of(lower)
    if folder:
        folder.mkdir(parents=True, exist_ok=True)
    files = [folder and folder / f"{hashlib.sha256(json.dumps(text).encode()).hexdigest()[:24]}.npy" for text in texts]
    states = [np.load(file) if file and file.exists() else None for file in files]
    missing = sorted((i for i in range(len(texts)) if states[i] is None), key=lambda i: -len(texts[i]))
    for start in range(0, len(missing), BATCH):
        batch = missing[start : start + BATCH]
        with torch.no_grad():
            out = lower(padded([texts[i] for i in batch])).to(torch.float16).numpy()
        for row, i in enumerate(batch):
            states[i] = out[row, : len(texts[i])].copy()
            if files[i]:
                np.save(files[i], states[i])
        say(f"lower layers: {start + len(batch)} of {len(missing)} prompts")
    return states


def padded(texts):
    longest = max(map(len, texts))
    return torch.tensor([text + [0] * (longest - len(text)) for text in texts])


def digest_of(lower):
    found = hashlib.sha256()
    for name, tensor in sorted(lower.state_dict().items()):
        found.update(name.encode() + tensor.numpy().tobytes())
    return found.hexdigest()[:16]
