# SPDX-License-Identifier: Apache-2.0
"""A configuration that is read again while the gateway runs."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import threading
import time
from pathlib import Path

import yaml
from gateway import ROOT, Gateway
from services import KEY, Services

PROGRAM = os.environ.get("DRAGOMAN_BIN") or str(ROOT / ".build" / "debug" / "dragoman")


def remote(services: Services, secret: Path) -> dict:
    return {
        "provider": "openai",
        "settings": {"base_url": services.url + "/openai", "models": ["m-1"]},
        "secrets": {"api_key": f"file:{secret}"},
    }


def reload(gateway: Gateway) -> dict:
    done = subprocess.run(
        [PROGRAM, "config", "reload", "--json", "--data", str(gateway.data)], capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def has_terminal() -> bool:
    try:
        os.close(os.open("/dev/tty", os.O_RDONLY | os.O_NOCTTY))
        return True
    except OSError:
        return False


def model(gateway: Gateway, text: str) -> str:
    return gateway.localize({"a": text}, "en", "es").json().get("model", "none")


def test_providers_and_their_credentials_change_without_a_restart(tmp_path: Path):
    secret, file = tmp_path / "key", tmp_path / "gateway.yaml"

    def write(providers: dict, models: list, **keys) -> None:
        file.write_text(yaml.safe_dump({"providers": providers, "engine": {"models": models}, **keys}))

    with Services() as services:
        secret.write_text("wrong")
        write({"apertium": {}}, [{"model": "apertium/*"}])
        with Gateway("--config", str(file), data=tmp_path / "data") as gateway:
            answers, is_over = [], threading.Event()

            def ask() -> None:
                while not is_over.is_set():
                    answers.append(gateway.localize({"a": f"House {len(answers)}"}, "en", "es"))

            thread = threading.Thread(target=ask)
            thread.start()
            try:
                assert model(gateway, "The house") == "apertium/eng-spa"
                assert reload(gateway)["kept"] == ["apertium"]
                both = [{"model": "remote/*", "rank": 1}, {"model": "apertium/*", "rank": 2}]
                write({"apertium": {}, "remote": remote(services, secret)}, both)
                assert reload(gateway)["added"] == ["remote"]
                # The key is wrong: the engine that is asked next answers.
                assert model(gateway, "The cat") == "apertium/eng-spa"
                secret.write_text(KEY)
                # On a terminal the signal ends it.
                reload(gateway) if has_terminal() else os.kill(gateway.pid, signal.SIGHUP)
                end = time.monotonic() + 10
                while '"renewed":"[\\"remote\\"]"' not in gateway.log and time.monotonic() < end:
                    time.sleep(0.05)
                # Nobody has to close the breaker that the wrong key opened.
                assert model(gateway, "The dog") == "remote/m-1"

                file.write_text("providers: [")
                refused = subprocess.run(
                    [PROGRAM, "config", "reload", "--data", str(gateway.data)], capture_output=True, text=True
                )
                assert refused.returncode != 0 and "the file cannot be read" in refused.stderr
                assert model(gateway, "The bird") == "remote/m-1"

                write({"apertium": {}}, [{"model": "apertium/*"}], queue={"max_jobs": 77})
                told = reload(gateway)
                assert told["removed"] == ["remote"] and told["atNextStart"] == ["queue.max_jobs"], told
                assert reload(gateway)["atNextStart"] == ["queue.max_jobs"], "it still waits for a start"
                assert model(gateway, "The fish") == "apertium/eng-spa"
                assert [item["name"] for item in gateway.call("GET", "/providers").json()["items"]] == ["apertium"]
            finally:
                is_over.set()
                thread.join(timeout=60)
            assert len(answers) > 5 and {answer.status for answer in answers} == {200}
