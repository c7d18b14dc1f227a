"""What each tier of models scored on each prompt, and the gain of the strong tiers over the weak ones."""

import warnings

import numpy as np


def tier_scores(comparisons, tiers, count):
    """Mean score of each tier's models on each prompt, [prompts, tiers]; NaN where none answered."""
    index = {model: int(tier) for model, tier in zip(comparisons.models, tiers, strict=True)}
    total, answers = np.zeros((2, len(comparisons.prompts), count))
    for prompt, scores in enumerate(comparisons.scores):
        for model, score in scores.items():
            total[prompt, index[model]] += score
            answers[prompt, index[model]] += 1
    return np.divide(total, answers, out=np.full_like(total, np.nan), where=answers > 0)


def gain_of_tiers(scores, strong, weak):
    """The strong tiers' mean score minus the weak tiers', in [−1, 1], one a prompt; NaN where a side has none."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)  # the mean of an empty side is NaN, which is what is meant
        return np.nanmean(scores[:, strong], axis=1) - np.nanmean(scores[:, weak], axis=1)
