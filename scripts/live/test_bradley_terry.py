# SPDX-License-Identifier: Apache-2.0
"""The scorecard's strengths and intervals beside a reference computed by others: choix, of PyPI."""

from __future__ import annotations

import json
import math
import random

import choix
import numpy as np
import pytest
from gateway import Gateway

MODELS = 5
# Of the gateway's normal prior: strengths have this standard deviation before any choice.
PRIOR = 2.0


@pytest.fixture(scope="module")
def five():
    """A gateway with five models, whose translations are equal: only choices tell them apart."""
    names = [f"m{number}" for number in range(MODELS)]
    models = [{"model": f"{name}/accented", "rank": rank} for rank, name in enumerate(names, 1)]
    keys = {"providers": {name: {"provider": "pseudo"} for name in names}, "engine.models": models}
    with Gateway(*(word for key, value in keys.items() for word in ("--set", f"{key}={json.dumps(value)}"))) as gateway:
        yield gateway


def reference(count: int, duels: list[tuple[int, int]]) -> tuple[np.ndarray, np.ndarray]:
    """Strengths around 0 and their standard deviations: choix finds the mode, the rest is its second derivative."""
    precision = 1 / PRIOR**2
    mode = choix.opt_pairwise(count, duels, alpha=precision / 2, method="Newton-CG", tol=1e-12)
    information = np.eye(count) * precision
    for one, other in duels:
        share = 1 / (1 + math.exp(mode[other] - mode[one]))
        weight = share * (1 - share)
        information[one, one] += weight
        information[other, other] += weight
        information[one, other] -= weight
        information[other, one] -= weight
    centre = np.eye(count) - 1 / count
    covariance = centre @ np.linalg.inv(information) @ centre
    return mode - mode.mean(), np.sqrt(np.diag(covariance))


def duels_of(truth: list[float], count: int, seed: int) -> list[tuple[int, int]]:
    dice = random.Random(seed)
    duels = []
    for _ in range(count):
        one, other = dice.sample(range(MODELS), 2)
        wins = dice.random() < 1 / (1 + math.exp(truth[other] - truth[one]))
        duels.append((one, other) if wins else (other, one))
    return duels


@pytest.mark.parametrize(
    ("target", "truth", "count"),
    [
        ("fr", [0.0, 0.0, 0.0, 0.0, 0.0], 60),
        ("de", [1.5, 0.8, 0.0, -0.7, -1.6], 150),
        # One that always wins and one that always loses: without the prior nothing finite would come of it.
        ("ja", [9.0, 0.5, 0.0, -0.5, -9.0], 120),
        ("ar", [0.2, 0.1, 0.0, -0.1, -0.2], 4),
    ],
    ids=["equal", "spread", "skewed", "few"],
)
def test_strengths_and_intervals_are_those_of_the_reference(five: Gateway, target: str, truth: list[float], count: int):
    duels = duels_of(truth, count, seed=count)
    made: dict[tuple[int, int], str] = {}
    for rater, (winner, loser) in enumerate(duels):
        pair = (min(winner, loser), max(winner, loser))
        if pair not in made:
            models = [f"m{number}/accented" for number in pair]
            body = {"sourceLocale": "en", "targetLocale": target, "data": {"a": "Buy now"}, "models": models}
            answer = five.call("POST", "/process/compare", body)
            assert answer.status == 201, answer.body
            made[pair] = answer.json()["id"]
        choice = {"candidate": 1 if winner == pair[0] else 2, "rater": f"rater {rater}"}
        assert five.call("POST", f"/process/compare/{made[pair]}/choice", choice).status == 200
    engine = five.call("GET", "/engines").json()["items"][0]["id"]
    pairs = five.call("GET", f"/engines/{engine}/scorecard").json()["pairs"]
    rows = {row["model"]: row for row in next(one for one in pairs if one["targetLocale"] == target)["models"]}
    # What was in no duel says nothing of the others.
    tried = sorted({number for duel in duels for number in duel})
    places = {number: place for place, number in enumerate(tried)}
    strengths, deviations = reference(len(tried), [(places[one], places[other]) for one, other in duels])
    for number in tried:
        row, strength = rows[f"m{number}/accented"], strengths[places[number]]
        assert row["strength"] == pytest.approx(strength, abs=0.001)
        reach = 1.959964 * deviations[places[number]]
        assert row["interval"] == pytest.approx([strength - reach, strength + reach], abs=0.0015)
        assert row["wins"] == sum(winner == number for winner, _ in duels)
