# SPDX-License-Identifier: Apache-2.0
"""Plugins in processes of their own: their ends cost a call at most, and never the gateway."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import threading
import time
from pathlib import Path

from gateway import ROOT, Gateway

PROGRAM = os.environ.get("DRAGOMAN_BIN") or str(ROOT / ".build" / "debug" / "dragoman")


def plugin(gateway: Gateway, *command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [PROGRAM, "plugin", *command, "--data", str(gateway.data)], capture_output=True, text=True, timeout=60
    )


def children(gateway: Gateway) -> list[int]:
    """The processes of plugins, by what the system knows."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            parent = int((folder / "stat").read_text().rsplit(")", 1)[1].split()[1])
            line = (folder / "cmdline").read_bytes().split(b"\0")
        except (OSError, IndexError, ValueError):
            continue
        if parent == gateway.pid and b"provider-host" in line:
            found.append(int(folder.name))
    return found


def until(is_so, seconds: float = 10) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if is_so():
            return True
        time.sleep(0.02)
    return False


def test_a_process_that_is_killed_again_and_again_costs_no_answer():
    with Gateway() as gateway:
        assert gateway.localize({"a": "The house is big."}, "en", "es").json()["data"] == {"a": "La casa es grande."}
        answers, is_over = [], threading.Event()

        def ask():
            number = 0
            while not is_over.is_set():
                number += 1
                answers.append(gateway.localize({"a": f"The house {number} is big."}, "en", "es"))

        thread = threading.Thread(target=ask)
        thread.start()
        kills = 0
        for _ in range(8):
            for child in children(gateway):
                os.kill(child, signal.SIGKILL)
                kills += 1
            # A call that loses its process twice is given up: it may be what kills it.
            known = len(answers)
            assert until(lambda: len(answers) > known + 1 or not thread.is_alive(), seconds=30)
        is_over.set()
        thread.join(timeout=60)
        assert kills >= 4
        assert {answer.status for answer in answers} == {200}
        assert all("casa" in answer.json()["data"]["a"] for answer in answers)
        told = json.loads(plugin(gateway, "list", "--json").stdout)
        assert "apertium" in json.dumps(told)


def test_a_provider_gets_a_new_process_when_asked_to():
    with Gateway() as gateway:
        (before,) = children(gateway)
        told = plugin(gateway, "reload", "apertium")
        assert told.returncode == 0, told.stderr
        assert until(lambda: children(gateway) not in ([before], []))
        assert before not in children(gateway)
        assert gateway.localize({"a": "The house is big."}, "en", "es").json()["data"] == {"a": "La casa es grande."}
        refused = plugin(gateway, "reload", "pseudo")
        assert refused.returncode != 0 and "gateway's process" in refused.stderr
        assert "no provider is named" in plugin(gateway, "reload", "nobody").stderr


def test_no_process_outlives_a_gateway_that_is_killed(tmp_path: Path):
    with Gateway(data=tmp_path / "data") as gateway:
        found = children(gateway)
        assert found
        os.kill(gateway.pid, signal.SIGKILL)
        assert until(lambda: not any(Path(f"/proc/{child}").exists() for child in found))
