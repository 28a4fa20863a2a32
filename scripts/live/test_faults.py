# SPDX-License-Identifier: Apache-2.0
"""Every write of a job's life fails once: nothing acknowledged is lost, and the gateway recovers with the disk."""

from __future__ import annotations

import errno
import os
import sqlite3
import subprocess
from pathlib import Path

import pytest
from gateway import PSEUDO, TERMINAL, DidNotStart, Gateway
from receiver import Receiver

SETTINGS = (*PSEUDO, "--set", "egress.allow_loopback=true", "--set", "work.retry_base=10ms",
            "--set", "work.lease=5s")  # fmt: skip
DATA = {"a": "Hello {name}", "b": "Guten Tag, 世界"}
MOST = 500  # a start and a life have fewer writes


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The library that makes writes fail."""
    library = tmp_path_factory.mktemp("faults") / "faults.so"
    source = Path(__file__).with_name("faults.c")
    subprocess.run(["gcc", "-shared", "-fPIC", "-O1", "-o", library, source, "-ldl"], check=True)
    return library


def live(gateway: Gateway, url: str, name: str) -> str | None:
    """Creates a job; its group, or None when the gateway said that it could not."""
    answer = gateway.create_group(DATA, ["de", "fr"], callbackUrl=url, idempotencyKey=name)
    if answer.status == 202:
        return answer.json()["groupId"]
    assert answer.status in (429, 500, 503), (answer.status, answer.body)
    return None


def writes(library: Path, folder: Path, receiver: Receiver) -> tuple[int, int]:
    """How many writes a start makes, and a start with the life of a job."""
    count = folder / "count"
    with Gateway(*SETTINGS, data=folder / "counted", env={"LD_PRELOAD": str(library), "FAULT_COUNT": str(count)}) as one:
        begun = len(count.read_text().splitlines())
        before = len(receiver.requests)
        one.wait_for_group(live(one, receiver.url, "counted"))
        receiver.wait_for(before + 2)
    return begun, len(count.read_text().splitlines())


def test_each_write_of_a_job_fails_once_and_nothing_acknowledged_is_lost(
    library: Path, tmp_path: Path, pytestconfig: pytest.Config
):
    step = pytestconfig.getoption("--fault-step")
    with Receiver() as receiver:
        begun, ended = writes(library, tmp_path, receiver)
        assert begun < ended < MOST, (begun, ended)
        refused = 0
        sites = range(begun + 1, ended + 1, step)
        for number, site in enumerate(sites):
            code = (errno.ENOSPC, errno.EIO)[number % 2]
            data = tmp_path / f"site-{site}"
            faults = {"LD_PRELOAD": str(library), "FAULT_AT": str(site), "FAULT_ERRNO": str(code)}
            with Gateway(*SETTINGS, data=data, env=faults) as gateway:
                group = live(gateway, receiver.url, "first")
                refused += group is None
                # The disk is well again: the same gateway takes work and ends it.
                group = group or live(gateway, receiver.url, "first")
                assert group is not None, f"write {site}: no recovery\n{gateway.log[-2000:]}"
                jobs = gateway.wait_for_group(group, seconds=30)["jobs"]
                # Readiness writes too, so the fault may have been its own.
                ready = [gateway.call("GET", "/readyz", key=None).status for _ in range(2)]
                assert 200 in ready, (site, ready)
                assert [job["status"] for job in jobs] == ["completed", "completed"], (site, jobs)
            with sqlite3.connect(data / "gateway.db") as database:
                assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
                counts = "SELECT count(*), (SELECT count(*) FROM job_result), (SELECT count(*) FROM delivery) FROM job"
                assert database.execute(counts).fetchone() == (2, 2, 2), site
        print(f"\n{len(sites)} writes failed, one a gateway; {refused} requests were refused")
        assert refused > 0, "no write of an acceptance was hit"


def test_a_start_whose_write_fails_says_so_and_the_next_one_works(library: Path, tmp_path: Path):
    with Receiver() as receiver:
        begun, _ = writes(library, tmp_path, receiver)
        for site in range(1, begun + 1, max(1, begun // 8)):
            data = tmp_path / f"start-{site}"
            faults = {"LD_PRELOAD": str(library), "FAULT_AT": str(site), "FAULT_ERRNO": str(errno.EIO)}
            try:
                with Gateway(*SETTINGS, data=data, env=faults):
                    pass
            except DidNotStart as failure:
                assert str(failure).strip(), "it says nothing"
            with Gateway(*SETTINGS, data=data) as gateway:
                group = live(gateway, receiver.url, "first")
                assert all(job["status"] in TERMINAL for job in gateway.wait_for_group(group)["jobs"])
