"""models/neighbours.json: a topic and a source for each row of sw_ranking's bank, so that a decision can be explained.

The bank has the directions of the training prompts; here are labels of them, and no text. A prompt is explained by the
NEAREST rows: how many of them share a topic or a source. One whose very nearest row has a cosine under UNLIKE_BELOW is
called unlike anything in training, and no topic is named. neighbour_quality.py shows what both numbers were chosen by. The
twin of src/routing/neighbours.ts.
"""

import base64
from collections import Counter

from topics import topic_of

NEIGHBOURS_FILE = "neighbours.json"
NEAREST = 10
UNLIKE_BELOW = 0.4
MOST_LABELS = 127  # an index is a signed byte


def pack_neighbours(comparisons, order):
    """`order`: which prompt each row of the bank is."""
    facts = [(comparisons.sources[i], comparisons.tasks[i], comparisons.prompts[i]) for i in order]
    topics, topic_of_row = pack_labels([topic_of(*fact) for fact in facts])
    sources, source_of_row = pack_labels([source for source, _, _ in facts])
    return {
        "formatVersion": 1, "rows": len(order), "nearest": NEAREST, "unlikeBelow": UNLIKE_BELOW,
        "topics": topics, "topicOfRow": topic_of_row, "sources": sources, "sourceOfRow": source_of_row,
    }  # fmt: skip


def pack_labels(labels):
    """The names, the commonest first, and base64 of each label's place among them; too rare ones are "other"."""
    by_count = sorted(Counter(labels).items(), key=lambda item: (-item[1], item[0]))
    names = [name for name, _ in by_count]
    if len(names) > MOST_LABELS:
        names = [*names[: MOST_LABELS - 1], "other"]
    place = {name: i for i, name in enumerate(names)}
    indices = bytes(place.get(label, len(names) - 1) for label in labels)
    return names, base64.b64encode(indices).decode()
