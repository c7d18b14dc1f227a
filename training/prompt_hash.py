"""What stands for a prompt where its text must not be kept. The twin of src/routing/normalisedPrompt.ts.

Two prompts count as one when they differ only in letter case and white space; the rule's details are there, and
test/golden/promptHashes.json holds both languages to it.
"""

import hashlib
import re

WHITE_SPACE = re.compile("[\t-\r\x1c-\x20\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff]+")


def normalise(prompt):
    whole = prompt.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return WHITE_SPACE.sub(" ", whole.lower().replace("ς", "σ")).strip(" ")


def prompt_hash(prompt):
    """The first 16 hex digits of the SHA-256 of the normalised prompt in UTF-8."""
    return hashlib.sha256(normalise(prompt).encode("utf-8")).hexdigest()[:16]
