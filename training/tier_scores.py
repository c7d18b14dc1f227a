"""What each tier of models scored on each prompt, and the gain of the strong tiers over the weak ones."""

import warnings

import numpy as np


def model_scores(comparisons):
    """What each model scored on each prompt, [prompts, models]; NaN where it did not answer."""
    index = {model: i for i, model in enumerate(comparisons.models)}
    scores = np.full((len(comparisons.prompts), len(index)), np.nan)
    for prompt, answers in enumerate(comparisons.scores):
        for model, score in answers.items():
            scores[prompt, index[model]] = score
    return scores


def tier_scores(scores, tiers, count):
    """Mean score of each tier's models on each prompt, [prompts, tiers]; NaN where none answered."""
    return np.stack([mean_of_known(scores[:, tiers == tier]) for tier in range(count)], axis=1)


def gain_of_tiers(scores, strong, weak):
    """The strong tiers' mean score minus the weak tiers', in [−1, 1], one a prompt; NaN where a side has none."""
    return mean_of_known(scores[:, strong]) - mean_of_known(scores[:, weak])


def mean_of_known(scores):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)  # the mean of nothing is NaN, which is what is meant
        return np.nanmean(scores, axis=1)
