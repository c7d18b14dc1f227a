"""The tuned label model as one ONNX graph: inputs `input_ids` and `attention_mask`, output the labels' `logits`.

The lower layers and the embedding stay in the four bits they came in; the tuned layers take eight.
"""

import io
import warnings

import numpy as np
import onnx
import torch

from onnx_runtime import onnxruntime
from quantise import quantise_products


def export(model, file):
    """Writes `file`; `model` is a llama.LabelModel."""
    whole = io.BytesIO()
    example = (torch.tensor([[1, 2, 3]]), torch.ones(1, 3, dtype=torch.int64))
    axes = {0: "batch", 1: "tokens"}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the exporter in use is deprecated, and traces constants on purpose
        torch.onnx.export(
            model, example, whole, dynamo=False, opset_version=18,
            input_names=["input_ids", "attention_mask"], output_names=["logits"],
            dynamic_axes={"input_ids": axes, "attention_mask": axes, "logits": {0: "batch"}},
        )  # fmt: skip
    graph = onnx.load_from_string(whole.getvalue())
    quantise_products(graph, bits_of)
    onnx.save(graph, str(file))


def bits_of(node):
    if node.startswith("/lower/layers"):
        return 4
    return 8 if node.startswith("/upper/layers") else None


class LabelSession:
    """The exported graph, run one text after the other as Turnout runs it."""

    def __init__(self, file, threads=1):
        settings = onnxruntime.SessionOptions()
        settings.intra_op_num_threads = threads
        self.session = onnxruntime.InferenceSession(str(file), settings, providers=["CPUExecutionProvider"])

    def __call__(self, ids):
        """Logits of the labels 1…5 after one text, a list of token ids."""
        tokens = np.array([ids], dtype=np.int64)
        return self.session.run(["logits"], {"input_ids": tokens, "attention_mask": np.ones_like(tokens)})[0][0]
