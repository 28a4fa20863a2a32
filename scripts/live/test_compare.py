# SPDX-License-Identifier: Apache-2.0
"""Models side by side: what each makes of the same text, what people prefer, and what that says of the models."""

from __future__ import annotations

import json
import time
import urllib.request
from pathlib import Path

from gateway import Gateway
from services import KEY, Fault, Services

TEXTS = {"a": "The house is big, {name}.", "b": "Search in this folder"}


def gateway_with(services: Services, data: Path) -> Gateway:
    remote = {
        "provider": "openai",
        "settings": {"base_url": services.url + "/openai", "models": ["m-1", "m-2"]},
        "secrets": {"api_key": "env:TEST_API_KEY"},
    }
    models = [{"model": "apertium/*", "rank": 1}, {"model": "remote/m-1", "rank": 2}, {"model": "remote/m-2", "rank": 3}]
    keys = {"providers": {"apertium": {}, "remote": remote}, "engine.models": models}
    words = [word for key, value in keys.items() for word in ("--set", f"{key}={json.dumps(value)}")]
    return Gateway(*words, data=data, env={"TEST_API_KEY": KEY})


def compare(gateway: Gateway, **members) -> dict:
    answer = gateway.call("POST", "/process/compare", {"sourceLocale": "en", "targetLocale": "es", "data": TEXTS, **members})
    assert answer.status == 201, answer.body
    return answer.json()


def test_models_are_compared_chosen_among_and_scored(tmp_path: Path):
    with Services() as services:
        with gateway_with(services, tmp_path / "data") as gateway:
            made = compare(gateway)
            assert [one["model"] for one in made["candidates"]] == ["apertium/eng-spa", "remote/m-1", "remote/m-2"]
            assert made["candidates"][0]["data"]["a"] == "La casa es grande, {name}."
            assert made["candidates"][1]["data"]["a"] == "«The house is big, {name}.»"
            assert made["candidates"][1]["agreement"] > made["candidates"][0]["agreement"]

            services.faults.append(Fault(401, b'{"error": {"message": "no"}}'))
            failed = compare(gateway, models=["apertium/*", "remote/m-1"])
            assert failed["candidates"][0]["error"] is None and "401" in failed["candidates"][1]["error"], failed
            gateway.call("POST", "/providers/remote/reset")

            for number in range(14):
                blind = compare(gateway, blind=True, models=["apertium/eng-spa", "remote/m-2"])
                assert all(one["model"] is None and one["usage"] is None for one in blind["candidates"])
                best = next(one for one in blind["candidates"] if "casa" in one["data"]["a"])
                choice = {"candidate": best["candidate"], "rater": "Ana"}
                if number == 0:
                    choice["edit"] = {**best["data"], "b": best["data"]["b"] + "."}
                chosen = gateway.call("POST", f"/process/compare/{blind['id']}/choice", choice).json()
                assert {one["model"] for one in chosen["candidates"]} == {"apertium/eng-spa", "remote/m-2"}
        with gateway_with(services, tmp_path / "data") as gateway:
            again = gateway.call("GET", f"/process/compare/{made['id']}").json()
            assert again["candidates"] == made["candidates"], "a restart forgets nothing"
            (pair,) = gateway.call("GET", f"/engines/{made['engineId']}/scorecard").json()["pairs"]
            best = pair["models"][0]
            assert pair["choices"] == 14 and pair["decided"] is True
            assert best["model"].startswith("apertium/") and best["wins"] == 14 and best["interval"][0] > 0, pair
            assert 0 < best["editDistance"] < 0.1
            totals = gateway.call("GET", "/usage?groupBy=purpose").json()["items"]
            assert {item["purpose"] for item in totals} == {"compare"}
            assert gateway.call("GET", "/process/compare/cmp_0000000000000000").status == 404
            assert gateway.call("POST", f"/process/compare/{made['id']}/choice", {"candidate": 9}).status == 400


def test_candidates_come_as_they_are_done():
    slow = {"settings": {"latency_ms": 700}}
    keys = {
        "providers": {"apertium": {}, "pseudo": slow},
        "engine.models": [{"model": "pseudo/accented", "rank": 1}, {"model": "apertium/*", "rank": 2}],
    }
    words = [word for key, value in keys.items() for word in ("--set", f"{key}={json.dumps(value)}")]
    with Gateway(*words) as gateway:
        body = json.dumps({"sourceLocale": "en", "targetLocale": "es", "data": TEXTS}).encode()
        fields = {"X-API-Key": gateway.key, "Content-Type": "application/json", "Accept": "text/event-stream"}
        request = urllib.request.Request(f"{gateway.url}/process/compare", data=body, headers=fields)
        events, times, began = [], [], time.monotonic()
        with urllib.request.urlopen(request, timeout=30) as answer:
            assert answer.headers["Content-Type"] == "text/event-stream"
            for line in answer:
                if line.startswith(b"event: "):
                    events.append(line[7:].decode().strip())
                    times.append(time.monotonic() - began)
                elif line.startswith(b"data: "):
                    last = json.loads(line[6:])
        assert events == ["candidate", "candidate", "comparison"]
        # The quick one does not wait for the slow one.
        assert times[0] < 0.6 < times[1], times
        assert [one["candidate"] for one in last["candidates"]] == [1, 2]
        assert gateway.call("GET", f"/process/compare/{last['id']}").json() == last
