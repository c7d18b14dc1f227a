"""Which part of a long prompt the routers read: its head and its tail. The twin of src/routing/textCut.ts.

Two cuts. The first counts UTF-16 units, as JavaScript strings do, so that a prompt of a megabyte is never tokenised
whole; the second counts word pieces, so that the encoder's time has a bound. Both keep the beginning, where an
instruction usually stands, and the end, where the question about a long paste usually stands.
"""

HEAD_UNITS = 1024
TAIL_UNITS = 1024


def cut_text(text, head=HEAD_UNITS, tail=TAIL_UNITS):
    """The first `head` and last `tail` UTF-16 units, joined by a line break; a shorter text whole.

    Every lone surrogate, also one that the cut makes, becomes U+FFFD (JavaScript's `toWellFormed`).
    """
    wide = text.encode("utf-16-le", "surrogatepass")
    if len(wide) <= 2 * (head + tail):
        return wide.decode("utf-16-le", "replace")
    first, last = wide[: 2 * head], wide[len(wide) - 2 * tail :]
    return first.decode("utf-16-le", "replace") + "\n" + last.decode("utf-16-le", "replace")


def cut_tokens(ids, head, tail):
    """At most `head` + `tail` word pieces between the first id ([CLS]) and the last ([SEP]), which stay."""
    pieces = ids[1:-1]
    if len(pieces) <= head + tail:
        return list(ids)
    return [ids[0], *pieces[:head], *pieces[len(pieces) - tail :], ids[-1]]
