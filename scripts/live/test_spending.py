# SPDX-License-Identifier: Apache-2.0
"""What engines cost: priced, told by any groups, bounded by budgets, and remembered over a restart."""

from __future__ import annotations

import csv
import io
import json
import time
from pathlib import Path

from gateway import Gateway
from receiver import Receiver
from services import KEY, Services

LOOPBACK = ("--set", "egress.allow_loopback=true")


def arguments(services: Services, amount: float) -> list[str]:
    instance = {
        "provider": "openai",
        "settings": {"base_url": services.url + "/openai", "models": ["m-1"]},
        "secrets": {"api_key": "env:TEST_API_KEY"},
    }
    keys = {
        "providers": {"remote": instance, "pseudo": {}},
        # Dear enough for each call to cost a cent and more.
        "prices": {"remote/*": {"input": 100, "output": 100}},
        "budgets": [{"name": "all", "amount": amount, "period": "total"}],
        "engine.models": [{"model": "remote/*", "rank": 1}, {"model": "pseudo/accented", "rank": 2}],
    }
    return [word for key, value in keys.items() for word in ("--set", f"{key}={json.dumps(value)}")]


def usage(gateway: Gateway, query: str = "") -> dict:
    answer = gateway.call("GET", "/usage" + query)
    assert answer.status == 200, answer.body
    return answer.json()


def settled(gateway: Gateway, calls: int, query: str = "") -> dict:
    """The report, once so many calls are written down: that is done once a second."""
    end = time.monotonic() + 10
    while (report := usage(gateway, query))["totals"]["calls"] < calls:
        assert time.monotonic() < end, report
        time.sleep(0.1)
    return report


def test_what_is_spent_is_told_bounded_and_remembered(tmp_path: Path):
    environment = {"TEST_API_KEY": KEY}
    with Services() as services:
        with Gateway(*arguments(services, amount=0.25), data=tmp_path / "data", env=environment) as gateway:
            first = gateway.localize({"a": "Hello there"}, "en", "es").json()
            assert first["model"] == "remote/m-1" and first["usage"]["cost"] > 0
            models = [first["model"]]
            while models[-1].startswith("remote/") and len(models) < 60:
                models.append(gateway.localize({"a": f"Hello {len(models)}"}, "en", "es").json()["model"])
            assert models[-1] == "pseudo/accented" and len(models) > 2
            group = gateway.create_group({"a": "Hello from a job"}, ["es"]).json()
            (job,) = gateway.wait_for_group(group["groupId"])["jobs"]
            assert 'the budget \\"all\\" is used up' in json.dumps(gateway.job(job["id"])["steps"])

            report = settled(gateway, len(models) + 1, "?groupBy=provider,purpose")
            paid = len(models) - 1
            rows = {(row["provider"], row["purpose"]): row for row in report["items"]}
            assert rows["remote", "localize"]["calls"] == paid
            assert rows["remote", "localize"]["unpricedCalls"] == rows["pseudo", "job"]["unpricedCalls"] == 0
            assert rows["pseudo", "job"]["costUsd"] == 0 and rows["pseudo", "job"]["calls"] == 1
            spent = report["totals"]["costUsd"]
            assert abs(spent - rows["remote", "localize"]["costUsd"]) < 1e-9 and 0 < spent <= 0.25
            (budget,) = report["budgets"]
            assert abs(budget["spentUsd"] - spent) < 1e-9 and budget["reservedUsd"] == 0

            answer = gateway.call("GET", "/usage?groupBy=day,key,model&format=csv")
            table = list(csv.DictReader(io.StringIO(answer.body.decode())))
            assert sum(float(row["costUsd"]) for row in table) == spent
            assert {row["key"][:4] for row in table} == {"key_"}
            estimate = gateway.call(
                "POST", "/process/estimate", {"items": [{"targetLocale": "es", "sourceChars": 4_000_000}]}
            ).json()
            assert estimate["totals"]["estimatedTotalCostUsd"] == 200
        with Gateway(*arguments(services, amount=0.25), data=tmp_path / "data", env=environment) as gateway:
            assert usage(gateway)["totals"]["costUsd"] == spent
            assert gateway.localize({"a": "Hello again"}, "en", "es").json()["model"] == "pseudo/accented"
        with Gateway(*arguments(services, amount=100), data=tmp_path / "data", env=environment) as gateway:
            assert gateway.localize({"a": "Hello again"}, "en", "es").json()["model"] == "remote/m-1"


def test_a_receiver_is_told_of_a_budget_that_is_nearly_used_up(tmp_path: Path):
    with Services() as services, Receiver() as receiver:
        told = (*arguments(services, amount=0.25), "--set", f"webhooks.url={receiver.url}/money", *LOOPBACK)
        with Gateway(*told, data=tmp_path / "data", env={"TEST_API_KEY": KEY}) as gateway:
            for number in range(60):
                gateway.localize({"a": f"Hello {number}"}, "en", "es")
            (warning,) = receiver.wait_for(1)
            body = warning.verify(gateway.call("GET", "/webhooks/secret").json()["secret"])
            assert body["type"] == "budget.warning" and body["budget"] == "all" and body["period"] == "total"
            assert body["amountUsd"] == 0.25 and 0.2 <= body["spentUsd"] <= 0.26
            settled(gateway, 3)
            gateway.kill()
        with Gateway(*told, data=tmp_path / "data", env={"TEST_API_KEY": KEY}) as gateway:
            gateway.localize({"a": "Hello again"}, "en", "es")
            time.sleep(1)
            assert len(receiver.requests) == 1
