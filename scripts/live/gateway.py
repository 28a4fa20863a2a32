# SPDX-License-Identifier: Apache-2.0
"""A gateway under test: started by scripts/dev-server, spoken to over HTTP, killed when a test says so."""

from __future__ import annotations

import http.client
import json
import os
import signal
import subprocess
import threading
import time
import urllib.parse
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Iterator

ROOT = Path(__file__).resolve().parents[2]
DEV_SERVER = ROOT / "scripts" / "dev-server"

# Takes any pair and changes every letter: for tests of everything but the quality of a translation.
PSEUDO = ("--set", "engine.models=[{model: pseudo/accented}]")

READY_SECONDS = 30
TERMINAL = {"completed", "completed_with_warnings", "failed"}


# Those that were started and not yet reported on, for the report of a failure.
started: list["Gateway"] = []


class DidNotStart(Exception):
    """The gateway ended before it was ready; the text is its standard error."""


@dataclass
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes

    def json(self) -> Any:
        return json.loads(self.body)


class Gateway:
    """One run of the gateway. As a context it is stopped at the end."""

    def __init__(self, *arguments: str, data: Path | None = None, env: dict[str, str] | None = None, prefix=()):
        command = [*prefix, str(DEV_SERVER), *arguments]
        if data is not None:
            command += ["--data", str(data)]
        started.append(self)
        self.process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env={**os.environ, **(env or {})},
        )
        self._log: list[str] = []
        self._reader = threading.Thread(target=self._read_log, daemon=True)
        self._reader.start()
        timer = threading.Timer(READY_SECONDS, self.process.terminate)
        timer.start()
        line = self.process.stdout.readline()
        timer.cancel()
        if not line:
            self.process.wait(timeout=30)
            self._reader.join(timeout=5)
            raise DidNotStart(self.log)
        ready = json.loads(line)
        self.url: str = ready["url"].rstrip("/")
        self.key: str = ready["apiKey"]
        self.pid: int = ready["pid"]
        self.data = Path(ready["data"])
        address = urllib.parse.urlsplit(self.url)
        self._address = (address.hostname, address.port)

    def _read_log(self) -> None:
        for line in self.process.stderr:
            self._log.append(line)

    @property
    def log(self) -> str:
        return "".join(self._log)

    def __enter__(self) -> "Gateway":
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def stop(self, timeout: float = 40) -> int:
        """Asks it to end and returns the status of scripts/dev-server."""
        if self.process.poll() is None:
            self.process.terminate()
        return self.process.wait(timeout=timeout)

    def command(self, *words: str) -> str:
        """What a command beside this gateway prints."""
        program = os.environ.get("DRAGOMAN_BIN") or str(ROOT / ".build" / "debug" / "dragoman")
        done = subprocess.run([program, *words, "--data", str(self.data)], capture_output=True, text=True, timeout=60)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def kill(self) -> int:
        """Ends the gateway's own process with no chance to say goodbye."""
        os.kill(self.pid, signal.SIGKILL)
        return self.process.wait(timeout=30)

    def call(
        self, method: str, path: str, body: Any = None, *, raw: bytes | None = None, key: str | None = "", timeout=120
    ) -> Answer:
        """One request on a connection of its own. `key`: the gateway's unless given; `None` sends none."""
        headers = {"Content-Type": "application/json; charset=utf-8"}
        if key is not None:
            headers["X-API-Key"] = key or self.key
        if raw is None and body is not None:
            raw = json.dumps(body, ensure_ascii=False).encode()
        connection = http.client.HTTPConnection(*self._address, timeout=timeout)
        try:
            connection.request(method, path, body=raw, headers=headers)
            response = connection.getresponse()
            return Answer(response.status, {k.lower(): v for k, v in response.getheaders()}, response.read())
        finally:
            connection.close()

    def localize(self, data: dict, source: str | None = "en", target: str = "es", **members: Any) -> Answer:
        body = {"sourceLocale": source, "targetLocale": target, "data": data, **members}
        return self.call("POST", "/process/localize", body)

    def create_group(self, data: dict, targets: list[str], source: str = "en", **members: Any) -> Answer:
        body = {"sourceLocale": source, "targetLocales": targets, "data": data, **members}
        return self.call("POST", "/jobs/localization", body)

    def group(self, group_id: str) -> dict:
        answer = self.call("GET", f"/jobs/localization/groups/{group_id}")
        assert answer.status == 200, (answer.status, answer.body[:300])
        return answer.json()

    def job(self, job_id: str) -> dict:
        answer = self.call("GET", f"/jobs/localization/{job_id}")
        assert answer.status == 200, (answer.status, answer.body[:300])
        return answer.json()

    def jobs(self) -> Iterator[dict]:
        """All jobs, page by page."""
        cursor = None
        while True:
            query = "?limit=100" + (f"&cursor={urllib.parse.quote(cursor)}" if cursor else "")
            answer = self.call("GET", f"/jobs/localization{query}")
            assert answer.status == 200, (answer.status, answer.body[:300])
            page = answer.json()
            yield from page["items"]
            cursor = page.get("nextCursor")
            if not cursor:
                return

    def wait_for_group(self, group_id: str, seconds: float = 120) -> dict:
        end = time.monotonic() + seconds
        while True:
            group = self.group(group_id)
            if all(job["status"] in TERMINAL for job in group["jobs"]):
                return group
            assert time.monotonic() < end, f"{group_id} is still {group['status']} after {seconds} s"
            time.sleep(0.1)


def leaves(value: Any) -> Iterator[str]:
    """The strings of a JSON value, in order."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for member in value.values():
            yield from leaves(member)
    elif isinstance(value, list):
        for element in value:
            yield from leaves(element)


def shape(value: Any) -> Any:
    """A JSON value with its strings blanked and the order of its keys kept."""
    if isinstance(value, str):
        return ""
    if isinstance(value, dict):
        return [(key, shape(member)) for key, member in value.items()]
    if isinstance(value, list):
        return [shape(element) for element in value]
    return value
