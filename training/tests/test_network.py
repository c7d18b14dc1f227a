import numpy as np
import pytest
import torch

from abilities import fit_abilities, level_logits, level_of_name, read_levels
from encoder import Encoder
from features import FEATURES
from network import KINDS, POSITIONS, Network
from tune import TINY, interleave, rate_at


def tiny():
    torch.manual_seed(0)
    return Network(Encoder(vocab=50, positions=POSITIONS, **TINY), len(FEATURES)).eval()


def test_success_never_falls_with_the_level_and_the_embedding_has_unit_length():
    ids, mask = torch.randint(4, 50, (5, 9)), torch.ones(5, 9, dtype=torch.long)
    embedding, success, reasoning, kinds = tiny()(ids, mask, torch.rand(5, len(FEATURES)) * 100)
    assert torch.linalg.vector_norm(embedding, dim=1).tolist() == pytest.approx([1] * 5, abs=1e-5)
    assert (success.diff(dim=1) >= 0).all()
    assert reasoning.shape == (5, 1) and kinds.shape == (5, len(KINDS))


def test_padding_changes_nothing():
    ids, mask = torch.randint(4, 50, (1, 9)), torch.ones(1, 9, dtype=torch.long)
    counted = torch.rand(1, len(FEATURES))
    padded = torch.cat([ids, torch.ones(1, 4, dtype=torch.long)], 1), torch.cat([mask, torch.zeros(1, 4, dtype=torch.long)], 1)
    for plain, longer in zip(tiny()(ids, mask, counted), tiny()(*padded, counted), strict=True):
        assert plain.detach().numpy() == pytest.approx(longer.detach().numpy(), abs=1e-5)


def test_log_odds_between_levels_and_beyond_them_lie_on_a_line():
    success = torch.tensor([[0.0, 1.0, 3.0, 4.0]]).repeat(4, 1)
    assert level_logits(success, torch.tensor([0.5, 1.25, 3.5, -1.0])).tolist() == pytest.approx([0.5, 1.5, 4.5, -1.0])


def test_abilities_follow_what_models_did_and_known_names():
    chance = np.random.default_rng(0)
    skill = {"mixtral-8x7b-instruct-v0.1": 1.0, "gpt-4-1106-preview": 2.0, "nameless": 3.0}
    hardness = chance.normal(1.5, 1, 600)
    odds = lambda level, hard: 1 / (1 + np.exp(-2 * (level - hard)))
    scores = [{name: float(chance.random() < odds(level, hard)) for name, level in skill.items()} for hard in hardness]
    abilities = fit_abilities(scores, ["some"] * 600, read_levels())
    assert abilities.overall["mixtral-8x7b-instruct-v0.1"] == pytest.approx(1, abs=1e-3)
    assert abilities.overall["gpt-4-1106-preview"] == pytest.approx(2, abs=1e-3)
    weak, strong, nameless = (abilities.of(name, "some") for name in skill)
    assert weak < strong < nameless


def test_names_have_the_levels_of_the_table():
    table = read_levels()
    assert level_of_name("mistralai/Mixtral-8x7B-Instruct-v0.1", table) == 1
    assert level_of_name("gpt-4-1106-preview", table) == 2
    assert level_of_name("claude-3-opus-20240229", table) == 2
    assert level_of_name("no-such-model", table) is None


def test_batches_take_turns_each_in_its_share():
    assert interleave(["a"] * 4, ["b"] * 2) == ["a", "b", "a", "a", "b", "a"]


def test_the_rate_rises_and_then_falls():
    rates = [rate_at(step / 100) for step in range(101)]
    assert rates[0] < 0.1 < 0.9 < max(rates) <= 1 and rates[-1] < 0.05
    assert rates.index(max(rates)) < 10
