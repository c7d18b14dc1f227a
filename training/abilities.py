"""How able each model of the outcomes is, on the scale of levels.json, by item response.

A model's chance on a prompt is σ(slope of the source · (ability − difficulty of the prompt)). An ability is pulled towards the
level that levels.json gives the name, and may differ a little from source to source: few models answered everything, and some
were made for one task.
"""

import json
import re
from dataclasses import dataclass
from pathlib import Path

import torch
from torch.nn import functional as F

LEVEL_TABLE = Path(__file__).parent.parent / "models" / "levels.json"
ANCHORS = {"mixtral-8x7b-instruct-v0.1": 1.0, "gpt-4-1106-preview": 2.0}
UNNAMED = 0.5
STEPS = 400


@dataclass
class Abilities:
    """model → level; `of(model, source)` says it for one source."""

    overall: dict
    by_source: dict

    def of(self, model, source):
        return self.by_source[model, source]


def level_of_name(name, table):
    """The twin of src/routing/levels.ts."""
    plain = name.lower().split("/")[-1].split("__")[-1].replace("_", "-").replace(" ", "-")
    plain = re.sub(r"[-@]?20\d\d-?\d\d-?\d\d", "", plain, count=1)
    return next((level for pattern, level in table if pattern.search(plain)), None)


def read_levels(file=LEVEL_TABLE):
    return [(re.compile(pattern), level) for pattern, level in json.loads(file.read_text(encoding="utf-8"))["models"]]


def fit_abilities(scores, sources, table):
    """
    scores: model → score in [0, 1], one dict a prompt
    sources: one a prompt
    """
    models, names = sorted({model for row in scores for model in row}), sorted(set(sources))
    model_at, source_at = ({name: at for at, name in enumerate(all_)} for all_ in (models, names))
    prompt, model, score = (
        torch.tensor(column) for column in zip(*((i, model_at[m], s) for i, row in enumerate(scores) for m, s in row.items()), strict=True)
    )
    source = torch.tensor([source_at[name] for name in sources])[prompt]
    named = [level_of_name(name, table) for name in models]
    prior = torch.tensor([UNNAMED if level is None else float(level) for level in named])
    trust = torch.tensor([0.3 if level is None else 1.5 for level in named]) * 3e-3
    weight = balance_rows(prompt, source, len(names))
    ability, difficulty = prior.clone().requires_grad_(), torch.zeros(len(scores), requires_grad=True)
    slope, here = torch.zeros(len(names), requires_grad=True), torch.zeros(len(models), len(names), requires_grad=True)
    optimizer = torch.optim.Adam([ability, difficulty, slope, here], lr=0.05)
    for _ in range(STEPS):
        optimizer.zero_grad()
        logits = 1.5 * torch.exp(slope[source]) * (ability[model] + here[model, source] - difficulty[prompt])
        loss = (weight * F.binary_cross_entropy_with_logits(logits, score.float(), reduction="none")).sum() / len(scores)
        pull = ((ability - prior) ** 2 * trust).sum() + (here**2).sum() * 3e-3 + (slope**2).sum() * 1e-2
        (loss + pull + ((difficulty - 1) ** 2).mean() * 0.2).backward()
        optimizer.step()
    return anchored(models, names, ability.detach().numpy(), here.detach().numpy())


def balance_rows(prompt, source, sources):
    """A prompt that a hundred models answered, and a source of thousands of prompts, count by the root of their number."""
    weight = 1 / torch.bincount(prompt).float()[prompt].sqrt()
    total = torch.zeros(sources).index_add(0, source, weight)
    weight = weight / total[source].sqrt()
    return weight / weight.mean()


def anchored(models, names, ability, here):
    """The scale moved so that the paper's pair lies at its levels, where both are known."""
    stretch = 1.0
    if all(name in models for name in ANCHORS):
        weak, strong = (ability[models.index(name)] for name in ANCHORS)
        stretch = 1 / max(float(strong - weak), 0.1)
        ability = 1 + (ability - weak) * stretch
    overall = {name: float(level) for name, level in zip(models, ability, strict=True)}
    by_source = {
        (model, name): float(ability[i] + here[i, j] * stretch) for i, model in enumerate(models) for j, name in enumerate(names)
    }
    return Abilities(overall, by_source)


def level_logits(success, level):
    """Log-odds at any level, read off a straight line between two of the network's. Tensors: [rows, levels], [rows]."""
    below = level.floor().clamp(0, success.shape[1] - 2)
    low, high = (success.gather(1, below.long()[:, None] + step)[:, 0] for step in (0, 1))
    return low + (high - low) * (level - below)
