"""Small made-up data, and one whole build of it with a random encoder, shared by the tests."""

import json
import random
import sys
from pathlib import Path

import pytest

TRAINING = Path(__file__).parent.parent
sys.path.insert(0, str(TRAINING))

# name → chance of solving an easy and a hard prompt
MODELS = {"large": (0.95, 0.85), "middling": (0.9, 0.45), "small": (0.8, 0.1), "tiny": (0.4, 0.05)}
WORDS = "river lamp stone coffee harbour engine bridge paper rain window letter green seven table".split()


def made_up_prompt(chance, hard):
    text = " ".join(chance.choice(WORDS) for _ in range(6 + chance.randrange(8)))
    return f"Prove that {text} = {chance.randrange(10**6)} for every n." if hard else f"Say something nice about {text}."


def write_lines(file, rows):
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")


@pytest.fixture(scope="session")
def data(tmp_path_factory):
    folder = tmp_path_factory.mktemp("data")
    chance = random.Random(1)
    outcomes = []
    for i in range(200):
        hard = i % 2
        scores = {model: float(chance.random() < chances[hard]) for model, chances in MODELS.items()}
        split = "test" if i % 10 == 9 else "train"
        outcomes.append({"source": "made-up", "prompt": made_up_prompt(chance, hard), "scores": scores, "split": split})
    battles = [
        {"prompt": made_up_prompt(chance, True), "model_a": "large", "model_b": "small", "winner": "model_a"},
        {"conversation_a": [{"role": "user", "content": "Which of these two is nicer?"}], "model_a": "small",
         "model_b": "middling", "winner": "tie (bothbad)"},
    ]  # fmt: skip
    write_lines(folder / "outcomes" / "made-up.jsonl", outcomes)
    write_lines(folder / "battles" / "arena.jsonl", battles)
    labels = [
        {"prompt": made_up_prompt(chance, i % 2), "success": [0.1, 0.2, 0.8, 0.9] if i % 2 else [0.9, 0.95, 0.97, 0.99],
         "reasoning": 8 * (i % 2), "kind": "math" if i % 2 else "chat"} for i in range(60)
    ]  # fmt: skip
    write_lines(folder / "labels" / "made-up.jsonl", labels)
    for source in ("arena_hard", "bigcodebench", "nl2bash"):
        prompts = [{"source": source, "prompt": made_up_prompt(chance, i % 2)} for i in range(20)]
        write_lines(folder / "prompts" / f"{source}.jsonl", prompts)
    return folder


@pytest.fixture(scope="session")
def models(data, tmp_path_factory):
    from build import build, parse

    out = tmp_path_factory.mktemp("models")
    build(parse(build_arguments(data, out)))
    return out


def build_arguments(data, out):
    return ["--data", str(data), "--labels", str(data / "none"), "--out", str(out), "--encoder", "tiny", "--strong", "large", "--weak", "small"]
