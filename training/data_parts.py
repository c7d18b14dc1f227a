"""The three parts of the preference data (paper §4.1): what comes from golden labels, what from a judge, and the rest."""

PARTS = ("base", "golden", "judge")
GOLDEN = ("mmlu", "mmlu-pro")
JUDGED = ("arena-bench",)


def part_of(source):
    if source in GOLDEN:
        return "golden"
    return "judge" if source in JUDGED else "base"
