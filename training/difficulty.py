"""A model of difficulty learnt from every model's scores: the third part of the default router.

The chance that model m solves a prompt is σ(ease_m + ability_m · s(q)), where s(q), a few skills the prompt asks for, is
linear in its embedding and counted features (item response theory). Two things are read off: the gain, how much more
often the strong tiers' models solve the prompt than the weak tiers', and how often the weak ones fail. Neither tells
prompts of one kind apart as well as the experts do, but both order kinds never seen better than anything else here.
"""

from dataclasses import dataclass

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F

from prompt_inputs import rounded

CLIP = 3.0  # counted features are held within so many spreads
COUNTED_SAY = 0.5  # of the counted features, few as they are, beside the embedding's many numbers
SCALE = 1 / 20
SKILLS = 8
STEPS, BATCH, RATE, DECAY, DROPOUT = 500, 512, 0.01, 0.1, 0.2


@dataclass
class Difficulty:
    center: np.ndarray  # [inputs]
    spread: np.ndarray
    skills: np.ndarray  # [skills, inputs]
    bias: np.ndarray  # [skills]
    strong: np.ndarray  # [models, 1 + skills]: the ease and the abilities of each model of the strong tiers
    weak: np.ndarray


def train_difficulty(embeddings, counted, scores, sources, model_tiers, strong, weak, seed=0):
    """`scores`: [prompts, models], NaN where a model did not answer. A source of n prompts weighs √n in all."""
    torch.manual_seed(seed)
    random = np.random.default_rng(seed)
    center, spread, scale = standards(embeddings, counted)
    inputs = tensor(standard(embeddings, counted, center, spread) * scale)
    known = ~np.isnan(scores)
    _, source, size = np.unique(sources, return_inverse=True, return_counts=True)
    # a prompt that many models answered says more of itself, but not in proportion
    chance = np.sqrt(known.sum(1)) / np.sqrt(size[source])
    chance /= chance.sum()
    target, weight = tensor(np.nan_to_num(scores)), tensor(known / known.sum(1, keepdims=True))

    body, dropout = nn.Linear(inputs.shape[1], SKILLS), nn.Dropout(DROPOUT)
    ability = nn.Parameter(torch.randn(scores.shape[1], SKILLS) * 0.1 + (torch.arange(SKILLS) == 0).float())
    ease = nn.Parameter(torch.zeros(scores.shape[1]))
    optimizer = torch.optim.AdamW(
        [{"params": [*body.parameters(), ability], "weight_decay": DECAY}, {"params": [ease], "weight_decay": 0.0}], lr=RATE
    )
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, RATE, total_steps=STEPS)
    for _ in range(STEPS):
        drawn = torch.from_numpy(random.choice(len(inputs), BATCH, p=chance))
        odds = ease + body(dropout(inputs[drawn])) @ ability.T
        loss = (F.binary_cross_entropy_with_logits(odds, target[drawn], reduction="none") * weight[drawn]).sum(1).mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        schedule.step()
    models = torch.cat([ease[:, None], ability], dim=1).detach().numpy()
    side = lambda tiers: rounded(models[np.isin(model_tiers, tiers)])
    skills = rounded(body.weight.detach().numpy() * scale)
    return Difficulty(center, spread, skills, rounded(body.bias.detach().numpy()), side(strong), side(weak))


def standards(embeddings, counted):
    """Where inputs are centred, what they are divided by, and what each then counts."""
    logs = np.log1p(counted)
    center = np.concatenate([embeddings.mean(0), logs.mean(0)])
    spread = np.concatenate([np.full(embeddings.shape[1], (embeddings - embeddings.mean(0)).std()), logs.std(0) + 1e-6])
    say = COUNTED_SAY * np.sqrt(embeddings.shape[1] / counted.shape[1])
    scale = SCALE * np.concatenate([np.ones(embeddings.shape[1]), np.full(counted.shape[1], say)])
    return rounded(center), rounded(spread), scale


def standard(embeddings, counted, center, spread):
    inputs = (np.hstack([embeddings, np.log1p(counted)]) - center) / spread
    inputs[:, embeddings.shape[1] :] = np.clip(inputs[:, embeddings.shape[1] :], -CLIP, CLIP)
    return inputs


def tensor(array):
    return torch.tensor(np.asarray(array), dtype=torch.float32)


def score_difficulty(model, embeddings, counted):
    """The gain and how often the weak side fails, one of each a prompt."""
    skills = standard(embeddings, counted, model.center, model.spread) @ model.skills.T + model.bias
    solved = lambda side: (1 / (1 + np.exp(-(side[:, 0] + skills @ side[:, 1:].T)))).mean(1)
    strong, weak = solved(model.strong), solved(model.weak)
    return {"gain": strong - weak, "weakFails": 1 - weak}
