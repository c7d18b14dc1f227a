"""Which part of a long prompt the routers read: its head and its tail. The twin of src/routing/features/textCut.ts.

Two cuts. The first counts UTF-16 units, as JavaScript strings do, so that a prompt of a megabyte is never tokenised
whole; the second counts word pieces, so that the encoder's time has a bound. Both keep the beginning, where an
instruction usually stands, and the end, where the question about a long paste usually stands.
"""

HEAD_UNITS = 1024
TAIL_UNITS = 1024


def cut_text(text, head=HEAD_UNITS, tail=TAIL_UNITS):
    """The first `head` and last `tail` UTF-16 units, joined by a line break; a shorter text whole."""
    wide = text.encode("utf-16-le", "surrogatepass")
    if len(wide) <= 2 * (head + tail):
        return unify(wide)
    return unify(wide[: 2 * head]) + "\n" + unify(wide[len(wide) - 2 * tail :])


def unify(wide):
    """Decodes UTF-16; every lone surrogate, also one that the cut made, becomes U+FFFD (JavaScript's `toWellFormed`).

    A capital sigma becomes σ, since JavaScript lower-cases it to σ or ς by its neighbours, and the tokenizer here not.
    """
    return wide.decode("utf-16-le", "replace").replace("Σ", "σ")


def cut_tokens(ids, head, tail):
    """At most `head` + `tail` word pieces between the first id ([CLS]) and the last ([SEP]), which stay."""
    pieces = ids[1:-1]
    if len(pieces) <= head + tail:
        return list(ids)
    return [ids[0], *pieces[:head], *pieces[len(pieces) - tail :], ids[-1]]
