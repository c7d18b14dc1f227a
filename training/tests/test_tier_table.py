import subprocess
import sys

import numpy as np
import pytest

from comparisons import BadData, read_comparisons
from conftest import TRAINING, write_lines
from tier_table import component_lines, components, joined_part, require_connected, tier_lines, tier_table


def outcome(prompt, **scores):
    return {"prompt": prompt, "split": "train", "scores": scores}


# one chain a–b–c–d over three files, the last joined by a battle alone
JOINED = {"first": [outcome("p1", a=1, b=0)], "second": [outcome("p2", b=1, c=0), outcome("p3", c=1)]}
BATTLE = {"prompt": "p4", "model_a": "c", "model_b": "d", "winner": "tie"}


def write_data(folder, outcomes, battles=()):
    for name, rows in outcomes.items():
        write_lines(folder / "outcomes" / f"{name}.jsonl", rows)
    if battles:
        write_lines(folder / "battles" / "arena.jsonl", battles)
    return read_comparisons(folder)


def test_models_are_joined_by_shared_prompts_and_battles(tmp_path):
    groups = components(write_data(tmp_path, JOINED, [BATTLE]))
    assert groups == [{"models": ["a", "b", "c", "d"], "sources": ["arena", "first", "second"], "prompts": 4}]
    assert list(component_lines(groups)) == [
        "part 1 of 1: 4 models joined over 4 prompts of 3 sources (arena, first, second)"
    ]
    require_connected(groups)


def test_parts_that_nothing_joins_are_named(tmp_path):
    apart = {**JOINED, "elsewhere": [outcome("p5", x=1, y=0)], "alone": [outcome("p6", z=1)]}
    groups = components(write_data(tmp_path, apart))
    assert [group["models"] for group in groups] == [["a", "b", "c"], ["x", "y"], ["z"]]
    with pytest.raises(BadData) as error:
        require_connected(groups)
    message = str(error.value)
    assert "3 parts" in message and "x, y in elsewhere; z in alone" in message and "first, second" in message


def test_a_small_part_that_nothing_joins_is_left_out(tmp_path):
    many = [outcome(f"p{i}", a=1, b=i % 2) for i in range(20)]
    comparisons = write_data(tmp_path, {"first": many, "alone": [outcome("p99", aa=1, z=0)]})
    kept = joined_part(comparisons, components(comparisons))
    assert kept.models == ["a", "b"] and len(kept.prompts) == 20
    assert set(kept.a) | set(kept.b) == {0, 1}
    apart = write_data(tmp_path / "apart", {**JOINED, "alone": [outcome("p5", x=1, y=0)]})
    with pytest.raises(BadData):
        joined_part(apart, components(apart))


def test_a_tier_lists_its_models_strongest_first():
    table = tier_table(["a", "b", "c"], np.array([0.5, -2.0, 1.5]), np.array([0, 1, 0]))
    assert table == [
        {"strength": 1.0, "variance": 0.25, "models": {"c": 1.5, "a": 0.5}},
        {"strength": -2.0, "variance": 0.0, "models": {"b": -2.0}},
    ]
    assert list(table[0]["models"]) == ["c", "a"]
    assert list(tier_lines(table))[1:] == [
        "   0       2     +1.00    0.2500  c +1.50, a +0.50",
        "   1       1     -2.00    0.0000  b -2.00",
    ]


def test_the_command_prints_both_and_stops_on_unconnected_data(tmp_path):
    command = [sys.executable, str(TRAINING / "tier_table.py"), "--data", str(tmp_path), "--tiers", "2"]
    write_data(tmp_path, JOINED)
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert "part 1 of 1: 3 models" in done.stdout and "a +" in done.stdout
    write_data(tmp_path, {"elsewhere": [outcome("p5", x=1, y=0)]})
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 1 and "2 parts" in done.stderr and "Traceback" not in done.stderr
