import json

import pytest

from conftest import TRAINING
from features import FEATURES, features
from golden import read_prompts
from prompt_hash import prompt_hash
from text_cut import cut_text, cut_tokens

GOLDEN = TRAINING.parent / "test" / "golden"


def test_long_text_keeps_head_and_tail():
    assert cut_text("0123456789", 2, 3) == "01\n789"
    assert cut_text("01234", 2, 3) == "01234"
    assert cut_text("a😀bcd😀e", 2, 2) == "a\ufffd\n\ufffde"


def test_tokens_keep_the_ends():
    assert cut_tokens([101, 1, 2, 3, 4, 5, 102], 2, 1) == [101, 1, 2, 5, 102]
    assert cut_tokens([101, 1, 2, 3, 102], 2, 0) == [101, 1, 2, 102]
    assert cut_tokens([101, 1, 2, 102], 2, 1) == [101, 1, 2, 102]


def test_features_are_those_of_the_golden_file():
    golden = json.loads((GOLDEN / "winRates.json").read_text(encoding="utf-8"))
    assert golden["features"] == FEATURES
    for prompt, row in zip(read_prompts(GOLDEN / "prompts.jsonl"), golden["rows"], strict=True):
        assert features(prompt).tolist() == row["features"]


def test_prompt_hashes_are_those_of_typescript():
    for row in json.loads((GOLDEN / "promptHashes.json").read_text(encoding="utf-8")):
        assert prompt_hash(row["prompt"]) == row["hash"]


@pytest.mark.parametrize("name", ["words", "lines", "cjk"])
def test_counted(name):
    counted = dict(zip(FEATURES, features("one two\n三四"), strict=True))
    assert counted[name] == {"words": 3, "lines": 1, "cjk": 2}[name]
