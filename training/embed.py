"""Reads prompts with the exported network, just as the extension does: one at a time, cut by text_cut."""

from pathlib import Path
from typing import NamedTuple

import numpy as np
from tokenizers import Tokenizer

from features import features
from onnx_runtime import onnxruntime
from text_cut import cut_text, cut_tokens


class Reading(NamedTuple):
    """What the network says of one prompt, or of many, stacked."""

    embedding: np.ndarray
    success: np.ndarray  # log-odds of each level
    reasoning: np.ndarray  # 0 to 1
    counted: np.ndarray


class Embedder:
    def __init__(self, models, head, tail, threads=2):
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        self.session = onnxruntime.InferenceSession(Path(models, "encoder.onnx").read_bytes(), options)
        self.tokenizer = Tokenizer.from_file(str(Path(models, "tokenizer.json")))
        self.head, self.tail = head, tail

    def token_ids(self, prompt):
        return cut_tokens(self.tokenizer.encode(cut_text(prompt)).ids, self.head, self.tail)

    def unknown_share(self, prompt):
        """The share of the word pieces that the tokenizer does not know, between the first and the last."""
        pieces = self.token_ids(prompt)[1:-1]
        return pieces.count(self.tokenizer.token_to_id("<unk>")) / max(1, len(pieces))

    def read(self, prompt):
        ids, counted = np.array([self.token_ids(prompt)], dtype=np.int64), features(prompt)
        inputs = {"input_ids": ids, "attention_mask": np.ones_like(ids), "counted": counted[None].astype(np.float32)}
        embedding, success, reasoning = self.session.run(["embedding", "success", "reasoning"], inputs)
        return Reading(embedding[0], success[0], 1 / (1 + np.exp(-reasoning[0, 0])), counted)

    def __call__(self, prompt):
        return self.read(prompt).embedding

    def all(self, prompts, progress=lambda done: None):
        return self.read_all(prompts, progress).embedding

    def read_all(self, prompts, progress=lambda done: None):
        rows = []
        for done, prompt in enumerate(prompts, 1):
            rows.append(self.read(prompt))
            progress(done)
        return Reading(*(np.stack(column) for column in zip(*rows, strict=True)))
