"""The network that reads prompts: an encoder tuned end to end, with heads for success, reasoning and kind.

Inputs: `input_ids` and `attention_mask` ([batch, tokens], int64), and `counted` ([batch, features], float32, as features.py
counts them). Outputs, one row a prompt:

    embedding  [384]  mean-pooled, of unit length: what mf, sw_ranking, own and the personal head stand on
    success    [4]    log-odds that the answer of a model of level 0, 1, 2 and 3 is fully right; never falling
    reasoning  [1]    log-odds of the reasoning needed, of 9
    kinds      [18]   scores of KINDS

Level 0 is a small local model (Llama 3.2 3B), 1 Mixtral 8x7B, 2 GPT-4 Turbo, 3 a frontier model of 2026; between them the
log-odds are read off a straight line (levels.py).
"""

import torch
from torch import nn
from torch.nn import functional as F

from e5_small import read_base_model
from encoder import Encoder
from onnx_runtime import QuantType, quantize_dynamic

KINDS = (
    "chat", "writing", "fact", "explain", "reason", "math", "code", "debug", "sql", "shell", "data", "extract", "classify",
    "translate", "roleplay", "plan", "agent", "other",
)  # fmt: skip
LEVELS = 4
BASE_LAYERS = 6  # the base's first six of twelve; every second one did worse on held-back labels
POSITIONS = 128
HIDDEN = 256

# our name → the name in the base's file
LAYER_NAMES = {
    "query": "q", "key": "k", "value": "v", "attended": "ao",
    "attention_norm": "aln", "widen": "fi", "narrow": "fo", "output_norm": "oln",
}  # fmt: skip


class Network(nn.Module):
    def __init__(self, encoder, features, hidden=HIDDEN):
        super().__init__()
        self.encoder = encoder
        self.width = encoder.words.weight.shape[1]
        self.register_buffer("center", torch.zeros(features))
        self.register_buffer("spread", torch.ones(features))
        self.h = nn.Linear(2 * self.width + features, hidden)
        self.drop = nn.Dropout(0.1)
        self.success, self.reason = nn.Linear(hidden, LEVELS), nn.Linear(hidden, 1)
        self.kind = nn.Linear(2 * self.width + features, len(KINDS))

    def forward(self, input_ids, attention_mask, counted):
        states = self.encoder.states(input_ids, attention_mask).float()
        mask = attention_mask.to(torch.float32)[:, :, None]
        mean = (states * mask).sum(1) / mask.sum(1)
        width = (self.width,)
        shape = ((torch.log1p(counted) - self.center) / self.spread).clamp(-4, 4)
        read = torch.cat([F.layer_norm(mean, width), F.layer_norm(states[:, 0], width), shape], 1)
        hidden = self.drop(F.gelu(self.h(read)))
        steps = self.success(hidden)
        success = torch.cumsum(torch.cat([steps[:, :1], F.softplus(steps[:, 1:])], 1), 1)
        return F.normalize(mean, dim=1), success, self.reason(hidden), self.kind(read)


def base_encoder(pieces, layers=BASE_LAYERS):
    """The base's first layers over the chosen word pieces."""
    base = read_base_model()
    tensors = base.tensors
    encoder = Encoder(vocab=len(pieces), width=base.width, layers=layers, heads=base.heads, inner=base.inner, positions=POSITIONS)
    state = {
        "words.weight": tensors["emb.word"][pieces], "positions.weight": tensors["emb.pos"][:POSITIONS],
        "segment": tensors["emb.type"][: base.width], "norm.weight": tensors["emb.ln.w"], "norm.bias": tensors["emb.ln.b"],
    }  # fmt: skip
    for layer in range(layers):
        for ours, theirs in LAYER_NAMES.items():
            for part, short in (("weight", "w"), ("bias", "b")):
                state[f"layers.{layer}.{ours}.{part}"] = tensors[f"l{layer}.{theirs}.{short}"]
    encoder.load_state_dict({name: torch.tensor(values.copy()) for name, values in state.items()})
    return encoder


def export_network(network, file):
    """Writes the graph, its big matrices in int8 and its heads in full: they are small, and their sums decide.

    `reduce_range` keeps one bit back, so that CPUs with and without VNNI instructions agree on win rates to about 0.02.
    """
    network.eval()
    full = file.with_suffix(".fp32.onnx")
    features = len(network.center)
    example = (torch.tensor([[0, 5, 2]]), torch.ones(1, 3, dtype=torch.int64), torch.ones(1, features))
    axes = {0: "batch", 1: "tokens"}
    outputs = ["embedding", "success", "reasoning", "kinds"]
    torch.onnx.export(
        network, example, str(full), dynamo=False, opset_version=17,
        input_names=["input_ids", "attention_mask", "counted"], output_names=outputs,
        dynamic_axes={"input_ids": axes, "attention_mask": axes, "counted": {0: "batch"}} | {name: {0: "batch"} for name in outputs},
    )  # fmt: skip
    quantize_dynamic(
        str(full), str(file), weight_type=QuantType.QInt8, per_channel=True, reduce_range=True,
        nodes_to_exclude=[f"/{head}/Gemm" for head in ("h", "success", "reason", "kind")],
    )  # fmt: skip
    full.unlink()
