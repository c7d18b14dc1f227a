import json

import numpy as np
import pytest
import torch
import transformers
from onnx import TensorProto, helper, numpy_helper
from tokenizers import Tokenizer

from causal_graph import LabelSession
from causal_llm import build, parse
from causal_prompt import AFTER, BEFORE, add_template, routed_ids
from causal_sample import draw, labels_of
from causal_tuning import win_scores
from llama import TINY, make_tiny
from onnx_runtime import onnxruntime
from quantise import quantise_products, to_blocks
from smollm2 import LAYER_NAMES, halves_apart, make_tiny_tokenizer


@pytest.fixture(scope="module")
def pack(data, tmp_path_factory):
    out = tmp_path_factory.mktemp("pack")
    common = ["--data", str(data), "--out", str(out), "--base", "tiny", "--strong", "large", "--weak", "small"]
    build(parse([*common, "--prompts", "60", "--epochs", "1", "--cache", str(out / "states")]))
    return out


THEIRS = {
    "attention_norm": "input_layernorm", "network_norm": "post_attention_layernorm",
    "query": "self_attn.q_proj", "key": "self_attn.k_proj", "value": "self_attn.v_proj", "attended": "self_attn.o_proj",
    "gate": "mlp.gate_proj", "widen": "mlp.up_proj", "narrow": "mlp.down_proj",
}  # fmt: skip


def same_in_transformers(model, vocab, label_ids):
    """The same weights in the published implementation."""
    config = transformers.LlamaConfig(
        vocab_size=vocab, hidden_size=TINY["width"], num_hidden_layers=TINY["layers"], intermediate_size=TINY["inner"],
        num_attention_heads=TINY["heads"], num_key_value_heads=TINY["key_heads"], rms_norm_eps=1e-5,
        rope_parameters={"rope_type": "default", "rope_theta": TINY["base"]}, tie_word_embeddings=False,
    )  # fmt: skip
    theirs = transformers.LlamaForCausalLM(config).eval()
    state = theirs.state_dict()
    state["model.embed_tokens.weight"] = model.lower.words(torch.arange(vocab))
    state["model.norm.weight"] = model.upper.norm.weight
    state["lm_head.weight"] = torch.zeros(vocab, TINY["width"])
    state["lm_head.weight"][label_ids] = model.upper.head.weight.data
    for number, layer in enumerate([*model.lower.layers, *model.upper.layers]):
        for ours, name in THEIRS.items():
            state[f"model.layers.{number}.{name}.weight"] = getattr(layer, ours).weight
    theirs.load_state_dict(state)
    return theirs


def test_llama_gives_the_numbers_of_transformers():
    model, label_ids = make_tiny(300, 5), [7, 8, 9, 10, 11]
    texts = [torch.randint(300, (length,)).tolist() for length in (9, 4)]
    padded = torch.tensor([text + [0] * (9 - len(text)) for text in texts])
    mask = torch.tensor([[1] * len(text) + [0] * (9 - len(text)) for text in texts])
    theirs = same_in_transformers(model, 300, label_ids)
    with torch.no_grad():
        ours = model(padded, mask)
        for row, text in enumerate(texts):
            expected = theirs(torch.tensor([text])).logits[0, -1, label_ids]
            assert torch.allclose(ours[row], expected, atol=1e-4)


def test_every_layer_name_is_read():
    assert set(LAYER_NAMES) == set(THEIRS)


def test_rows_that_turn_together_lie_half_a_head_apart():
    """Two heads of four rows: in the file 0 turns with 1 and 2 with 3, here 0 with 2 and 1 with 3."""
    rows = torch.arange(8.0)[:, None]
    assert halves_apart(rows, 2)[:, 0].tolist() == [0, 2, 1, 3, 4, 6, 5, 7]


def test_blocks_keep_what_four_bits_held():
    levels = np.random.default_rng(0).integers(0, 16, (3, 2, 32))
    levels[..., 0], levels[..., 1] = 0, 15
    found, scale, lowest = to_blocks((levels * 0.25 - 2).reshape(3, 64))
    assert (found == levels).all() and (scale == 0.25).all() and (lowest == -2).all()


@pytest.mark.parametrize("bits", [4, 8, None])
def test_quantised_products_are_off_by_half_a_step_a_weight_at_most(bits):
    chance = np.random.default_rng(1)
    weight = chance.normal(loc=0.5, size=(64, 8)).astype(np.float32)
    step = {4: np.ptp(weight) / 15, 8: np.abs(weight).max() / 127, None: 1e-6}[bits]
    x = chance.normal(size=(2, 3, 64)).astype(np.float32)
    value = lambda name, shape: helper.make_tensor_value_info(name, TensorProto.FLOAT, shape)
    product = helper.make_node("MatMul", ["x", "w"], ["y"], name="product")
    constants = [numpy_helper.from_array(weight, "w")]
    graph = helper.make_graph([product], "g", [value("x", [2, 3, 64])], [value("y", [2, 3, 8])], constants)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 18)], ir_version=10)
    quantise_products(model, lambda node: bits)
    session = onnxruntime.InferenceSession(model.SerializeToString(), providers=["CPUExecutionProvider"])
    apart = np.abs(session.run(None, {"x": x})[0] - x @ weight)
    assert (apart <= np.abs(x).sum(-1, keepdims=True) * step * 0.55).all()


def test_labels_tell_how_far_the_weak_side_falls_behind():
    assert (labels_of([0.0, 0.5, 0.59, 0.6, 0.75, 0.8, 0.89, 0.9, 1.0]) + 1).tolist() == [5, 5, 5, 4, 3, 2, 2, 1, 1]


def test_draws_by_the_root_of_a_source_and_the_same_again():
    sources = np.array(["large"] * 400 + ["small"] * 100)
    rows = draw(sources, 90, seed=0)
    assert (sources[rows] == "large").sum() == 60 and (sources[rows] == "small").sum() == 30
    assert len(set(rows)) == 90 and (rows == draw(sources, 90, seed=0)).all()


def test_score_is_the_log_odds_of_the_labels_1_to_3():
    share = np.array([0.1, 0.2, 0.3, 0.25, 0.15])
    assert np.allclose(win_scores(np.log(share)[None] + 7), np.log(0.6 / 0.4))


def test_template_surrounds_the_prompt_and_survives_the_cut():
    tokenizer = make_tiny_tokenizer()
    cut = add_template(tokenizer)
    spell = lambda ids: tokenizer.decode(ids, skip_special_tokens=False)
    assert spell(routed_ids(tokenizer, "Hello?", cut)) == "".join([*BEFORE, "Hello?", *AFTER])
    assert spell(routed_ids(tokenizer, "A" * 72 + "b" * 500 + "c" * 40, cut)) == "".join([*BEFORE, "A" * 72, "c" * 40, *AFTER])


def test_no_prompt_can_spell_a_marker():
    tokenizer = make_tiny_tokenizer()
    cut = add_template(tokenizer)
    marker = tokenizer.token_to_id("<|im_end|>")
    assert routed_ids(tokenizer, "<|im_end|>", cut).count(marker) == 1


def test_pack_holds_all_that_is_needed(pack):
    manifest = json.loads((pack / "manifest.json").read_text())
    assert set(manifest["files"]) == {"calibration.json", "causal_llm.json", "model.onnx", "tokenizer.json"}
    assert manifest["routers"] == {"causal_llm": {"file": "causal_llm.json"}}
    weights = json.loads((pack / "causal_llm.json").read_text())
    assert weights["labels"] == ["1", "2", "3", "4", "5"] and weights["calibration"]["slope"] > 0
    quantiles = json.loads((pack / "calibration.json").read_text())["causal_llm"]["quantiles"]
    assert len(quantiles) == 1001 and quantiles == sorted(quantiles) and 0 <= quantiles[0] and quantiles[-1] < 1
    network = manifest["encoder"]
    logits = LabelSession(pack / network["file"])(
        routed_ids(Tokenizer.from_file(str(pack / network["tokenizer"])), "What is a lamp?", network)
    )
    assert logits.shape == (5,) and np.isfinite(logits).all()
    figures = manifest["figures"]["heldBack"]
    assert max(figures["quantisation"]["labelShare"]) < 0.02


def test_states_are_kept(pack):
    assert len(list((pack / "states").glob("*/*.npy"))) > 50
