import numpy as np
import pytest

from difficulty import score_difficulty, train_difficulty
from experts import CLIP, LEVEL_SHARE, score_experts, train_experts
from prompt_inputs import fit_projection, inputs_of
from tier_scores import gain_of_tiers


def two_kinds(rows=400):
    """Kinds that lie apart in the first input, in which the second input means the opposite."""
    random = np.random.default_rng(1)
    kinds = np.repeat(["down", "up"], rows)
    sign = np.where(kinds == "up", 1.0, -1.0)
    inputs = np.stack([10 * sign + random.normal(size=2 * rows), random.normal(size=2 * rows)], axis=1)
    gains = 0.2 * sign * np.tanh(inputs[:, 1]) + np.where(kinds == "up", 0.4, 0.1) + 0.05 * random.normal(size=2 * rows)
    return inputs, gains, kinds


def test_each_kind_has_its_own_idea_of_what_is_worth_the_strong_model():
    gate, experts = train_experts(*two_kinds())
    ask = lambda place, value: float(score_experts(gate, experts, np.array([[place, value]]))[0])
    assert ask(10, 1) > ask(10, -1) + 0.1
    assert ask(-10, 1) < ask(-10, -1) - 0.1


def test_levels_of_kinds_count_by_their_share():
    inputs, gains, kinds = two_kinds()
    gate, experts = train_experts(inputs, gains, kinds)
    scores = score_experts(gate, experts, inputs)
    apart = scores[kinds == "up"].mean() - scores[kinds == "down"].mean()
    assert apart == pytest.approx(LEVEL_SHARE * 0.3, abs=0.03)


def test_a_kind_with_few_rows_has_only_a_level():
    inputs, gains, kinds = two_kinds()
    few = np.r_[0:400, 400:410]
    gate, experts = train_experts(inputs[few], gains[few], kinds[few])
    assert [len(expert.landmarks) > 0 for expert in experts] == [True, False]
    scores = score_experts(gate, experts, np.array([[10.0, -2.0], [10.0, 2.0]]))
    assert scores[0] == pytest.approx(scores[1], abs=1e-3)


def test_of_a_prompt_like_no_kind_only_the_overall_gain_is_said():
    gate, experts = train_experts(*two_kinds())
    between, beyond = score_experts(gate, experts, np.array([[0.0, 1.0], [10.0, 1e9]]))
    assert between == pytest.approx(gate.overall, abs=1e-3)
    assert beyond == pytest.approx(gate.overall, abs=0.05)
    assert np.isfinite(score_experts(gate, experts, np.array([[1e300, -1e300]]))).all()


def test_a_projection_keeps_what_differs_most():
    random = np.random.default_rng(2)
    embeddings = random.normal(size=(500, 6)) * [5, 0.1, 3, 0.1, 0.1, 0.1]
    projection = fit_projection(embeddings, 2)
    assert np.abs(projection.directions) == pytest.approx(np.eye(6)[[0, 2]], abs=0.05)
    assert (projection.directions.max(axis=1) > 0.99).all()
    inputs = inputs_of(projection, embeddings, np.full((500, 1), 2.0))
    assert inputs[:, :2].mean(0) == pytest.approx([0, 0], abs=1e-6)
    assert inputs[:, 2] == pytest.approx(np.log(3))


def test_difficulty_learns_which_prompts_only_strong_models_solve():
    random = np.random.default_rng(3)
    hard = random.random(600) < 0.5
    embeddings = np.where(hard[:, None], [1.0, 0.0], [0.0, 1.0]) + 0.1 * random.normal(size=(600, 2))
    chance = np.stack([np.full(600, 0.95), np.where(hard, 0.1, 0.9)], axis=1)
    scores = (random.random((600, 2)) < chance).astype(float)
    scores[::7, 0] = np.nan
    counted, sources = np.zeros((600, 1)), np.repeat("made up", 600)
    model = train_difficulty(embeddings, counted, scores, sources, np.array([0, 1]), [0], [1])
    said = score_difficulty(model, np.array([[1.0, 0.0], [0.0, 1.0]]), np.zeros((2, 1)))
    assert said["gain"][0] > said["gain"][1] + 0.3
    assert said["weakFails"][0] > said["weakFails"][1] + 0.3


def test_the_gain_is_unknown_where_a_side_did_not_answer():
    scores = np.array([[1.0, np.nan, 0.5, 0.0], [np.nan, np.nan, 1.0, 1.0], [1.0, 0.0, np.nan, 0.25]])
    gains = gain_of_tiers(scores, [0, 1], [2, 3])
    assert gains[[0, 2]] == pytest.approx([0.75, 0.25])
    assert np.isnan(gains[1])
