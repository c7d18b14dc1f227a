"""Weights of a graph in fewer bits.

Four bits, by blocks of 32 with a scale and a lowest value each, as GGUF's Q4_1 keeps them: a matrix that comes out of
such a file goes back as it was. Eight bits, with a scale a column: for matrices that were tuned since.
"""

import numpy as np
import onnx
from onnx import helper, numpy_helper

BLOCK = 32
MIDDLE = 8  # onnxruntime takes a four-bit level as level − 8 unless told otherwise, and is fastest so


def to_blocks(weight):
    """Levels 0…15 [rows, blocks, 32], and each block's scale and lowest value, [rows, blocks] float16."""
    rows, width = weight.shape
    if width % BLOCK:
        raise ValueError(f"a row of {width} weights cannot be cut into blocks of {BLOCK}")
    blocks = np.asarray(weight, dtype=np.float32).reshape(rows, width // BLOCK, BLOCK)
    lowest = blocks.min(-1).astype(np.float16)
    scale = ((blocks.max(-1) - blocks.min(-1)) / 15).astype(np.float16)
    scale = np.where(scale == 0, np.float16(1e-4), scale)  # a block of equal weights: level 0 is all it needs
    levels = (blocks - lowest[..., None].astype(np.float32)) / scale[..., None].astype(np.float32)
    return np.clip(np.rint(levels), 0, 15).astype(np.uint8), scale, lowest


def pack_pairs(levels):
    """Two levels a byte, the first in the lower half."""
    return levels[..., 0::2] | (levels[..., 1::2] << 4)


def quantise_products(model, bits_of):
    """Replaces products with a constant matrix in place; `bits_of(name of the node)` is 4, 8 or None to leave it."""
    constants = {tensor.name: tensor for tensor in model.graph.initializer}
    nodes, added, replaced = [], {}, set()
    for node in model.graph.node:
        bits = bits_of(node.name) if node.op_type == "MatMul" and node.input[1] in constants else None
        if bits is None:
            nodes.append(node)
            continue
        weight = numpy_helper.to_array(constants[node.input[1]])
        make = four_bits if bits == 4 else eight_bits
        new_nodes, new_constants = make(weight, node.name, node.input[0], node.output[0])
        nodes += new_nodes
        added |= new_constants
        replaced.add(node.input[1])
    kept = [tensor for tensor in model.graph.initializer if tensor.name not in replaced]
    made = [numpy_helper.from_array(np.ascontiguousarray(value), name) for name, value in added.items()]
    del model.graph.node[:], model.graph.initializer[:]
    model.graph.node.extend(nodes)
    model.graph.initializer.extend([*kept, *made])
    model.opset_import.append(helper.make_opsetid("com.microsoft", 1))


def four_bits(weight, name, x, y):
    """x · weight as onnxruntime's MatMulNBits, plus what lowest values add: each block's sum of x, times a constant."""
    inputs, outputs = weight.shape
    levels, scale, lowest = to_blocks(weight.T)
    shift = lowest.astype(np.float32) + MIDDLE * scale.astype(np.float32)
    constants = {
        f"{name}.levels": pack_pairs(levels),
        f"{name}.scale": scale.reshape(-1),
        f"{name}.shift": shift.T.astype(np.float16),
        f"{name}.cut": np.array([0, 0, inputs // BLOCK, BLOCK]),
        f"{name}.last": np.array([-1]),
    }
    nodes = [
        *widen(f"{name}.scale"),
        *widen(f"{name}.shift"),
        helper.make_node(
            "MatMulNBits", [x, f"{name}.levels", f"{name}.scale.wide"], [f"{name}.product"], domain="com.microsoft",
            K=inputs, N=outputs, bits=4, block_size=BLOCK,
        ),
        helper.make_node("Reshape", [x, f"{name}.cut"], [f"{name}.blocks"]),
        helper.make_node("ReduceSum", [f"{name}.blocks", f"{name}.last"], [f"{name}.sums"], keepdims=0),
        helper.make_node("MatMul", [f"{name}.sums", f"{name}.shift.wide"], [f"{name}.shifted"]),
        helper.make_node("Add", [f"{name}.product", f"{name}.shifted"], [y]),
    ]  # fmt: skip
    return nodes, constants


def eight_bits(weight, name, x, y):
    """(x · levels) · scale; onnxruntime widens the levels when it loads the graph."""
    scale = np.abs(weight).max(0) / 127
    constants = {f"{name}.levels": np.rint(weight / scale).astype(np.int8), f"{name}.scale": scale}
    nodes = [
        *widen(f"{name}.levels"),
        helper.make_node("MatMul", [x, f"{name}.levels.wide"], [f"{name}.product"]),
        helper.make_node("Mul", [f"{name}.product", f"{name}.scale"], [y]),
    ]
    return nodes, constants


def widen(name):
    return [helper.make_node("Cast", [name], [f"{name}.wide"], to=onnx.TensorProto.FLOAT)]
