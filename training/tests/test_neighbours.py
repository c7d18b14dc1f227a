import base64
import json
import shutil
from collections import Counter
from types import SimpleNamespace

import numpy as np
import pytest

from comparisons import BadData, read_comparisons
from neighbour_quality import explain, explain_without_source
from neighbours import MOST_LABELS, pack_labels, pack_neighbours
from sw_ranking import prompts_by_part
from topics import CHAT_TOPICS, TASKS, topic_of
from write_neighbours import main, parse


def unpack(names, packed):
    return [names[i] for i in base64.b64decode(packed)]


@pytest.mark.parametrize(
    ("source", "task", "topic"),
    [
        ("mmlu", "college_chemistry", "chemistry"),
        ("mmlu-pro", "math", "university maths"),
        ("llmrouter", "math", "contest maths"),
        ("zeroeval-math-l5", "math", "contest maths"),
        ("humaneval", "code-generation", "small functions"),
        ("livecodebench", "code-generation", "programming contests"),
        ("my-own", "tax_returns", "tax returns"),
        ("my-own", "", "my-own"),
        ("arena-bench", "chat", "chat"),
    ],
)
def test_a_row_is_about_its_task_or_else_its_source(source, task, topic):
    assert topic_of(source, task, "A prompt that nobody has labelled.") == topic


def test_chat_is_labelled_by_the_hash_of_its_prompt(monkeypatch):
    from prompt_hash import prompt_hash

    monkeypatch.setitem(CHAT_TOPICS, prompt_hash("Tell me a story."), "stories and role play")
    assert topic_of("arena-bench", "chat", "tell me  a STORY.") == "stories and role play"


def test_no_task_has_two_topics():
    counts = Counter(task for tasks in TASKS.values() for task in tasks)
    assert max(counts.values()) == 1


def test_the_commonest_label_comes_first_and_the_rarest_are_other():
    assert pack_labels(["b", "a", "b", "c"])[0] == ["b", "a", "c"]
    assert unpack(*pack_labels(["b", "a", "b", "c"])) == ["b", "a", "b", "c"]
    many = [f"label {i:03}" for i in range(200)] + ["label 000"]
    names, packed = pack_labels(many)
    assert len(names) == MOST_LABELS and names[0] == "label 000" and names[-1] == "other"
    assert unpack(names, packed)[-3:] == ["other", "other", "label 000"]


def test_labels_lie_in_the_order_of_the_bank():
    comparisons = SimpleNamespace(
        prompts=["x", "y", "z"], sources=["mmlu", "own", "own"], tasks=["virology", "cooking", "sewing"]
    )
    # the second prompt met no two tiers; the base part comes before the golden one
    order = prompts_by_part(SimpleNamespace(prompt=np.array([0, 2])), np.array(comparisons.sources))
    packed = pack_neighbours(comparisons, order)
    assert packed["rows"] == 2
    assert unpack(packed["topics"], packed["topicOfRow"]) == ["sewing", "medicine and health"]
    assert unpack(packed["sources"], packed["sourceOfRow"]) == ["own", "mmlu"]


def test_a_build_labels_every_row_of_its_bank(models):
    labels = json.loads((models / "neighbours.json").read_text(encoding="utf-8"))
    rows = json.loads((models / "swRanking.json").read_text(encoding="utf-8"))["shape"][0]
    assert labels["rows"] == rows == len(base64.b64decode(labels["topicOfRow"]))
    assert sorted(labels["sources"]) == ["arena", "made-up"]


def test_no_text_of_a_prompt_is_in_the_labels(models, data):
    text = (models / "neighbours.json").read_text(encoding="utf-8")
    assert not any(prompt[:12] in text for prompt in read_comparisons(data).prompts)


def test_the_step_alone_writes_the_same_file_and_touches_no_other(models, data, tmp_path):
    shutil.copytree(models, tmp_path / "models")
    (tmp_path / "models" / "neighbours.json").write_text("{}", encoding="utf-8")
    main(parse(["--data", str(data), "--models", str(tmp_path / "models")]))
    for file in models.rglob("*"):
        if file.is_file():
            assert (tmp_path / "models" / file.relative_to(models)).read_bytes() == file.read_bytes(), file.name


def test_the_step_alone_refuses_data_that_the_bank_was_not_built_from(models, data, tmp_path):
    shutil.copytree(data, tmp_path / "data")
    file = tmp_path / "data" / "outcomes" / "made-up.jsonl"
    lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
    file.write_text("".join(lines[:2] + lines[4:]), encoding="utf-8")
    with pytest.raises(BadData, match="was not built from"):
        main(parse(["--data", str(tmp_path / "data"), "--models", str(models)]))


def test_quality_is_measured_without_the_row_or_its_source():
    directions = np.array([[1, 0], [1, 0.1], [0, 1], [0.1, 1]], dtype=np.float32)
    directions /= np.linalg.norm(directions, axis=1, keepdims=True)
    topic = np.array(["sums", "songs", "songs", "songs"])
    nearest, named = explain(directions, topic, directions, [1], blank_self=True)
    assert named[1].tolist() == ["songs", "sums", "songs", "songs"]
    assert nearest[0] == pytest.approx(directions[0] @ directions[1])
    # of the last source's two rows only the one whose topic the first has too can be told
    nearest, right = explain_without_source(directions, topic, np.array(["a", "a", "b", "b"]))
    assert len(right) == 3 and nearest.max() < 0.3
