"""A model of difficulty, learnt from every model's scores: the main part of the default router.

Each tier's chance of solving a prompt is σ(ease + ability · s(q)), with an ease and an ability a tier, where s(q), a few
"skills" the prompt asks for, is linear in its embedding and counted features. The pair's gain is the difference of two
such chances. Unlike a score learnt from comparisons alone it is small on prompts that both sides solve *and* on those
that neither does, so a source of very hard prompts does not teach that harder always means more gain.
"""

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F

# inputs are clipped at so many spreads, so that a prompt of unheard-of length does not decide by its length alone
CLIP = 5.0


class ItemResponse(nn.Module):
    def __init__(self, tiers, center, spread, skills):
        super().__init__()
        self.register_buffer("center", torch.tensor(center, dtype=torch.float32))
        self.register_buffer("spread", torch.tensor(spread, dtype=torch.float32))
        self.skills = nn.Linear(len(center), skills)
        self.ability = nn.Parameter(torch.ones(tiers, skills) / skills**0.5)
        self.ease = nn.Parameter(torch.linspace(2, -2, tiers))

    def forward(self, inputs):
        """Log-odds that a model of each tier solves each prompt, [prompts, tiers]."""
        standard = ((inputs - self.center) / self.spread).clamp(-CLIP, CLIP)
        return self.ease + self.skills(standard) @ self.ability.T


def inputs_of(embeddings, counted):
    return np.hstack([embeddings, np.log1p(counted)])


def tier_scores(comparisons, tiers, count):
    """Mean score of each tier's models on each prompt, [prompts, tiers]; NaN where none answered."""
    index = {model: int(tier) for model, tier in zip(comparisons.models, tiers, strict=True)}
    total, answers = np.zeros((2, len(comparisons.prompts), count))
    for prompt, scores in enumerate(comparisons.scores):
        for model, score in scores.items():
            total[prompt, index[model]] += score
            answers[prompt, index[model]] += 1
    return np.divide(total, answers, out=np.full_like(total, np.nan), where=answers > 0)


def train_item_response(embeddings, counted, scores, sources, skills=4, steps=250, rate=0.01, decay=1.0, seed=0):
    """`scores` as from tier_scores, `sources` one a prompt; a source of n prompts weighs √n in all."""
    torch.manual_seed(seed)
    inputs = inputs_of(embeddings, counted)
    spread = inputs.std(0) + 1e-6
    # the embedding has many dimensions, the counts are few: in all, each kind has the same say
    spread[: embeddings.shape[1]] *= (embeddings.shape[1] / counted.shape[1]) ** 0.5
    model = ItemResponse(scores.shape[1], inputs.mean(0), spread, skills)
    learnt = [model.skills.weight, model.skills.bias, model.ability]
    optimizer = torch.optim.AdamW(
        [{"params": learnt, "weight_decay": decay}, {"params": [model.ease], "weight_decay": 0.0}], lr=rate
    )
    _, source, size = np.unique(sources, return_inverse=True, return_counts=True)
    tensor = lambda array: torch.tensor(array, dtype=torch.float32)
    weight = tensor(~np.isnan(scores) / np.sqrt(size[source])[:, None])
    inputs, target = tensor(inputs), tensor(np.nan_to_num(scores))
    for _ in range(steps):
        loss = F.binary_cross_entropy_with_logits(model(inputs), target, weight=weight, reduction="sum") / weight.sum()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return model


@torch.no_grad()
def score_item_response(model, embeddings, counted, strong, weak):
    """The pair's gain in (−1, 1): the chance that the strong side solves the prompt minus the weak side's."""
    chance = torch.sigmoid(model(torch.tensor(inputs_of(embeddings, counted), dtype=torch.float32)).double())
    return (chance[:, strong].mean(1) - chance[:, weak].mean(1)).numpy()
