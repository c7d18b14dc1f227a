import json

import pytest

from readable_prompt import GOLDEN, readable

ROWS = json.loads(GOLDEN.read_text(encoding="utf-8"))


@pytest.mark.parametrize("row", ROWS, ids=lambda row: ascii(row["prompt"][:20]))
def test_reads_as_typescript_does_and_what_was_read_as_it_is(row):
    assert readable(row["prompt"]) == row["readable"]
    assert readable(row["readable"]) == row["readable"]


@pytest.mark.parametrize(
    "disturbed",
    [
        "  how do  I sort?\n\n",
        "Hello! How do I sort?",
        "Please, how do I sort?",
        "How do I sort?\nThanks!",
        "```\nhow do I sort?\n```",
    ],
)
def test_courtesy_white_space_case_and_fence_change_nothing(disturbed):
    assert readable(disturbed) == "How do I sort?"


def test_a_long_prompt_keeps_both_ends():
    text = readable("Please start " + "word " * 200_000 + "end. Thanks!")
    assert text.startswith("Start word") and text.endswith("end.") and len(text) < 17_000
