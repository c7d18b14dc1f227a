import numpy as np
import pytest

from comparisons import BadData
from conftest import write_lines
from gap import apgr
from text_cut_quality import CUTS, held_back_scores, main, parse

NAMES = ["--strong", "large", "--weak", "small"]


def test_held_back_scores_find_what_is_in_the_embedding_and_nothing_else():
    chance = np.random.default_rng(0)
    embeddings = chance.normal(size=(600, 8))
    everything, fold = [np.arange(600)], np.arange(600) % 5
    gains = np.sign(embeddings[:, 0]) * (chance.random(600) < 0.7) + 0.2
    assert apgr(held_back_scores(embeddings, gains, fold, everything), gains) > 0.8
    shuffled = chance.permutation(gains)
    assert apgr(held_back_scores(embeddings, shuffled, fold, everything), shuffled) == pytest.approx(0.5, abs=0.1)


def test_one_line_a_cut(data, models, capsys):
    main(parse(["--data", str(data), "--models", str(models), *NAMES]))
    rows = [line.split(" | ") for line in capsys.readouterr().out.splitlines() if line.startswith("| ")][1:]
    assert [row[0] for row in rows] == [f"| {head}+{tail}" for head, tail in CUTS]
    assert [row[-1] for row in rows if row[0] == "| 64+32"] == ["– |"]
    # prompts this short are the same at every cut
    assert {row[1] for row in rows} == {"0%"} and len({row[4] for row in rows}) == 1


def test_too_few_prompts_are_said(tmp_path, models):
    rows = [{"prompt": f"Count to {i} aloud.", "split": "train", "scores": {"large": 1, "small": i % 2}} for i in range(12)]
    write_lines(tmp_path / "outcomes" / "few.jsonl", rows)
    with pytest.raises(BadData, match="no source has prompts enough"):
        main(parse(["--data", str(tmp_path), "--models", str(models), *NAMES]))
