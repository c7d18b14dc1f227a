"""What a router reads of a prompt. The twin of src/routing/asking/readablePrompt.ts, which says what is done and why.

test/golden/readablePrompts.json holds both languages to the same strings; it is written by

    python training/readable_prompt.py
"""

import json
import re
import unicodedata
from pathlib import Path

from courtesy import openings_end, without_closing

END_UNITS = 8192
GOLDEN = Path(__file__).parent.parent / "test" / "golden" / "readablePrompts.json"

LINE_BREAKS = re.compile("(?:\r\n|[\n\v\f\r\x85\u2028\u2029])")
SPACES = re.compile("[\t \x1c-\x1f\xa0\u1680\u2000-\u200a\u202f\u205f\u3000\ufeff]+")
BLANKS_AT_BREAKS = re.compile(" ?\n(?: ?\n)*")

FENCE = re.compile(r"(`{3,}|~{3,})(?:[A-Za-z0-9+#_.-]{0,20} ?\n|)")
INNER_FENCE = re.compile(r"\n ?(?:`{3,}|~{3,})([^\n]*)")

FIRST_LETTER = re.compile("[\0-@\\[-`{-\xa9]*[a-z]")
MEANINGFUL = re.compile(r"[^ \n!-/:-@\[-`{-~]")


def readable(prompt):
    """The prompt without what changes no meaning."""
    text = tidy(unicodedata.normalize("NFKC", cut_middle(prompt)))
    last = None
    while text != last:
        last = text
        text = without_courtesy(without_fence(text))
    first = FIRST_LETTER.match(text)
    text = first.group().upper() + text[first.end() :] if first else text
    return text or prompt


def cut_middle(prompt):
    wide = prompt.encode("utf-16-le", "surrogatepass")
    if len(wide) <= 4 * END_UNITS:
        return prompt
    parts = wide[: 2 * END_UNITS], wide[len(wide) - 2 * END_UNITS :]
    return "\n".join(part.decode("utf-16-le", "surrogatepass") for part in parts)


def tidy(text):
    return BLANKS_AT_BREAKS.sub("\n", SPACES.sub(" ", LINE_BREAKS.sub("\n", text))).strip(" \n")


def keep(changed, text):
    return changed if MEANINGFUL.search(changed) else text


def without_fence(text):
    fence = FENCE.match(text)
    if fence is None or not text.endswith(fence.group(1)) or len(text) < fence.end() + len(fence.group(1)):
        return text
    inside = text[fence.end() : len(text) - len(fence.group(1))]
    inner = INNER_FENCE.search("\n" + inside)
    if inner and inner.group(1) == "":
        return text
    return keep(tidy(inside), text)


def without_courtesy(text):
    text = keep(text[openings_end(text) :].lstrip(" \n"), text)
    return keep(without_closing(text), text)


def write_golden():
    """Reads each prompt of the golden file anew; to add one, add `{"prompt": "…"}` to the file first."""
    prompts = [row["prompt"] for row in json.loads(GOLDEN.read_text(encoding="utf-8"))]
    rows = ",\n".join(f"  {json.dumps({'prompt': prompt, 'readable': readable(prompt)})}" for prompt in prompts)
    GOLDEN.write_text(f"[\n{rows}\n]\n", encoding="utf-8")


if __name__ == "__main__":
    write_golden()
