"""Reads outcomes and battles, and turns both into comparisons: the preference data that every router learns from.

    DIR/outcomes/*.jsonl  {"prompt": "...", "scores": {"model": 0..1, ...}, "split": "train", "source": "..."}
    DIR/battles/*.jsonl   {"prompt": "...", "model_a": "...", "model_b": "...", "winner": "model_a"}

Two scores on one prompt are a comparison: the higher wins, equal scores tie. A battle is one already; its format is
that of Chatbot Arena's public data, so `winner` is model_a, model_b, tie or tie (bothbad), and a list of messages
`conversation_a` may stand for the prompt. Only rows whose split is "train" are read; battles without a split are.
"""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import numpy as np

BATTLE_OUTCOMES = {"model_a": 1.0, "model_b": 0.0, "tie": 0.5, "tie (bothbad)": 0.5}


class BadData(Exception):
    """A file that cannot be read as data; the message names file, line and what is wrong."""


@dataclass
class Comparisons:
    """`outcome[i]` says how models[a[i]] did against models[b[i]] on prompts[prompt[i]]: 1 won, ½ tied, 0 lost."""

    prompts: list[str]
    sources: list[str]  # one a prompt
    scores: list[dict[str, float]]  # one a prompt: model → score; in a battle 1 for the winner, ½ for a tie
    models: list[str]
    prompt: np.ndarray
    a: np.ndarray
    b: np.ndarray
    outcome: np.ndarray

    def where_prompts(self, keep):
        """Only the prompts for which `keep` is true, with their comparisons."""
        place = np.cumsum(keep) - 1
        kept = keep[self.prompt]
        return Comparisons(
            prompts=[prompt for prompt, stays in zip(self.prompts, keep, strict=True) if stays],
            sources=[source for source, stays in zip(self.sources, keep, strict=True) if stays],
            scores=[scores for scores, stays in zip(self.scores, keep, strict=True) if stays],
            models=self.models,
            prompt=place[self.prompt[kept]].astype(np.int32),
            a=self.a[kept],
            b=self.b[kept],
            outcome=self.outcome[kept],
        )


class Row(NamedTuple):
    """One line of data; a[i] met b[i] with outcomes[i]."""

    source: str
    prompt: str
    scores: dict[str, float]
    a: list[str]
    b: list[str]
    outcomes: np.ndarray


def read_comparisons(data):
    rows = []
    for file in data_files(data, "outcomes"):
        rows.extend(outcome_row(row, where, file.stem) for row, where in json_lines(file) if is_train(row, where))
    for file in data_files(data, "battles"):
        rows.extend(battle_row(row, where, file.stem) for row, where in json_lines(file) if row.get("split", "train") == "train")
    if not rows:
        raise BadData(f"{data}: no training rows in outcomes/*.jsonl or battles/*.jsonl")
    return collect(rows)


def data_files(data, folder):
    return sorted(Path(data, folder).glob("*.jsonl"))


def json_lines(file):
    """Each object of a JSON lines file, with `FILE:LINE` to name it by."""
    empty = True
    with open(file, "rb") as lines:
        for number, line in enumerate(lines, 1):
            where = f"{file}:{number}"
            if not line.strip():
                continue
            try:
                row = json.loads(line.decode("utf-8"))
            except UnicodeDecodeError:
                raise BadData(f"{where}: not UTF-8") from None
            except json.JSONDecodeError as error:
                raise BadData(f"{where}: not JSON: {error}") from None
            if not isinstance(row, dict):
                raise BadData(f"{where}: a JSON object is needed, not {type(row).__name__}")
            empty = False
            yield row, where
    if empty:
        raise BadData(f"{file}: the file is empty")


def is_train(row, where):
    if row.get("split") not in ("train", "test"):
        raise BadData(f'{where}: "split" must be "train" or "test"')
    return row["split"] == "train"


def outcome_row(row, where, stem):
    scores = row.get("scores")
    if not isinstance(scores, dict) or not scores:
        raise BadData(f'{where}: "scores" must map at least one model to its score')
    for model, score in scores.items():
        if isinstance(score, bool) or not isinstance(score, int | float) or not 0 <= score <= 1:
            raise BadData(f'{where}: the score of "{model}" must be a number from 0 to 1')
    models, values = list(scores), np.array(list(scores.values()))
    first, second = np.triu_indices(len(models), 1)
    outcomes = (np.sign(values[first] - values[second]) + 1) / 2
    a, b = ([models[i] for i in side] for side in (first, second))
    return Row(row.get("source", stem), prompt_of(row, where), scores, a, b, outcomes)


def battle_row(row, where, stem):
    for side in ("model_a", "model_b"):
        if not isinstance(row.get(side), str) or not row[side]:
            raise BadData(f'{where}: "{side}" must name a model')
    if row.get("winner") not in BATTLE_OUTCOMES:
        raise BadData(f'{where}: "winner" must be one of {", ".join(BATTLE_OUTCOMES)}')
    a, b, outcome = row["model_a"], row["model_b"], BATTLE_OUTCOMES[row["winner"]]
    scores = {a: outcome, b: 1 - outcome}
    return Row(row.get("source", stem), prompt_of(row, where), scores, [a], [b], np.array([outcome]))


def prompt_of(row, where):
    """The prompt, or else the first human turn of `conversation_a`: the one both models surely answered."""
    prompt = row.get("prompt")
    if prompt is None and isinstance(row.get("conversation_a"), list):
        turns = [turn for turn in row["conversation_a"] if isinstance(turn, dict) and turn.get("role") == "user"]
        prompt = turns[0].get("content") if turns else None
    if not isinstance(prompt, str) or not prompt.strip():
        raise BadData(f'{where}: "prompt" must be a text that is not blank')
    return prompt


def collect(rows):
    models = sorted({model for row in rows for model in row.scores})
    index = {model: i for i, model in enumerate(models)}
    return Comparisons(
        prompts=[row.prompt for row in rows],
        sources=[row.source for row in rows],
        scores=[row.scores for row in rows],
        models=models,
        prompt=np.repeat(np.arange(len(rows), dtype=np.int32), [len(row.outcomes) for row in rows]),
        a=np.array([index[model] for row in rows for model in row.a], dtype=np.int32),
        b=np.array([index[model] for row in rows for model in row.b], dtype=np.int32),
        outcome=np.concatenate([row.outcomes for row in rows]),
    )
