# SPDX-License-Identifier: Apache-2.0
"""A challenger beside the models that serve: what it makes is compared, and nobody waits for it or pays for it unasked."""

from __future__ import annotations

import json
import time
from pathlib import Path

from gateway import Gateway
from services import KEY, Fault, Services


def gateway_with(services: Services, data: Path) -> Gateway:
    remote = {
        "provider": "openai",
        "settings": {"base_url": services.url + "/openai", "models": ["m-1", "m-2"]},
        "secrets": {"api_key": "env:TEST_API_KEY"},
    }
    keys = {
        "providers": {"apertium": {}, "remote": remote},
        "engine.models": [{"model": "apertium/*", "rank": 1}],
        "prices": {"remote/m-1": {"input": 100, "output": 100}},
    }
    words = [word for key, value in keys.items() for word in ("--set", f"{key}={json.dumps(value)}")]
    return Gateway(*words, data=data, env={"TEST_API_KEY": KEY})


def challenge(gateway: Gateway, model: str, budget: float) -> dict:
    challenger = {"provider": "remote", "model": model, "share": 1, "dailyBudget": budget}
    (engine,) = gateway.call("GET", "/engines").json()["items"]
    answer = gateway.call("PUT", f"/engines/{engine['id']}", {"challenger": challenger})
    assert answer.status == 200 and answer.json()["challenger"] == challenger, answer.body
    return answer.json()


def localize(gateway: Gateway, text: str) -> str:
    body = {"sourceLocale": "en", "targetLocale": "es", "data": {"a": text}, "memory": {"reuse": "none"}}
    answer = gateway.call("POST", "/process/localize", body)
    assert answer.status == 200, answer.body
    return answer.json()["data"]["a"]


def runs(gateway: Gateway, engine: str, count: int) -> list[dict]:
    until = time.monotonic() + 20
    while True:
        items = gateway.call("GET", f"/engines/{engine}/shadow-runs?limit=100").json()["items"]
        if len(items) >= count or time.monotonic() > until:
            assert len(items) == count, items
            return items
        time.sleep(0.05)


def test_what_a_challenger_makes_joins_the_scorecard_and_survives_a_restart(tmp_path: Path):
    with Services() as services:
        with gateway_with(services, tmp_path / "data") as gateway:
            engine = challenge(gateway, "m-1", 5)
            assert "warnings" not in engine
            assert localize(gateway, "The house is big.") == "La casa es grande."
            group = gateway.create_group({"a": "Search in this folder"}, ["es"]).json()
            (job,) = gateway.wait_for_group(group["groupId"])["jobs"]
            made = runs(gateway, engine["id"], 2)
            assert all(run["shadow"] and run["blind"] for run in made)
            assert all(one["model"] is None for run in made for one in run["candidates"]), "until somebody has chosen"
            assert {one["data"]["a"] for one in made[-1]["candidates"]} == {"La casa es grande.", "«The house is big.»"}
            assert "remote" not in json.dumps(gateway.job(job["id"])), "a job's record says nothing of it"
            memory = gateway.call("GET", "/memory?limit=100").json()["items"]
            assert memory and all("«" not in item["targetText"] for item in memory), "nor does translation memory"
        with gateway_with(services, tmp_path / "data") as gateway:
            best = next(one for one in made[0]["candidates"] if "«" not in one["data"]["a"])
            gateway.call("POST", f"/process/compare/{made[0]['id']}/choice", {"candidate": best["candidate"]})
            (pair,) = gateway.call("GET", f"/engines/{engine['id']}/scorecard").json()["pairs"]
            assert {row["model"]: (row["comparisons"], row["wins"]) for row in pair["models"]} == {
                "apertium/eng-spa": (2, 1),
                "remote/m-1": (2, 0),
            }
            rows = gateway.call("GET", "/usage?groupBy=purpose").json()["items"]
            spent = {row["purpose"]: row["costUsd"] for row in rows}
            assert spent.keys() == {"localize", "job", "shadow"} and spent["localize"] == spent["job"] == 0
            assert spent["shadow"] > 0


def test_a_challenger_keeps_to_its_budget_and_is_not_asked_without_a_price(tmp_path: Path):
    with Services() as services, gateway_with(services, tmp_path / "data") as gateway:
        engine = challenge(gateway, "m-2", 5)
        assert "remote/m-2 has no price" in engine["warnings"][0], engine
        localize(gateway, "The house is big.")
        # About four cents each, by its estimate, and less in the end.
        engine = challenge(gateway, "m-1", 0.06)
        for number in range(10):
            assert localize(gateway, f"The house is {number} m high.").startswith("La casa")
        # Usage is written once a second.
        time.sleep(2)
        asked = [request for request in services.requests if request[0].endswith("/chat/completions")]
        (spent,) = [
            row["costUsd"]
            for row in gateway.call("GET", "/usage?groupBy=purpose").json()["items"]
            if row["purpose"] == "shadow"
        ]
        assert 1 <= len(asked) < 10 and 0.02 < spent <= 0.06, [len(asked), spent]
        assert len(runs(gateway, engine["id"], len(asked))) == len(asked)


def test_nobody_waits_for_a_challenger_that_is_slow_or_gone(tmp_path: Path):
    with Services() as services, gateway_with(services, tmp_path / "data") as gateway:
        engine = challenge(gateway, "m-1", 5)
        services.faults.extend(Fault(503, b"{}", wait=2) for _ in range(20))
        began = time.monotonic()
        for _ in range(20):
            assert localize(gateway, "The house is big.") == "La casa es grande."
        assert time.monotonic() - began < 2, "the answers came before the challenger's first"
        deadline = time.monotonic() + 30
        while not (made := gateway.call("GET", f"/engines/{engine['id']}/shadow-runs").json()["items"]):
            assert time.monotonic() < deadline
            time.sleep(0.1)
        assert sorted(one["error"] is None for one in made[0]["candidates"]) == [False, True], made[0]
        health = {item["name"]: item for item in gateway.call("GET", "/providers").json()["items"]}
        assert health["apertium"]["models"][0]["failures"] == 0
