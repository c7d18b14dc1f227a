"""The BERT router's network (paper §4.2): [CLS] of an encoder → log-odds of three outcomes, in PyTorch and as exported."""

import math
from pathlib import Path

import numpy as np
import torch
from torch import nn

from onnx_runtime import onnxruntime

OUTCOMES = ("strong", "tie", "weak")  # who wins; the order of the logits


class Classifier(nn.Module):
    def __init__(self, encoder):
        super().__init__()
        self.encoder = encoder
        self.encoder.words.weight.requires_grad_(False)
        self.encoder.positions.weight.requires_grad_(False)
        self.head = nn.Linear(encoder.norm.normalized_shape[0], len(OUTCOMES))
        nn.init.zeros_(self.head.weight)
        nn.init.zeros_(self.head.bias)

    def forward(self, input_ids, attention_mask):
        return self.head(self.encoder.states(input_ids, attention_mask)[:, 0])

    @torch.no_grad()
    def start_from(self, logits):
        """Adds to every prompt's logits: what is known of the outcomes before the prompt is read."""
        self.head.bias += torch.tensor(logits, dtype=torch.float32)


class ClassifierSession:
    """The exported network, one prompt at a time as the extension runs it."""

    def __init__(self, file, threads=1):
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        self.session = onnxruntime.InferenceSession(Path(file).read_bytes(), options)

    def __call__(self, ids):
        ids = np.array([ids], dtype=np.int64)
        return self.session.run(["logits"], {"input_ids": ids, "attention_mask": np.ones_like(ids)})[0][0]


def win_score(logits):
    """Log-odds of P(strong wins) + P(tie) / 2, before calibration. The twin of src/routing/routers/bert.ts."""
    strong, tie, weak = np.asarray(logits, dtype=np.float64)
    half = tie - math.log(2)
    return float(np.logaddexp(strong, half) - np.logaddexp(weak, half))
