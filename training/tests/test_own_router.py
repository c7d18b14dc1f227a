import base64
import hashlib
import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import torch

from comparisons import BadData
from embed import Embedder
from encoder import Encoder
from features import FEATURES, features
from network import POSITIONS, Network, export_network
from own_router import build, fit, log_loss, parse, score
from readable_prompt import readable
from tune import TINY, choose_pieces
from vocabulary import write_tokenizer

TRAINING = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def models(tmp_path_factory):
    """A random network alone: the pack needs nothing else of models/."""
    folder = tmp_path_factory.mktemp("encoder")
    pieces, tokenizer = choose_pieces([], tiny=True)
    torch.manual_seed(0)
    export_network(Network(Encoder(vocab=len(pieces), positions=POSITIONS, **TINY), len(FEATURES)), folder / "encoder.onnx")
    write_tokenizer(tokenizer, folder / "tokenizer.json")
    names = {"id": "tiny-random", "file": "encoder.onnx", "tokenizer": "tokenizer.json"}
    network = {**names, "dimensions": TINY["width"], "headTokens": 64, "tailTokens": 32}
    (folder / "manifest.json").write_text(json.dumps({"encoder": network}), encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def own(data, models, tmp_path_factory):
    out = tmp_path_factory.mktemp("own")
    arguments = ["--data", str(data), "--models", str(models), "--strong", "large", "--weak", "small", "--out", str(out)]
    return out, build(parse(arguments))


def read(folder, name):
    return json.loads((folder / name).read_text(encoding="utf-8"))


def win_rate(folder, models, prompt):
    """Read back from the pack's own files alone."""
    own, network = read(folder, "own.json"), read(folder, "manifest.json")["encoder"]
    floats = lambda name: np.frombuffer(base64.b64decode(own[name]), dtype="<f4").astype(np.float64)
    embedding = Embedder(models, network["headTokens"], network["tailTokens"])(readable(prompt))
    counted = np.clip((np.log1p(features(readable(prompt))) - floats("center")) / floats("spread"), -own["clip"], own["clip"])
    raw = own["offset"] + embedding @ floats("embedding") + counted @ floats("counted")
    return 1 / (1 + np.exp(-(own["calibration"]["slope"] * raw + own["calibration"]["offset"])))


def test_it_tells_the_prompts_that_need_the_strong_model(own, models):
    folder, (recovered, rows) = own
    # one battle and the 180 outcomes of the training split compare these two
    assert rows == 181
    assert recovered > 0.6
    easy = win_rate(folder, models, "Say something nice about green rain paper stone lamp.")
    hard = win_rate(folder, models, "Prove that green rain paper stone lamp = 123456 for every n.")
    assert 0 <= easy < hard < 1


def test_the_pack_describes_itself(own, models):
    folder, _ = own
    manifest = read(folder, "manifest.json")
    assert manifest["routers"] == {"own": {"file": "own.json"}}
    assert set(manifest["files"]) == {"own.json", "calibration.json"}
    for name, facts in manifest["files"].items():
        assert facts["sha256"] == hashlib.sha256((folder / name).read_bytes()).hexdigest()
    assert manifest["encoder"]["sha256"] == hashlib.sha256((models / "encoder.onnx").read_bytes()).hexdigest()
    assert manifest["figures"]["heldBack"]["rows"] == 181
    quantiles = read(folder, "calibration.json")["own"]["quantiles"]
    assert quantiles == sorted(quantiles) and 0 <= quantiles[0] and quantiles[-1] < 1
    assert read(folder, "own.json")["features"] == FEATURES


def test_a_pair_that_was_never_compared_is_refused(data, models, tmp_path):
    arguments = ["--data", str(data), "--models", str(models), "--strong", "large", "--weak", "unheard-of", "--out", str(tmp_path)]
    with pytest.raises(BadData, match="no training row names unheard-of"):
        build(parse(arguments))


def test_too_few_rows_are_refused(models, tmp_path):
    (tmp_path / "battles").mkdir()
    row = {"prompt": "Sort a list.", "model_a": "a", "model_b": "b", "winner": "tie"}
    (tmp_path / "battles" / "few.jsonl").write_text(json.dumps(row) + "\n", encoding="utf-8")
    arguments = ["--data", str(tmp_path), "--models", str(models), "--strong", "a", "--weak", "b", "--out", str(tmp_path / "out")]
    with pytest.raises(BadData, match="only 1 training rows compare a and b"):
        build(parse(arguments))


def test_the_fit_is_where_the_gradient_vanishes():
    chance = np.random.default_rng(0)
    values = chance.normal(size=(200, 3))
    outcome = (chance.random(200) < 1 / (1 + np.exp(-2 * values[:, 0]))).astype(float)
    weights = fit(values, outcome, decay=5.0)
    residual = outcome - 1 / (1 + np.exp(-score(values, weights)))
    assert values.T @ residual == pytest.approx(5.0 * weights[:-1], abs=1e-5)
    assert log_loss(np.zeros(200), outcome) == pytest.approx(np.log(2))


def test_a_mistake_ends_in_a_sentence(data, tmp_path):
    script = [sys.executable, str(TRAINING / "own_router.py"), "--data", str(tmp_path), "--strong", "a", "--weak", "b"]
    ended = subprocess.run([*script, "--out", str(tmp_path / "out")], capture_output=True, text=True, check=False)
    assert ended.returncode == 1
    assert ended.stderr.startswith("own_router.py: ") and "Traceback" not in ended.stderr
