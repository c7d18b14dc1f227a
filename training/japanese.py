"""Japanese glossed into English words, for an encoder that reads only English. The twin of src/routing/features/japanese.ts.

The glossary, src/routing/features/japaneseGlossary.json, serves both; the rules are described there.
"""

import json
import re
from pathlib import Path

GLOSSARY = json.loads(
    (Path(__file__).parent.parent / "src" / "routing" / "features" / "japaneseGlossary.json").read_text(encoding="utf-8")
)
LETTER = "\u3005\u3006\u3041-\u3096\u309d\u309e\u30a1-\u30fa\u30fc-\u30fe\u3400-\u9fff"
MARKS = {"。": ".", "、": ",", "・": " ", **dict.fromkeys("「」『』【】〈〉《》", '"')}
JAPANESE = re.compile(f"[{LETTER}]")
RUNS = re.compile(f"[{LETTER}{''.join(MARKS)}]+")
KATAKANA = re.compile("[\u30a1-\u30fa\u30fc]+")
STOPS = (",", ".", "?")
SPACES_BEFORE_STOPS = re.compile(" +([.,?!])")
KANA = re.compile("[\u3041-\u30fe]")
SHORTEST_WITHIN_KATAKANA = 3
LONGEST_SYLLABLE = 2


def longest_by_first_character():
    """First character → the length of the longest Japanese word that begins with it."""
    longest = {}
    for japanese in GLOSSARY["words"]:
        longest[japanese[0]] = max(len(japanese), longest.get(japanese[0], 0))
    return longest


LONGEST = longest_by_first_character()


def gloss_japanese(text):
    """The text with every run of Japanese in English words; a text without Japanese as it is."""
    if not JAPANESE.search(text):
        return text
    glossed = RUNS.sub(lambda run: f" {gloss_run(run.group())} ", text)
    return SPACES_BEFORE_STOPS.sub(r"\1", glossed).lstrip(" \n,.?!")


def gloss_run(run):
    glossed, at, end = [], 0, 0
    while at < len(run):
        if at >= end:
            katakana = KATAKANA.match(run, at)
            end = katakana.end() if katakana else at
        english, length = gloss_katakana(run, at, end) if end > at else gloss_at(run, at)
        repeated = glossed and glossed[-1] in STOPS and english in STOPS
        if english and not repeated:
            glossed.append(english)
        at += length
    return " ".join(glossed)


def gloss_at(run, at):
    char = run[at]
    if char in MARKS:
        return ("?" if char == "。" and run[at - 1 : at] == "か" else MARKS[char]), 1
    if word := longest_word(run, at, 1):
        return GLOSSARY["words"][word], len(word)
    return ("" if KANA.match(char) else char), 1


def gloss_katakana(run, at, end):
    """A loan word from the glossary, or else what comes before the next one, in Latin letters."""
    if known := loan_word(run, at, end):
        return GLOSSARY["words"][known], len(known)
    latin, start = "", at
    while at < end and (at == start or not loan_word(run, at, end)):
        lengths = range(min(LONGEST_SYLLABLE, end - at), 0, -1)
        length = next((n for n in lengths if run[at : at + n] in GLOSSARY["syllables"]), 1)
        latin += GLOSSARY["syllables"].get(run[at : at + length], "")
        at += length
    return latin, at - start


def loan_word(run, at, end):
    """A short word must fill its katakana, lest it is the beginning of another."""
    begins = at == 0 or not KATAKANA.match(run[at - 1])
    return longest_word(run, at, min(end - at, SHORTEST_WITHIN_KATAKANA) if begins else SHORTEST_WITHIN_KATAKANA)


def longest_word(run, at, shortest):
    """The longest word of the glossary here, of `shortest` characters at least."""
    longest = min(LONGEST.get(run[at], 0), len(run) - at)
    words = (run[at : at + length] for length in range(longest, shortest - 1, -1))
    return next((word for word in words if word in GLOSSARY["words"]), None)
