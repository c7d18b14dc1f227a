import hashlib
import json

import numpy as np
import pytest

from bert import build, pair_outcomes, parse
from bert_network import ClassifierSession, win_score
from bert_pack import BertPack
from comparisons import read_comparisons
from conftest import write_lines
from prompt_hash import prompt_hash


@pytest.fixture(scope="module")
def bert_pack(data, tmp_path_factory):
    out = tmp_path_factory.mktemp("bert")
    pair = ["--strong", "large", "--weak", "small"]
    build(parse(["--data", str(data), "--out", str(out), "--encoder", "tiny", "--steps", "12", *pair]))
    return out


def test_a_tie_counts_half():
    assert win_score(np.log([0.5, 0.2, 0.3])) == pytest.approx(np.log(0.6 / 0.4))
    assert win_score([1000.0, 0.0, -1000.0]) == pytest.approx(1000 + np.log(2))


def test_shares_of_the_pairs_outcomes(tmp_path):
    row = {"prompt": "q", "split": "train", "scores": {"s": 1.0, "t": 0.5, "v": 0.5, "w": 0.0}}
    write_lines(tmp_path / "outcomes" / "a.jsonl", [row])
    comparisons = read_comparisons(tmp_path)
    rows = pair_outcomes(comparisons, np.array([0, 0, 1, 2]), strong=[0], weak=[1])
    # s beats v, t ties with v; w is in neither tier
    assert rows["shares"].tolist() == [[0.5, 0.5, 0.0]] and rows["outcome"].tolist() == [0.75]


def test_the_manifest_describes_every_file(bert_pack, data):
    manifest = json.loads((bert_pack / "manifest.json").read_text(encoding="utf-8"))
    assert set(manifest["files"]) == {"bert.json", "bert.onnx", "calibration.json", "tokenizer.json"}
    for name, facts in manifest["files"].items():
        content = (bert_pack / name).read_bytes()
        assert facts == {"sha256": hashlib.sha256(content).hexdigest(), "bytes": len(content)}
    assert manifest["trainedPromptHashes"] == sorted({prompt_hash(prompt) for prompt in read_comparisons(data).prompts})


def test_the_network_gives_three_finite_logits_and_the_calibration_rises(bert_pack):
    logits = ClassifierSession(bert_pack / "bert.onnx")([101, 7592, 2088, 102])
    assert logits.shape == (3,) and np.isfinite(logits).all()
    assert json.loads((bert_pack / "bert.json").read_text())["calibration"]["slope"] > 0
    quantiles = json.loads((bert_pack / "calibration.json").read_text())["bert"]["quantiles"]
    assert quantiles == sorted(quantiles) and 0 <= quantiles[0] and quantiles[-1] < 1


def test_the_pack_is_read_back(bert_pack):
    rates = [BertPack(bert_pack).win_rate(prompt) for prompt in ("Prove that 7 = 7.", "word " * 5000, "\ud800")]
    assert all(0 < rate < 1 for rate in rates)
