# SPDX-License-Identifier: Apache-2.0
"""Feedback in words becomes changes of an engine; reviewers judge what was translated; keys may do what they were given."""

from __future__ import annotations

import time
from pathlib import Path

from console_page import with_models
from gateway import Gateway

FEEDBACK = (
    "Do not translate Acme Cloud. Translate “folder” as “directorio” in Spanish. Use formal address in Spanish. "
    "Why is everything so slow?"
)
TEXT = {"a": "Search in this folder of Acme Cloud."}


def engine(gateway: Gateway) -> str:
    return gateway.call("GET", "/engines").json()["items"][0]["id"]


def localized(gateway: Gateway) -> str:
    body = {"sourceLocale": "en", "targetLocale": "es", "data": TEXT}
    return gateway.call("POST", "/process/localize", body).json()["data"]["a"]


def read(gateway: Gateway, path: str, what, seconds: float = 10):
    """What the path answers once `what` holds of it."""
    end = time.monotonic() + seconds
    while True:
        answer = gateway.call("GET", path).json()
        if what(answer):
            return answer
        assert time.monotonic() < end, answer
        time.sleep(0.02)


def test_feedback_is_read_applied_and_taken_back(tmp_path: Path):
    with Gateway(*with_models("apertium/*")) as gateway:
        base = f"/engines/{engine(gateway)}"
        taken = gateway.call("POST", f"{base}/suggestions/from-text", {"text": FEEDBACK})
        assert taken.status == 202 and taken.json()["status"] == "processing"
        feedback = read(gateway, f"{base}/feedback/{taken.json()['id']}", lambda one: one["status"] != "processing")
        assert feedback["status"] == "completed" and feedback["unread"] == ["Why is everything so slow?"]
        pending = gateway.call("GET", f"{base}/suggestions?status=pending").json()["items"]
        assert [one["target"] for one in pending] == ["instruction", "glossary", "glossary"]

        before = localized(gateway)
        assert "directorio" not in before and "Acme Cloud" not in before
        for one in pending:
            for _ in range(2):
                assert gateway.call("POST", f"{base}/suggestions/{one['id']}/apply").json()["status"] == "applied"
        after = localized(gateway)
        assert "directorio" in after and "Acme Cloud" in after
        assert gateway.call("GET", "/glossary-items").json()["items"][0]["type"] == "non_translatable"
        for one in pending:
            assert gateway.call("POST", f"{base}/suggestions/{one['id']}/undo").json()["status"] == "undone"
        assert localized(gateway) == before
        assert gateway.call("POST", f"{base}/suggestions/{pending[0]['id']}/dismiss").status == 400


def test_feedback_that_a_crash_left_is_read_after_it(tmp_path: Path):
    data = tmp_path / "data"
    with Gateway(*with_models("apertium/*"), data=data) as gateway:
        base, key = f"/engines/{engine(gateway)}", gateway.key
        names = [gateway.call("POST", f"{base}/suggestions/from-text", {"text": f"Do not translate Acme{n}."}).json()["id"] for n in range(40)]
        gateway.kill()
    with Gateway(*with_models("apertium/*"), data=data) as gateway:
        gateway.key = gateway.key or key
        for name in names:
            done = read(gateway, f"{base}/feedback/{name}", lambda one: one["status"] != "processing")
            assert done["status"] == "completed" and done["unread"] == []
        page = gateway.call("GET", f"{base}/suggestions?limit=100").json()["items"]
        assert sorted(one["proposed"]["sourceText"] for one in page) == sorted(f"Acme{n}" for n in range(40))


def test_reviewers_judge_calls_and_jobs_alike():
    with Gateway(*with_models("apertium/*")) as gateway:
        name = engine(gateway)
        for family in ["structure", "glossary"]:
            assert gateway.call("POST", "/scorers", {"name": family, "family": family}).status == 201
        item = {"sourceText": "house", "targetText": "morada", "targetLocale": "es"}
        assert gateway.call("POST", "/glossary-items", item).status == 201
        data = {"a": "The house is big."}
        gateway.call("POST", "/process/localize", {"sourceLocale": "en", "targetLocale": "es", "data": data})
        job = {"sourceLocale": "en", "targetLocales": ["es", "ca"], "data": {"a": "The house is small."}}
        assert gateway.call("POST", "/jobs/localization", job).status == 202
        scores = read(
            gateway, f"/engines/{name}/scores", lambda one: sum(row["count"] for row in one["scores"]) == 5
        )["scores"]
        counts = {(row["name"], row["targetLocale"]): (row["count"], row["average"]) for row in scores}
        assert counts[("structure", "es")] == (2, 100) and counts[("glossary", "es")] == (2, 100), counts
        assert counts[("structure", "ca")] == (1, 100), counts


def test_a_key_may_do_what_it_was_given_and_no_more():
    with Gateway(*with_models("apertium/*")) as gateway:
        made = gateway.call("POST", "/engines", {"name": "Second"}).json()["id"]
        narrow = gateway.call("POST", "/api-keys", {"name": "n", "engines": [made]}).json()
        body = {"sourceLocale": "en", "targetLocale": "es", "data": {"a": "House"}}
        assert gateway.call("POST", "/process/localize", {**body, "engineId": made}, key=narrow["key"]).status == 200
        assert gateway.call("POST", "/process/localize", body, key=narrow["key"]).status == 403
        assert gateway.call("POST", "/engines", {"name": "x"}, key=narrow["key"]).status == 403
        assert gateway.call("GET", "/engines", key=narrow["key"]).json()["items"][0]["id"] == made
        assert gateway.call("DELETE", f"/api-keys/{narrow['id']}").status == 200
        assert gateway.call("GET", "/users/me", key=narrow["key"]).status == 401
