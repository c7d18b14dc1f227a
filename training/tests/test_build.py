import hashlib
import json
from pathlib import Path

import numpy as np
import pytest

from calibration import calibration_prompts, describe_sample, fit_platt, quantiles_of_parts
from comparisons import read_comparisons
from conftest import build_arguments, write_lines
from labels import read_labels, split_labels
from prompt_hash import prompt_hash
from routers import Routers
from tier_comparisons import balance


def test_the_manifest_describes_every_file(models):
    manifest = json.loads((models / "manifest.json").read_text(encoding="utf-8"))
    files = {file.relative_to(models).as_posix() for file in models.rglob("*") if file.is_file()} - {"manifest.json"}
    assert set(manifest["files"]) == files
    for name, facts in manifest["files"].items():
        content = (models / name).read_bytes()
        assert facts == {"sha256": hashlib.sha256(content).hexdigest(), "bytes": len(content)}


def test_only_training_prompts_are_listed(models, data):
    listed = json.loads((models / "manifest.json").read_text(encoding="utf-8"))["trainedPromptHashes"]
    labels = split_labels(read_labels(data, data / "none"), test=False)
    assert listed == sorted({prompt_hash(prompt) for prompt in [*read_comparisons(data).prompts, *(label.prompt for label in labels)]})
    rows = [json.loads(line) for line in (data / "outcomes" / "made-up.jsonl").read_text(encoding="utf-8").splitlines()]
    assert not {prompt_hash(row["prompt"]) for row in rows if row["split"] == "test"} & set(listed)


@pytest.mark.parametrize("name", ["mf", "sw_ranking", "lexical", "default"])
def test_hard_prompts_need_the_strong_model_more(models, name):
    routers = Routers(models)
    easy = routers.win_rates("Say something nice about green rain paper stone lamp.")[name]
    hard = routers.win_rates("Prove that green rain paper stone lamp = 123456 for every n.")[name]
    assert 0 <= easy < hard < 1


def test_quantiles_ascend(models):
    calibration = json.loads((models / "calibration.json").read_text(encoding="utf-8"))
    for name in ("mf", "sw_ranking", "lexical", "default"):
        quantiles = calibration[name]["quantiles"]
        assert len(quantiles) == 1001
        assert quantiles == sorted(quantiles) and 0 <= quantiles[0] and quantiles[-1] < 1


def test_a_rebuild_gives_the_same_weights(models, data, tmp_path):
    from build import build, parse

    build(parse(build_arguments(data, tmp_path)))
    for file in filter(Path.is_file, models.rglob("*")):
        assert (tmp_path / file.relative_to(models)).read_bytes() == file.read_bytes(), file.name


def test_platt_finds_the_line_and_never_falls():
    scores = np.linspace(-3, 3, 4001)
    outcomes = 1 / (1 + np.exp(-(0.7 * scores + 0.2)))
    line = fit_platt(scores, outcomes, np.ones_like(scores))
    assert line == pytest.approx({"slope": 0.7, "offset": 0.2}, abs=0.01)
    assert fit_platt(scores, 1 - outcomes, np.ones_like(scores))["slope"] > 0


def test_the_sample_is_the_even_half_and_the_coding_problems_of_train_rows(tmp_path):
    texts = [f"prompt {i}" for i in range(40)]
    for source in ("arena_hard_v2.0", "bigcodebench", "nl2bash"):
        write_lines(tmp_path / "prompts" / f"{source}.jsonl", [{"source": source, "prompt": text} for text in texts])
    even = [text for text in texts if int(prompt_hash(text)[:2], 16) % 2 == 0]
    assert 0 < len(even) < 40
    assert calibration_prompts(tmp_path) == {"chat": even, "libraries": even, "shell": even}
    rows = [
        {"prompt": f"{task} {split}", "task": task, "split": split, "scores": {"large": 1}}
        for task in ("code-sql", "mbpp", "math") for split in ("train", "test")
    ]  # fmt: skip
    write_lines(tmp_path / "outcomes" / "some.jsonl", rows)
    parts = calibration_prompts(tmp_path)
    assert parts == {"chat": even, "libraries": even, "shell": even, "problems": ["code-sql train", "mbpp train"]}
    assert describe_sample(parts)["prompts"] == 3 * len(even) + 2


def test_parts_of_the_sample_weigh_what_they_are_given_whatever_their_size():
    quantiles = quantiles_of_parts(
        {"chat": np.full(1000, 0.2), "shell": np.full(10, 0.5), "other": np.full(500, 0.1)},
        {"other": 0, "chat": 1, "shell": 1},
    )
    assert quantiles[250] == pytest.approx(0.2) and quantiles[750] == pytest.approx(0.5)
    quantiles = quantiles_of_parts({"chat": np.full(1000, 0.2), "problems": np.full(10, 0.8)}, {"chat": 1, "problems": 1})
    assert quantiles[250] == pytest.approx(0.2) and quantiles[750] == pytest.approx(0.8)


def test_sources_weigh_by_the_root_of_their_prompts():
    prompt = np.array([0, 0, 1, 2, 3, 4])
    source = np.array([0, 0, 1, 1, 1, 1])
    weight = balance(prompt, source)
    assert weight[:2].sum() * 2 == pytest.approx(weight[2:].sum())
    assert weight.mean() == pytest.approx(1)
