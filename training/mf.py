"""The matrix factorisation router (paper §4.2).

Each tier M of models has a vector v_M, each prompt its embedding v_q, and M's score on q is
δ(M, q) = w₂ᵀ(v_M ⊙ (W₁ v_q + b)). P(strong beats weak) = σ(δ(strong, q) − δ(weak, q)), fitted by logistic loss on tier
comparisons. As in RouteLLM's code, tier vectors are scaled to unit length.

A pair of models stands for its two tiers and their neighbours, each side's δ the mean of its tiers: adjacent tiers
differ by little more than noise, and on training rows held back this told prompts apart better (README.md).

While training, every source and pair of tiers has an offset of its own, thrown away afterwards: what is learnt is which
prompts *within* a source need the stronger model, not which source they come from.
"""

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F


class Factorisation(nn.Module):
    def __init__(self, tiers, dimensions, factors):
        super().__init__()
        self.tiers = nn.Parameter(torch.randn(tiers, factors))
        self.project = nn.Linear(dimensions, factors)
        self.output = nn.Parameter(torch.randn(factors) / factors**0.5)

    def vectors(self):
        return F.normalize(self.tiers, dim=1)

    def forward(self, embeddings):
        """δ of every tier on every prompt, [prompts, tiers]."""
        return (self.project(embeddings) * self.output) @ self.vectors().T


def train_mf(embeddings, rows, tiers, factors=16, steps=300, rate=0.01, decay=0.3, seed=0):
    torch.manual_seed(seed)
    model = Factorisation(tiers, embeddings.shape[1], factors)
    used, prompt = np.unique(rows.prompt, return_inverse=True)
    group = np.unique((rows.source * tiers + rows.strong) * tiers + rows.weak, return_inverse=True)[1]
    offsets = nn.Parameter(torch.zeros(group.max() + 1))
    optimizer = torch.optim.AdamW(
        [{"params": model.parameters(), "weight_decay": decay}, {"params": [offsets], "weight_decay": 0.0}], lr=rate
    )
    tensor = lambda array, kind=torch.int64: torch.tensor(np.ascontiguousarray(array)).to(kind)
    inputs = tensor(embeddings[used], torch.float32)
    prompt, strong, weak, group = (tensor(part) for part in (prompt, rows.strong, rows.weak, group))
    outcome, weight = tensor(rows.outcome, torch.float32), tensor(rows.weight, torch.float32)
    for _ in range(steps):
        delta = model(inputs)
        odds = delta[prompt, strong] - delta[prompt, weak] + offsets[group]
        loss = (F.binary_cross_entropy_with_logits(odds, outcome, reduction="none") * weight).mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return model


@torch.no_grad()
def score_mf(model, embeddings, strong, weak):
    """δ(strong, q) − δ(weak, q), each side a list of tiers, before calibration."""
    delta = model(torch.tensor(embeddings, dtype=torch.float32)).double()
    return (delta[:, strong].mean(1) - delta[:, weak].mean(1)).numpy()
