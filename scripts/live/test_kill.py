# SPDX-License-Identifier: Apache-2.0
"""kill -9 in the middle of real work: nothing accepted is lost, nothing is done twice, results are the same."""

from __future__ import annotations

import http.client
import json
import random
import sqlite3
import time
from collections import Counter
from pathlib import Path

import pytest

import corpus
from gateway import TERMINAL, Gateway

TARGETS = ["es", "ca", "pt", "fr"]
GROUPS_PER_ROUND = 8
STRINGS_PER_GROUP = 12


def documents(rounds: int) -> list[list[dict]]:
    """For each round its groups' contents, of real English strings, each string once."""
    texts = [pair.source for pair in corpus.sample("es", rounds * GROUPS_PER_ROUND * STRINGS_PER_GROUP, seed=7)]
    assert len(texts) == rounds * GROUPS_PER_ROUND * STRINGS_PER_GROUP
    size = STRINGS_PER_GROUP
    groups = [
        {"title": part[0], "sections": [{"heading": part[1], "lines": part[2:]}]}
        for part in (texts[start : start + size] for start in range(0, len(texts), size))
    ]
    return [groups[start : start + GROUPS_PER_ROUND] for start in range(0, len(groups), GROUPS_PER_ROUND)]


def undisturbed(contents: list[dict], targets: list[str]) -> dict[tuple[str, str], tuple[str, dict | None]]:
    """Status and output of each content and target, from a gateway that nobody kills."""
    results = {}
    with Gateway() as gateway:
        accepted = [(content, gateway.create_group(content, targets)) for content in contents]
        for content, answer in accepted:
            assert answer.status == 202, (answer.status, answer.body[:500])
            for job in gateway.wait_for_group(answer.json()["groupId"])["jobs"]:
                record = gateway.job(job["id"])
                results[json.dumps(content), job["targetLocale"]] = (record["status"], record["outputData"])
    return results


def test_nothing_accepted_is_lost_when_the_gateway_is_killed(tmp_path: Path, pytestconfig: pytest.Config):
    kills = pytestconfig.getoption("--kills")
    rounds = documents(kills)
    chance = random.Random(20)
    data = tmp_path / "data"
    accepted: dict[str, tuple[str, dict]] = {}  # idempotency key: group id, content
    recent: list[str] = []  # groups of the round before
    in_flight_at_kill = 0

    gateway = Gateway(data=data)
    for number, contents in enumerate(rounds):
        # A job that was in flight at three deaths fails by design. Here none may be, so what two rounds ago
        # accepted is over before the next kill.
        for group in recent:
            gateway.wait_for_group(group)
        recent = []
        kill_after = chance.randrange(GROUPS_PER_ROUND // 2, GROUPS_PER_ROUND)
        pending = [(f"round-{number}-{index}", content) for index, content in enumerate(contents)]
        while pending:
            name, content = pending[0]
            try:
                answer = gateway.create_group(content, TARGETS, idempotencyKey=name)
            except (OSError, http.client.HTTPException):
                raise AssertionError(f"the gateway went away by itself:\n{gateway.log[-2000:]}") from None
            assert answer.status == 202, (answer.status, answer.body[:500])
            group = answer.json()["groupId"]
            accepted[name] = (group, content)
            recent.append(group)
            pending.pop(0)
            if len(contents) - len(pending) == kill_after:
                time.sleep(chance.uniform(0.0, 0.25))
                in_flight_at_kill += sum(
                    job["status"] not in TERMINAL for known in recent for job in gateway.group(known)["jobs"]
                )
                status = gateway.kill()
                assert status != 0, "scripts/dev-server must tell that its gateway was killed"
                gateway = Gateway(data=data)
                # Asking again with the same key gives the same group, whatever happened in between.
                again = gateway.create_group(content, TARGETS, idempotencyKey=name)
                assert (again.status, again.json()["groupId"]) == (202, group)

    assert in_flight_at_kill > 0, "no kill hit work in flight; this run proved nothing"
    expected = undisturbed([content for contents in rounds for content in contents], TARGETS)
    statuses = Counter()
    for group_id, content in accepted.values():
        group = gateway.wait_for_group(group_id)
        assert group["completedJobs"] + group["failedJobs"] == group["totalJobs"] == len(TARGETS)
        for job in group["jobs"]:
            record = gateway.job(job["id"])
            assert (record["status"], record["outputData"]) == expected[json.dumps(content), job["targetLocale"]]
            statuses[record["targetLocale"], record["status"]] += 1
    for target in ("es", "ca"):
        assert statuses[target, "completed"] + statuses[target, "completed_with_warnings"] == len(accepted)

    # One group for each 202 and one job for each target, none of them twice.
    listed = list(gateway.jobs())
    assert Counter(job["groupId"] for job in listed) == Counter(
        {group: len(TARGETS) for group, _ in accepted.values()}
    )
    assert len({job["id"] for job in listed}) == len(listed)
    assert all(job["status"] in TERMINAL for job in listed)
    assert gateway.stop() == 0
    print(f"\n{kills} kills, {in_flight_at_kill} jobs in flight at them, {len(listed)} jobs: {dict(statuses)}")

    databases = [path for path in data.iterdir() if path.is_file() and path.read_bytes()[:15] == b"SQLite format 3"]
    assert databases, list(data.iterdir())
    for path in databases:
        with sqlite3.connect(path) as connection:
            assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
            assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
