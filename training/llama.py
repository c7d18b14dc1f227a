"""A small Llama as plain PyTorch, cut in two: frozen lower layers, tuned upper ones that end in a few label tokens.

Written out, as encoder.py is, so that the exported graph is exactly what is read here. Attention is causal, so padding
on the right changes nothing before it; `attention_mask` only says which position is a text's last. There is no cache of
keys and values: a label is read off one pass over the whole text.
"""

import torch
from torch import nn
from torch.nn import functional as F

from quantise import pack_pairs, to_blocks

SMOLLM2_135M = {
    "width": 576, "layers": 30, "heads": 9, "key_heads": 3, "inner": 1536, "base": 100_000.0
}  # fmt: skip
TINY = {"width": 96, "layers": 3, "heads": 3, "key_heads": 1, "inner": 128, "base": 10_000.0}


class Norm(nn.Module):
    """Scales to a root mean square of 1."""

    def __init__(self, width):
        super().__init__()
        self.weight = nn.Parameter(torch.ones(width))

    def forward(self, x):
        return self.weight * (x * torch.rsqrt(x.pow(2).mean(-1, keepdim=True) + 1e-5))


class Layer(nn.Module):
    """One Llama layer: grouped-query attention with rotary positions, and a gated network; each added to its input."""

    def __init__(self, width, heads, key_heads, inner):
        super().__init__()
        self.heads, self.key_heads = heads, key_heads
        shared = width // heads * key_heads
        linear = lambda inputs, outputs: nn.Linear(inputs, outputs, bias=False)
        self.attention_norm, self.network_norm = Norm(width), Norm(width)
        self.query, self.attended = linear(width, width), linear(width, width)
        self.key, self.value = linear(width, shared), linear(width, shared)
        self.gate, self.widen, self.narrow = linear(width, inner), linear(width, inner), linear(inner, width)

    def forward(self, x, context, turns, context_turns, bias):
        """`x` are the positions to compute, `context` those that they may look at; in all layers but the last, the same."""
        normal, seen = self.attention_norm(x), self.attention_norm(context)
        q = turn(split(self.query(normal), self.heads), turns)
        k = turn(split(self.key(seen), self.key_heads), context_turns)
        v = split(self.value(seen), self.key_heads)
        k, v = (t.repeat_interleave(self.heads // self.key_heads, dim=1) for t in (k, v))
        weights = torch.softmax(q @ k.transpose(-1, -2) / q.shape[-1] ** 0.5 + bias, dim=-1)
        x = x + self.attended((weights @ v).transpose(1, 2).flatten(2))
        normal = self.network_norm(x)
        return x + self.narrow(F.silu(self.gate(normal)) * self.widen(normal))


def split(x, heads):
    batch, tokens, width = x.shape
    return x.view(batch, tokens, heads, width // heads).transpose(1, 2)


def turn(x, turns):
    """Rotates each pair (i, i + half) of a head's numbers by its position's angle."""
    cos, sin = turns
    first, second = x.chunk(2, dim=-1)
    return torch.cat([first * cos - second * sin, second * cos + first * sin], dim=-1)


def turns_of(positions, head_width, base):
    """Cosine and sine of every angle, [batch, 1, positions, half a head]."""
    rate = base ** (-torch.arange(0, head_width, 2, dtype=torch.float32) / head_width)
    angle = positions[:, None, :, None].to(torch.float32) * rate
    return angle.cos(), angle.sin()


def causal_bias(positions, context_positions):
    """0 where a position may look, −10,000 where it would look ahead; [batch, 1, positions, context]."""
    ahead = context_positions[:, None, None, :] > positions[:, None, :, None]
    return ahead.to(torch.float32) * -1e4


class Words(nn.Module):
    """The embedding, kept in four bits (see quantise.py): only the rows that are looked up are widened."""

    def __init__(self, weight):
        super().__init__()
        levels, scale, lowest = to_blocks(weight)
        for name, part in {"levels": pack_pairs(levels), "scale": scale, "lowest": lowest}.items():
            self.register_buffer(name, torch.tensor(part))

    def forward(self, input_ids):
        pairs = self.levels[input_ids]
        levels = torch.stack([pairs & 15, pairs >> 4], dim=-1).flatten(-2).float()
        scale, lowest = self.scale[input_ids].float(), self.lowest[input_ids].float()
        return (levels * scale[..., None] + lowest[..., None]).flatten(-2)


class Lower(nn.Module):
    """Token ids to hidden states: the embedding and the first `depth` layers."""

    def __init__(self, shape, depth, words):
        super().__init__()
        self.words = Words(words)
        self.layers = make_layers(shape, depth)
        self.head_width, self.base = shape["width"] // shape["heads"], shape["base"]

    def forward(self, input_ids):
        order = torch.arange(input_ids.shape[1], device=input_ids.device)[None]
        turns, bias = turns_of(order, self.head_width, self.base), causal_bias(order, order)
        x = self.words(input_ids)
        for layer in self.layers:
            x = layer(x, x, turns, turns, bias)
        return x


class Upper(nn.Module):
    """Hidden states to the logits of the label tokens after each text's last position, [batch, labels]."""

    def __init__(self, shape, depth, labels):
        super().__init__()
        self.layers = make_layers(shape, shape["layers"] - depth)
        self.norm = Norm(shape["width"])
        self.head = nn.Linear(shape["width"], labels)
        nn.init.zeros_(self.head.bias)
        self.head_width, self.base = shape["width"] // shape["heads"], shape["base"]

    def forward(self, x, attention_mask):
        order = torch.arange(x.shape[1], device=x.device)[None]
        turns, bias = turns_of(order, self.head_width, self.base), causal_bias(order, order)
        for layer in self.layers[:-1]:
            x = layer(x, x, turns, turns, bias)
        last = attention_mask.sum(1, keepdim=True) - 1
        at_last = x.gather(1, last[:, :, None].expand(-1, 1, x.shape[2]))
        last_turns = turns_of(last, self.head_width, self.base)
        x = self.layers[-1](at_last, x, last_turns, turns, causal_bias(last, order))
        return self.head(self.norm(x[:, 0]))


class LabelModel(nn.Module):
    """What is exported: token ids and mask to the labels' logits."""

    def __init__(self, lower, upper):
        super().__init__()
        self.lower, self.upper = lower, upper

    def forward(self, input_ids, attention_mask):
        return self.upper(self.lower(input_ids), attention_mask)


def make_layers(shape, count):
    parts = {name: shape[name] for name in ("width", "heads", "key_heads", "inner")}
    return nn.ModuleList(Layer(**parts) for _ in range(count))


def make_tiny(vocab, labels, depth=2, seed=0):
    """Random weights, for tests."""
    torch.manual_seed(seed)
    words = torch.randn(vocab, TINY["width"])
    return LabelModel(Lower(TINY, depth, words), Upper(TINY, depth, labels)).eval()
