"""Counted features of a prompt: what the lexical router sees. The twin of src/routing/features/features.ts.

Each is a count of one ASCII pattern in the prompt's head and tail, or a ratio of two counts, so that both languages
get the same numbers on any text. Patterns name their characters: `\\s`, `.` and a bare `$` mean different things in
the two languages.
"""

import re

import numpy as np

from text_cut import cut_text

HEAD_UNITS = 8192
TAIL_UNITS = 8192

# name → (pattern, whether letter case counts)
COUNTS = {
    "words": (r"[^ \t\n\v\f\r]+", True),
    "lines": (r"\n", True),
    "blankLines": (r"\n[ \t\r]*\n", True),
    "indents": (r"\n[ \t]+[^ \t\r\n]", True),
    "bullets": (r"\n[ \t]*[-*][ \t]", True),
    "sentenceEnds": (r"[.!?][ \n]", True),
    "questionMarks": (r"[?\uff1f]", True),
    "exclamations": (r"!", True),
    "commas": (r",", True),
    "quotes": (r'"', True),
    "digits": (r"[0-9]", True),
    "numbers": (r"[0-9]+(?:[.,][0-9]+)*", True),
    "longNumbers": (r"[0-9]{3,}", True),
    "percents": (r"%", True),
    "dollars": (r"[$]", True),
    "operators": (r"[-+*/=<>^]", True),
    "backslashes": (r"\\", True),
    "parentheses": (r"[()]", True),
    "brackets": (r"[\[\]{}]", True),
    "semicolons": (r";", True),
    "backticks": (r"`", True),
    "codeFences": (r"```", True),
    "underscoredNames": (r"[A-Za-z0-9]_[A-Za-z0-9]", True),
    "camelNames": (r"[a-z][A-Z]", True),
    "calls": (r"[A-Za-z0-9_]\(", True),
    "paths": (r"[A-Za-z0-9_.]/[A-Za-z0-9_]", True),
    "gaps": (r"_{2,}", True),
    "choices": (r"\n[ \t]*[(]?[A-J][.):]", True),
    "capitals": (r"[A-Z]", True),
    "names": (r"[a-z,] [A-Z][a-z]+", True),
    "codeWords": (
        r"\b(?:def|function|class|return|import|const|void|public|select|from|where|int|str|list|array|string|loop|null)\b",
        False,
    ),
    "codeAsks": (
        r"\b(?:code|program|script|implement|algorithm|regex|sql|query|bash|shell|command|python|javascript|java|html"
        r"|rust|debug|bug|refactor|api)\b",
        False,
    ),
    "quantityWords": (
        r"\b(?:each|every|per|total|altogether|twice|half|third|times|percent|more|less|fewer|remaining|left|sum|average"
        r"|cost|costs|price|hours|minutes|days|weeks|years)\b",
        False,
    ),
    "mathWords": (
        r"\b(?:prove|theorem|integer|integers|equation|function|polynomial|triangle|probability|matrix|vector|angle"
        r"|radius|prime|real|set|value|values|find|compute|calculate|evaluate|simplify|solve)\b",
        False,
    ),
    "constraintWords": (
        r"\b(?:must|should|only|exactly|without|ensure|avoid|limit|cannot|always|never|least|most|than|if|unless"
        r"|otherwise)\b",
        False,
    ),
    "whyWords": (r"\b(?:why|how|explain|describe|compare|analyze|discuss|derive|because|therefore)\b", False),
    "factWords": (r"\b(?:who|when|where|which|what|whose|whom)\b", False),
    "writingWords": (
        r"\b(?:write|compose|draft|story|poem|essay|email|blog|letter|imagine|pretend|role|character|rewrite|edit"
        r"|summarize|translate|suggest|ideas)\b",
        False,
    ),
    "negations": (r"\b(?:not|no|except|false|incorrect|none|neither|nor)\b", False),
    "youWords": (r"\b(?:i|me|my|we|our|you|your|please)\b", False),
    "stepWords": (r"\b(?:first|second|then|next|finally|step|steps|after|before)\b", False),
    "cjk": (r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]", True),
}  # fmt: skip

# name → (counted, per): 0 where nothing is there to divide by
RATIOS = {
    "wordLength": ("units", "words"),
    "sentenceLength": ("words", "sentenceEnds"),
    "lineLength": ("units", "lines"),
    "digitShare": ("digits", "units"),
    "operatorShare": ("operators", "units"),
    "bracketShare": ("brackets", "units"),
    "capitalShare": ("capitals", "units"),
    "commaShare": ("commas", "words"),
    "nonAsciiShare": ("nonAscii", "units"),
    "quantityShare": ("quantityWords", "words"),
}

FEATURES = ["length", *COUNTS, "nonAscii", *RATIOS]

PATTERNS = {name: re.compile(p, re.ASCII if case else re.ASCII | re.IGNORECASE) for name, (p, case) in COUNTS.items()}


def utf16_length(text):
    """What JavaScript calls a string's length."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def features(prompt):
    """The numbers named by FEATURES, in that order. `length` counts the whole prompt, the rest its head and tail."""
    text = cut_text(prompt, HEAD_UNITS, TAIL_UNITS)
    count = {name: sum(1 for _ in pattern.finditer(text)) for name, pattern in PATTERNS.items()}
    count["units"] = utf16_length(text)
    count["nonAscii"] = count["units"] - sum(character < "\x80" for character in text)
    ratios = {name: count[part] / count[whole] if count[whole] else 0.0 for name, (part, whole) in RATIOS.items()}
    values = {"length": utf16_length(prompt), **count, **ratios}
    return np.array([values[name] for name in FEATURES], dtype=np.float64)
