"""The kinds of prompts there are in the training data: what experts.py has one expert for each of."""

# sources that gather unlike tasks; each task is a kind of its own
MIXED = ("llmrouter", "routerbench")


def kinds_of(comparisons):
    pairs = zip(comparisons.sources, comparisons.tasks, strict=True)
    return [f"{source}/{task}" if source in MIXED else source for source, task in pairs]
