import json

import numpy as np
import pytest

from comparisons import BadData
from conftest import write_lines
from labels import is_test, read_labels, split_labels
from prompt_hash import prompt_hash

GOOD = {"prompt": "Prove it.", "success": [0.1, 0.2, 0.7, 0.9], "reasoning": 9, "kind": "math"}


def labels_of(folder, *rows):
    write_lines(folder / "labels" / "mine.jsonl", rows)
    return read_labels(folder, folder / "none")


def test_success_is_by_name_or_in_the_levels_order(tmp_path):
    named = {**GOOD, "prompt": "Another.", "success": {"gpt-4-1106-preview": 0.7}}
    first, second = labels_of(tmp_path, GOOD, named)
    assert first.success == (0.1, 0.2, 0.7, 0.9) and first.reasoning == 1
    assert second.success[2] == 0.7 and np.isnan([second.success[i] for i in (0, 1, 3)]).all()


def test_a_hash_stands_for_a_prompt_of_the_pool_or_of_training_outcomes(tmp_path):
    write_lines(tmp_path / "labels" / "pool.jsonl", [{"id": "1", "source": "chats", "prompt": "In the pool"}])
    write_lines(tmp_path / "outcomes" / "some.jsonl", [{"prompt": "Answered", "scores": {"a": 1}, "split": "train"}])
    rows = [{"hash": prompt_hash(prompt), "success": GOOD["success"]} for prompt in ("In the pool", "Answered")]
    labels = labels_of(tmp_path, *rows)
    assert [label.prompt for label in labels] == ["In the pool", "Answered"]
    assert labels[0].source == "chats"


def test_a_prompt_judged_twice_has_the_mean(tmp_path):
    (label,) = labels_of(tmp_path, GOOD, {**GOOD, "success": [0.3, 0.4, 0.7, 0.9], "reasoning": 0})
    assert label.success == pytest.approx((0.2, 0.3, 0.7, 0.9)) and label.reasoning == 0.5


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"success": [0.1, 0.2, 0.7]}, '"success" must map'),
        ({"success": {"another-model": 0.5}}, '"success" must map'),
        ({"success": [0.1, 0.2, 0.7, 1.2]}, 'the success of "frontier-2026" must be a number from 0 to 1'),
        ({"success": [True, 0.2, 0.7, 1]}, 'the success of "llama-3.2-3b-instruct" must be'),
        ({"reasoning": 10}, '"reasoning" must be a number from 0 to 9'),
        ({"kind": "cooking"}, '"kind" must be one of chat'),
        ({"prompt": " "}, '"prompt" must be a text'),
    ],
)
def test_a_bad_label_is_named_by_file_and_line(tmp_path, change, message):
    with pytest.raises(BadData, match="mine.jsonl:2: ") as raised:
        labels_of(tmp_path, GOOD, {**GOOD, **change})
    assert message in str(raised.value)


def test_a_hash_that_fits_no_prompt_is_named(tmp_path):
    with pytest.raises(BadData, match="mine.jsonl:1: no prompt .* has the hash"):
        labels_of(tmp_path, {"hash": "0" * 16, "success": GOOD["success"]})


def test_an_empty_split_is_said(tmp_path):
    labels = labels_of(tmp_path, GOOD)
    with pytest.raises(BadData, match="none of 1 falls into"):
        split_labels(labels, test=not is_test(labels[0].hash))


def test_the_committed_labels_are_in_range_and_none_holds_what_others_wrote():
    from labels import OWN_LABELS, success_of

    for file in OWN_LABELS.glob("*.jsonl"):
        for line in file.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            assert 0 <= row["reasoning"] <= 9 and len(success_of(row["success"], file)) == 4
            assert ("prompt" in row) == (file.stem in ("written", "translated"))
