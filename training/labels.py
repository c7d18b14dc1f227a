"""Reads difficulty labels: what is said of a prompt before any model has answered it.

    DIR/labels/*.jsonl and training/labels/*.jsonl, one object a line:

    {"prompt": "...", "success": {"llama-3.2-3b-instruct": 0.4, ...}, "reasoning": 4, "kind": "code", "judge": "me"}
    {"hash": "8b4c525526a0b1c2", "success": [0.4, 0.6, 0.85, 0.95], "reasoning": 4, "kind": "code"}

`success` is the chance that the answer of a model of each of LEVELS is fully right, by name or in their order; levels may
be missing by name. `reasoning` is what a good answer needs, 0 to 9, and may be missing, as `kind` may, one of KINDS.
`judge` says who judged, for each of whom a leaning is learnt; without one it is OWN_JUDGE in training/labels and else the file. A
prompt judged more than once has the mean of its labels. In place of the prompt may stand its
hash (prompt_hash.py), where the text must not be kept: it is looked up among the prompts of DIR/labels and DIR/outcomes. Lines of
DIR/labels without `success` are such prompts alone. A prompt belongs to the test split where its hash says so.
"""

import math
from dataclasses import dataclass, replace
from pathlib import Path

from comparisons import BadData, data_files, json_lines, prompt_of
from network import KINDS
from prompt_hash import prompt_hash

LEVELS = ("llama-3.2-3b-instruct", "mixtral-8x7b-instruct-v0.1", "gpt-4-1106-preview", "frontier-2026")
OWN_LABELS = Path(__file__).parent / "labels"
SECOND_READING = "secondReading"  # the file of prompts judged once more, unseen: how far a judge agrees with itself
OWN_JUDGE = "reading"  # whoever wrote training/labels
TEST_SHARE = 0.15
MOST_REASONING = 9


@dataclass
class Label:
    prompt: str
    hash: str
    success: tuple  # one chance a level; NaN where not judged
    reasoning: float  # 0 to 1, or NaN
    kind: int  # an index into KINDS, or −1
    judge: str
    source: str
    language: str


def read_labels(data, folder=OWN_LABELS):
    """Every labelled prompt once. @raises BadData naming file and line."""
    known = prompts_by_hash(data)
    readings = {}
    for file in (*sorted(Path(folder).glob("*.jsonl")), *data_files(data, "labels")):
        for label in read_label_file(file, known, OWN_JUDGE if file.parent == folder else file.stem):
            readings.setdefault(label.hash, []).append(label)
    return [mean_label(labels) for labels in readings.values()]


def read_label_file(file, known, judge):
    """known: hash → row with the prompt; judge: of rows that name none"""
    return [label_of(row, where, judge, known) for row, where in json_lines(file) if "success" in row]


def mean_label(labels):
    """The first, with the mean of all readings' chances and reasoning."""
    if len(labels) == 1:
        return labels[0]
    success = tuple(mean_of_known(chances) for chances in zip(*(label.success for label in labels), strict=True))
    return replace(labels[0], success=success, reasoning=mean_of_known([label.reasoning for label in labels]))


def mean_of_known(values):
    known = [value for value in values if not math.isnan(value)]
    return sum(known) / len(known) if known else math.nan


def prompts_by_hash(data):
    """Rows with a prompt of DIR/labels and of the train rows of DIR/outcomes, by the prompt's hash."""
    known = {}
    for folder in ("outcomes", "labels"):
        for file in data_files(data, folder):
            for row, where in json_lines(file):
                if "prompt" in row and row.get("split", "train") == "train":
                    known[prompt_hash(prompt_of(row, where))] = row
    return known


def label_of(row, where, judge, known):
    if "hash" in row:
        if row["hash"] not in known:
            raise BadData(f'{where}: no prompt in DIR/labels or DIR/outcomes has the hash "{row["hash"]}"')
        row = {**known[row["hash"]], **row}
    prompt = prompt_of(row, where)
    kind = row.get("kind")
    if kind is not None and kind not in KINDS:
        raise BadData(f'{where}: "kind" must be one of {", ".join(KINDS)}')
    reasoning = row.get("reasoning")
    if reasoning is not None and not (is_number(reasoning) and 0 <= reasoning <= MOST_REASONING):
        raise BadData(f'{where}: "reasoning" must be a number from 0 to {MOST_REASONING}')
    return Label(
        prompt=prompt,
        hash=prompt_hash(prompt),
        success=success_of(row["success"], where),
        reasoning=math.nan if reasoning is None else reasoning / MOST_REASONING,
        kind=-1 if kind is None else KINDS.index(kind),
        judge=str(row.get("judge", judge)),
        source=str(row.get("source", judge)),
        language=str(row.get("language", "")),
    )


def success_of(success, where):
    if isinstance(success, list) and len(success) == len(LEVELS):
        success = dict(zip(LEVELS, success, strict=True))
    if not isinstance(success, dict) or not any(level in success for level in LEVELS):
        raise BadData(f'{where}: "success" must map {", ".join(LEVELS)} to chances, or list the {len(LEVELS)} of them')
    for level in LEVELS:
        value = success.get(level)
        if value is not None and not (is_number(value) and 0 <= value <= 1):
            raise BadData(f'{where}: the success of "{level}" must be a number from 0 to 1')
    return tuple(math.nan if success.get(level) is None else float(success[level]) for level in LEVELS)


def is_number(value):
    return isinstance(value, int | float) and not isinstance(value, bool)


def is_test(hash):
    return int(hash[:4], 16) / 65536 < TEST_SHARE


def split_labels(labels, test):
    """Those of one split. @raises BadData where there are none"""
    part = [label for label in labels if is_test(label.hash) == test]
    if labels and not part:
        raise BadData(f"labels: none of {len(labels)} falls into the {'test' if test else 'training'} split")
    return part
