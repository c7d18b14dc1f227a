"""The parts of the preference data (paper §4.1): what comes from golden labels, from a judge of answers, from labels of prompts, and the rest."""

PARTS = ("base", "golden", "judge", "labels")
GOLDEN = ("mmlu", "mmlu-pro")
JUDGED = ("arena-bench", "ko-arena-hard", "logickor-ko", "shaberi-ja")
LABELS = "labels"  # the source that every labelled prompt stands under


def part_of(source):
    if source == LABELS:
        return "labels"
    if source in GOLDEN:
        return "golden"
    return "judge" if source in JUDGED else "base"
