"""Embeds prompts with the exported encoder, just as the extension does: one at a time, cut by text_cut."""

from pathlib import Path

import numpy as np
from tokenizers import Tokenizer

from onnx_runtime import onnxruntime
from text_cut import cut_text, cut_tokens


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
        """The share of the word pieces that the tokenizer does not know, between [CLS] and [SEP]."""
        pieces = self.token_ids(prompt)[1:-1]
        return pieces.count(self.tokenizer.token_to_id("[UNK]")) / max(1, len(pieces))

    def __call__(self, prompt):
        ids = np.array([self.token_ids(prompt)], dtype=np.int64)
        return self.session.run(["embedding"], {"input_ids": ids, "attention_mask": np.ones_like(ids)})[0][0]

    def all(self, prompts, progress=lambda done: None):
        rows = []
        for done, prompt in enumerate(prompts, 1):
            rows.append(self(prompt))
            progress(done)
        return np.stack(rows)
