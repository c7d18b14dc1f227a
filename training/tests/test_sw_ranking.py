from types import SimpleNamespace

import numpy as np
import pytest

from sw_ranking import NOT_MET, Bank, bank_of, fit_tiers, pack_sw, read_bank, score_sw, tier_pairs, write_bank
from tier_comparisons import TierComparisons

# two tiers; the stronger wins, ties and loses on one prompt each
BANK = Bank(
    directions=np.array([[127, 0], [0, 127], [-127, 0]], dtype=np.int8),
    outcomes=np.array([[254], [127], [0]], dtype=np.uint8),
    parts=np.array([0, 1, 1]),
    tiers=2,
)


def log_odds(won, met):
    return np.log(won / (met - won))


def test_each_prompt_weighs_gamma_to_one_plus_its_similarity_relative_to_the_greatest():
    win, tie, loss = 10 ** (1 + np.array([1, 0.75, -1]))  # cosines 0.8, 0.6 and −0.8
    score = score_sw(BANK, np.array([[0.8, 0.6]]), [0], [1])
    assert score == pytest.approx([log_odds(win + tie / 2, win + tie + loss)], abs=1e-4)


def test_a_part_left_out_does_not_count():
    tie, loss = 10**2, 10 ** (1 - 0.8 / 0.6)
    score = score_sw(BANK, np.array([[0.8, 0.6]]), [0], [1], used=["golden"])
    assert score == pytest.approx([log_odds(tie / 2, tie + loss)], abs=1e-4)


def test_a_prompt_like_none_gets_a_finite_score():
    assert np.isfinite(score_sw(BANK, np.array([[-1.0, 0.0]]), [0], [1], used=["base"])).all()


def test_strengths_are_those_that_made_the_wins():
    truth = np.array([1.2, 0.3, -0.4, -1.1])
    first, second = tier_pairs(4)
    met = np.arange(1.0, 7.0)
    won = met / (1 + np.exp(truth[second] - truth[first]))
    assert fit_tiers(won[None], met[None], 4)[0] == pytest.approx(truth, abs=1e-3)


def made_up_material():
    rows = TierComparisons(
        prompt=np.array([0, 0, 2]), strong=np.array([0, 1, 0]), weak=np.array([2, 2, 1]),
        outcome=np.array([1.0, 0.5, 0.25]), weight=np.ones(3), source=np.array([1, 1, 0]),
    )  # fmt: skip
    embeddings = np.array([[0.6, 0.8], [1.0, 0.0], [-0.5, 0.25]])
    return SimpleNamespace(rows=rows, embeddings=embeddings, tiers=3, sources=np.array(["mmlu", "x", "x"]))


def test_a_bank_holds_the_prompts_that_were_compared_by_part():
    bank = bank_of(made_up_material())
    assert bank.parts.tolist() == [0, 1]
    assert bank.directions.tolist() == [[-127, 64], [95, 127]]
    # pairs 0–1, 0–2, 1–2
    assert bank.outcomes.tolist() == [[64, NOT_MET, NOT_MET], [NOT_MET, 254, 127]]
    assert len(bank_of(made_up_material(), keep=np.array([True, True, False])).directions) == 1


def test_what_is_packed_is_read_back(tmp_path):
    bank = bank_of(made_up_material())
    header = pack_sw(bank, [0], [2], {"slope": 1.0, "offset": 0.0})
    write_bank(tmp_path / header["bank"], bank)
    assert (tmp_path / header["bank"]).stat().st_size == 2 * (2 + 3)
    again = read_bank(tmp_path / header["bank"], header)
    for name in ("directions", "outcomes", "parts"):
        assert (getattr(again, name) == getattr(bank, name)).all()
