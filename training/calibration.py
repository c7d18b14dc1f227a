"""From a router's raw score to a win rate, and from win rates to thresholds.

Platt's map, win rate = σ(slope · score + offset) with a positive slope, is fitted on prompts the score was not trained
on; a tie counts half. The quantiles of the win rates on prompts of the kind people route turn a strong share into a
threshold.
"""

import numpy as np

from comparisons import BadData, data_files, is_train, json_lines, prompt_of
from prompt_hash import prompt_hash

HIGHEST_WIN_RATE = 1 - 1e-6
RANKS = 1000
# what people route, of DIR/prompts: the source's name begins so
PARTS = {"chat": "arena_hard", "libraries": "bigcodebench", "shell": "nl2bash"}
# and of DIR/outcomes: functions to write, to run in one's head, SQL
PROBLEM_TASKS = ("mbpp", "human_eval", "code-generation", "code-execution", "code-sql")
# what a part weighs in the sample. Code is two parts, as no one source of it is like the others; one-line shell commands
# are few of an editor's prompts, and unlike all others (docs/slider.md tells what the weights were chosen by)
WEIGHTS = {"chat": 1, "assistants": 0.5, "libraries": 0.25, "problems": 0.25, "shell": 0.1}
# requests that people typed to coding assistants, of the labels
ASSISTANTS = ("specstory", "aider")


def fit_platt(scores, outcomes, weights, steps=200):
    """Slope and offset of least weighted logistic loss, by Newton's method; a spread of scores is worth at least 0.05."""
    center, spread = scores.mean(), scores.std() + 1e-12
    inputs = np.stack([(scores - center) / spread, np.ones_like(scores)], axis=1)
    prior = np.array([1.0, 0.0])
    line = prior.copy()
    for _ in range(steps):
        predicted = 1 / (1 + np.exp(-(inputs @ line)))
        gradient = inputs.T @ (weights * (outcomes - predicted)) - (line - prior)
        hessian = (inputs * (weights * predicted * (1 - predicted))[:, None]).T @ inputs + np.eye(2)
        step = np.linalg.solve(hessian, gradient)
        line += step / max(1.0, np.abs(step).max())
        if np.abs(step).max() < 1e-10:
            break
    slope = max(float(line[0]), 0.05) / spread
    return {"slope": float(slope), "offset": float(line[1] - slope * center)}


def win_rates(scores, platt):
    return np.minimum(1 / (1 + np.exp(-(platt["slope"] * scores + platt["offset"]))), HIGHEST_WIN_RATE)


def calibration_prompts(data, labels=()):
    """
    The even half of DIR/prompts by kind, the coding problems among the train rows of DIR/outcomes and the requests to coding
    assistants among the labels, where there are any; the odd half and test rows are never read here, so that they can be
    measured on.

    labels: of the training split
    """
    parts = {part: [] for part in PARTS}
    for file in data_files(data, "prompts"):
        for row, where in json_lines(file):
            prompt, source = prompt_of(row, where), row.get("source", file.stem)
            part = next((part for part, name in PARTS.items() if source.startswith(name)), None)
            if part and int(prompt_hash(prompt)[:2], 16) % 2 == 0:
                parts[part].append(prompt)
    missing = [f"{PARTS[part]}*" for part, prompts in parts.items() if not prompts]
    if missing:
        raise BadData(f"{data}/prompts: no prompts for calibration whose source begins with {', '.join(missing)}")
    more = {"problems": coding_problems(data), "assistants": [label.prompt for label in labels if label.source in ASSISTANTS]}
    return parts | {part: prompts for part, prompts in more.items() if prompts}


def coding_problems(data):
    rows = (line for file in data_files(data, "outcomes") for line in json_lines(file))
    return [prompt_of(row, where) for row, where in rows if row.get("task") in PROBLEM_TASKS and is_train(row, where)]


def describe_sample(parts):
    """What calibration.json says of the prompts that quantiles were taken from."""
    prompts = sum(len(prompts) for prompts in parts.values())
    return {"prompts": prompts, "sources": list(parts), "weights": WEIGHTS, "half": "even", "split": "train"}


def masses_of_parts(parts, weights=WEIGHTS):
    """How much each prompt of the sample counts, in the order of the parts: each part has its weight in all."""
    return np.concatenate([np.full(len(prompts), weights[name] / len(prompts)) for name, prompts in parts.items()])


def quantiles_of_parts(rates_of_parts, weights=WEIGHTS):
    return quantiles(np.concatenate(list(rates_of_parts.values())), masses_of_parts(rates_of_parts, weights))


def quantiles(rates, masses):
    """RANKS + 1 ascending win rates at evenly spaced shares of the sample."""
    order = np.argsort(rates, kind="stable")
    rates, masses = rates[order], masses[order]
    share = np.cumsum(masses) - masses / 2
    values = np.interp(np.linspace(0, 1, RANKS + 1) * masses.sum(), share, rates)
    return [float(value) for value in np.maximum.accumulate(values)]
