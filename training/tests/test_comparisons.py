import subprocess
import sys

import numpy as np
import pytest

from comparisons import BadData, read_comparisons
from conftest import TRAINING, write_lines


def rows_of(comparisons):
    return [
        (comparisons.prompts[p], comparisons.models[a], comparisons.models[b], outcome)
        for p, a, b, outcome in zip(comparisons.prompt, comparisons.a, comparisons.b, comparisons.outcome, strict=True)
    ]


def test_two_scores_are_a_comparison_and_equal_ones_a_tie(tmp_path):
    row = {"prompt": "q", "source": "s", "split": "train", "scores": {"x": 1.0, "y": 0.5, "z": 0.5}}
    write_lines(tmp_path / "outcomes" / "a.jsonl", [row, {**row, "split": "test"}])
    assert rows_of(read_comparisons(tmp_path)) == [("q", "x", "y", 1.0), ("q", "x", "z", 1.0), ("q", "y", "z", 0.5)]


@pytest.mark.parametrize(
    ("winner", "outcome"), [("model_a", 1.0), ("model_b", 0.0), ("tie", 0.5), ("tie (bothbad)", 0.5)]
)
def test_battles_in_chatbot_arenas_format(tmp_path, winner, outcome):
    conversation = [{"role": "user", "content": "first"}, {"role": "assistant", "content": "…"}, {"role": "user", "content": "2nd"}]
    write_lines(
        tmp_path / "battles" / "a.jsonl",
        [{"conversation_a": conversation, "model_a": "x", "model_b": "y", "winner": winner}],
    )
    assert rows_of(read_comparisons(tmp_path)) == [("first", "x", "y", outcome)]


def test_keeping_some_prompts_keeps_their_comparisons(tmp_path):
    rows = [{"prompt": f"q{i}", "split": "train", "scores": {"x": 1, "y": i % 2}} for i in range(4)]
    write_lines(tmp_path / "outcomes" / "a.jsonl", rows)
    kept = read_comparisons(tmp_path).where_prompts(np.array([False, True, False, True]))
    assert rows_of(kept) == [("q1", "x", "y", 0.5), ("q3", "x", "y", 0.5)]


GOOD = {"prompt": "a prompt", "split": "train", "scores": {"x": 1, "y": 0}}
BATTLE = {"prompt": "a prompt", "model_a": "x", "model_b": "y", "winner": "tie"}


@pytest.mark.parametrize(
    ("folder", "row", "message"),
    [
        ("outcomes", {**GOOD, "scores": {}}, '"scores"'),
        ("outcomes", {key: GOOD[key] for key in ("prompt", "split")}, '"scores"'),
        ("outcomes", {**GOOD, "scores": {"x": 7}}, 'the score of "x"'),
        ("outcomes", {**GOOD, "scores": {"x": True}}, 'the score of "x"'),
        ("outcomes", {**GOOD, "split": "dev"}, '"split"'),
        ("outcomes", {**GOOD, "prompt": "  "}, '"prompt"'),
        ("battles", {**BATTLE, "winner": "x"}, '"winner"'),
        ("battles", {**BATTLE, "model_b": None}, '"model_b"'),
        ("battles", {key: BATTLE[key] for key in ("model_a", "model_b", "winner")}, '"prompt"'),
        ("outcomes", [1], "a JSON object"),
    ],
)
def test_a_bad_row_is_named_by_file_and_line(tmp_path, folder, row, message):
    file = tmp_path / folder / "a.jsonl"
    write_lines(file, [GOOD if folder == "outcomes" else BATTLE, row])
    with pytest.raises(BadData) as error:
        read_comparisons(tmp_path)
    assert f"{file}:2: " in str(error.value) and message in str(error.value)


@pytest.mark.parametrize(("text", "message"), [("", "the file is empty"), ('{"prompt": ', ":1: not JSON"), ("\udcff", "not UTF-8")])
def test_the_build_stops_with_exit_code_1_and_no_stack(tmp_path, text, message):
    file = tmp_path / "outcomes" / "a.jsonl"
    file.parent.mkdir()
    file.write_bytes(text.encode("utf-8", "surrogateescape"))
    command = [sys.executable, str(TRAINING / "build.py"), "--data", str(tmp_path), "--out", str(tmp_path / "out")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert str(file) in done.stderr and message in done.stderr and "Traceback" not in done.stderr


def test_no_data_at_all_is_said(tmp_path):
    with pytest.raises(BadData, match="no training rows"):
        read_comparisons(tmp_path)


