#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Measures asynchronous jobs: how fast they are accepted, done, delivered and told of, and what they leave behind.

Parts of Benchmarks/run.py; `python3 Benchmarks/jobs.py accept` runs one alone. Load comes from Benchmarks/load, which
is compiled here; peers run in .build/bench-venv, and are left out with a word when they are not installed there.
"""

from __future__ import annotations

import argparse
import http.client
import http.server
import json
import os
import resource
import shutil
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.parse
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Iterator

sys.path.insert(0, str(Path(__file__).resolve().parent))
from run import FOLDER, PSEUDO, ROOT, Peer, gateway, post, resident, started  # noqa: E402

LOCALES = ["es", "fr", "de", "it", "pt", "nl", "sv", "da", "fi", "pl"]
CONNECTIONS = 64
VENV = ROOT / ".build" / "bench-venv" / "bin" / "python"
UNLIMITED = ["--set", "queue.max_jobs=1000000000", "--set", "queue.max_jobs_per_organization=1000000000"]
# Every call of the engine outlasts the measurement: jobs are accepted, and nothing else happens.
WAITING = ["--set", "providers.pseudo={settings: {latency_ms: 3600000}}", "--set", "work.parallel_jobs=1"]


class Numbers:
    """The number of the next request's text: no two texts of a run are alike."""

    value = 0

    @classmethod
    def take(cls, count: int) -> int:
        cls.value += count
        return cls.value - count


def add_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--jobs", type=int, default=40_000, help="of the end-to-end measurement")
    parser.add_argument("--flat-jobs", type=int, default=200_000, help="after which memory is looked at again")
    parser.add_argument("--deliveries", type=int, default=300, help="jobs whose way to a webhook is timed")
    parser.add_argument("--subscribers", type=int, default=500, help="to groups in motion")
    parser.add_argument("--idle-subscribers", type=int, default=10_000)


# ----------------------------------------------------------------------------------------------------------------
# Tools
# ----------------------------------------------------------------------------------------------------------------


def build_load(folder: Path) -> Path:
    program = folder / "load"
    if not program.exists():
        compiler = os.environ.get("CC") or next((name for name in ("cc", "gcc", "clang") if shutil.which(name)), "cc")
        sources = sorted(map(str, (FOLDER / "load").glob("*.c")))
        subprocess.run([compiler, "-std=c11", "-O2", "-o", str(program), *sources], check=True)
    return program


def raise_file_limit() -> None:
    """For what is started from here."""
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))


def body_of(folder: Path, locales: list[str]) -> Path:
    file = folder / f"body-{len(locales)}.json"
    text = "Message {{n}}: you have new items in your <b>shopping cart</b>."
    file.write_text(json.dumps({"sourceLocale": "en", "targetLocales": locales, "data": {"text": text}}))
    return file


def load(folder: Path, peer: Peer, mode: str, body: Path, *, connections: int = CONNECTIONS, **options: float) -> dict:
    """One run of the load tool against POST /jobs/localization."""
    options.setdefault("seconds", 600)
    command = [str(build_load(folder)), mode, "--url", f"{peer.url.rstrip('/')}/jobs/localization"]
    command += ["--header", f"X-API-Key: {peer.key}", "--body", str(body), "--connections", str(connections)]
    for name, value in options.items():
        command += [f"--{name}", str(value)]
    command += ["--start", str(Numbers.take(10_000_000))]
    result = subprocess.run(command, capture_output=True, text=True, timeout=options["seconds"] + 120)
    if result.returncode != 0:
        raise SystemExit(result.stderr)
    return json.loads(result.stdout)


def data_of(peer: Peer) -> Path:
    """The gateway's data folder, as its command line says."""
    arguments = Path(f"/proc/{peer.pid}/cmdline").read_bytes().decode().split("\0")
    return Path(arguments[arguments.index("--data") + 1])


@contextmanager
def database(peer: Peer) -> Iterator[sqlite3.Connection]:
    for path in data_of(peer).iterdir():
        if path.is_file() and path.open("rb").read(15) == b"SQLite format 3":
            with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True, timeout=30)) as connection:
                yield connection
            return
    raise SystemExit("the gateway has no database")


def wait_until_done(connection: sqlite3.Connection, seconds: float) -> None:
    limit = time.monotonic() + seconds
    while connection.execute("SELECT count(*) FROM job_group WHERE completed_at IS NULL").fetchone()[0] > 0:
        if time.monotonic() > limit:
            raise SystemExit(f"jobs are still open after {seconds:.0f} s")
        time.sleep(0.1)


def peer_python(*modules: str) -> str | None:
    """A Python that has these modules."""
    for python in (str(VENV), sys.executable):
        if Path(python).exists():
            check = subprocess.run([python, "-c", f"import {', '.join(modules)}"], stderr=subprocess.DEVNULL)
            if check.returncode == 0:
                return python
    print(f"{', '.join(modules)} is not installed; the peer is left out", file=sys.stderr)
    return None


def peer(*arguments: object) -> dict:
    """A run of Benchmarks/job_peers.py."""
    module = {"raw": "sqlite3"}.get(str(arguments[0]), "huey")
    python = peer_python(module)
    if python is None:
        return {}
    command = [python, str(FOLDER / "job_peers.py"), *map(str, arguments)]
    return json.loads(subprocess.run(command, capture_output=True, text=True, check=True, timeout=300).stdout)


def row(*cells: object) -> None:
    print("| " + " | ".join(str(cell) for cell in cells) + " |", flush=True)


def ratio(own: float, other: float) -> str:
    return f"{own / other:.2f} ×" if other else "–"


# ----------------------------------------------------------------------------------------------------------------
# accept
# ----------------------------------------------------------------------------------------------------------------


def bench_accept(options: argparse.Namespace, folder: Path) -> None:
    """How many jobs a second are durable before their 202."""
    body = body_of(folder, LOCALES)
    size = len(LOCALES)
    print(f"\n### Jobs accepted, {size} locales a request, each answer after a commit to the disk\n")
    row("what", "locale jobs/s", "p50 ms", "p99 ms", "failures", "gateway is")
    row("---", "--:", "--:", "--:", "--:", "--:")
    closed, opened = [], []
    for _ in range(options.rounds):
        with gateway(UNLIMITED + PSEUDO + WAITING) as ours:
            load(folder, ours, "closed", body, seconds=1)
            closed.append(load(folder, ours, "closed", body, seconds=options.seconds))
    rate = statistics.median(run["rate"] for run in closed)
    for _ in range(options.rounds):
        with gateway(UNLIMITED + PSEUDO + WAITING) as ours:
            load(folder, ours, "closed", body, seconds=1)
            opened.append(load(folder, ours, "open-loop", body, seconds=options.seconds, rate=rate / 2))
    with gateway(UNLIMITED + PSEUDO) as ours:
        busy = load(folder, ours, "closed", body, seconds=options.seconds)
    for name, runs in (
        (f"dragoman, {CONNECTIONS} connections", closed),
        ("dragoman, at half that rate (latency from the planned moment)", opened),
        (f"dragoman, {CONNECTIONS} connections, while the jobs are done", [busy]),
    ):
        p50, p99, of = (statistics.median(run[key] for run in runs) for key in ("p50", "p99", "rate"))
        row(name, f"{of * size:,.0f}", f"{p50:.2f}", f"{p99:.2f}", sum(run["failures"] for run in runs), "")
    for name, kind in (
        ("Huey on SQLite, WAL, full sync, enqueue", "huey-enqueue"),
        ("SQLite itself, WAL, full sync, a job a transaction", "raw"),
        (f"SQLite itself, WAL, full sync, {size} jobs a transaction", "raw-groups"),
    ):
        runs = [peer(kind, folder, options.seconds, size) for _ in range(options.rounds)]
        if all(runs):
            other = statistics.median(run["rate"] for run in runs)
            p50, p99 = (statistics.median(run[key] for run in runs) for key in ("p50", "p99"))
            row(name, f"{other:,.0f}", f"{p50:.2f}", f"{p99:.2f}", 0, ratio(rate * size, other))


# ----------------------------------------------------------------------------------------------------------------
# jobs
# ----------------------------------------------------------------------------------------------------------------


class Arrivals(http.server.ThreadingHTTPServer):
    """A receiver of webhooks that notes when each job came."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Arrival)
        self.times: dict[str, float] = {}
        self.arrived = threading.Condition()
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def wait(self, job: str, seconds: float) -> float:
        with self.arrived:
            if not self.arrived.wait_for(lambda: job in self.times, seconds):
                raise SystemExit(f"{job} was not delivered within {seconds:.0f} s")
            return self.times[job]


class Arrival(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        moment = time.monotonic()
        self.send_response(204)
        self.send_header("Content-Length", "0")
        self.end_headers()
        with self.server.arrived:
            self.server.times.setdefault(self.headers["webhook-id"], moment)
            self.server.arrived.notify_all()

    def log_message(self, *_: object) -> None:
        pass


def bench_jobs(options: argparse.Namespace, folder: Path) -> None:
    """From the first 202 to the last stored result, and from a submission to its webhook."""
    body = body_of(folder, LOCALES)
    groups = max(1, options.jobs // len(LOCALES))
    print(f"\n### {groups * len(LOCALES):,} jobs from end to end, pseudo engine\n")
    row("what", "jobs/s", "gateway is")
    row("---", "--:", "--:")
    rates = []
    for _ in range(options.rounds):
        with gateway(UNLIMITED + PSEUDO) as ours, database(ours) as connection:
            found = load(folder, ours, "closed", body, count=groups)
            assert found["ok"] == groups and not found["failures"], found
            wait_until_done(connection, 300)
            jobs, first, last = connection.execute(
                "SELECT count(*), (SELECT min(created_at) FROM job_group), max(completed_at) FROM job"
                " WHERE outcome LIKE 'completed%'").fetchone()
            assert jobs == groups * len(LOCALES), jobs
            rates.append(jobs * 1000 / (last - first))
    rate = statistics.median(rates)
    row("dragoman, first 202 to last stored result", f"{rate:,.0f}", "")
    runs = [peer("huey-execute", folder, 2000, 1) for _ in range(options.rounds)]
    if all(runs):
        other = statistics.median(run["rate"] for run in runs)
        row("Huey on SQLite, WAL, full sync, first enqueue to last execution, 2 workers", f"{other:,.0f}",
            ratio(rate, other))
    bench_deliveries(options)


def bench_deliveries(options: argparse.Namespace) -> None:
    receiver = Arrivals()
    url = f"http://127.0.0.1:{receiver.server_port}/results"
    accepted, delivered = [], []
    with gateway(PSEUDO + ["--set", "egress.allow_loopback=true"]) as ours:
        address = urllib.parse.urlsplit(ours.url)
        connection = http.client.HTTPConnection(address.hostname, address.port, timeout=60)
        headers = {"X-API-Key": ours.key, "Content-Type": "application/json"}
        for number in range(options.deliveries + 20):
            text = f"Message {Numbers.take(1)}: you have new items."
            body = {"sourceLocale": "en", "targetLocales": ["es"], "data": {"text": text}, "callbackUrl": url}
            begin = time.monotonic()
            connection.request("POST", "/jobs/localization", json.dumps(body).encode(), headers)
            answer = connection.getresponse()
            job = json.loads(answer.read())["jobs"][0]["id"]
            assert answer.status == 202
            took = time.monotonic() - begin
            arrived = receiver.wait(job, 30) - begin
            if number >= 20:  # what is measured is warm
                accepted.append(took * 1000)
                delivered.append(arrived * 1000)
            time.sleep(0.005)
        connection.close()
    receiver.shutdown()
    print(f"\n### One small job at a time on an idle gateway, {options.deliveries} of them\n")
    row("what", "p50 ms", "p99 ms", "max ms")
    row("---", "--:", "--:", "--:")
    for name, values in (("submission to 202", accepted), ("submission to webhook", delivered)):
        values.sort()
        p99 = values[min(len(values) - 1, int(len(values) * 0.99))]
        row(name, f"{statistics.median(values):.2f}", f"{p99:.2f}", f"{values[-1]:.2f}")


# ----------------------------------------------------------------------------------------------------------------
# progress
# ----------------------------------------------------------------------------------------------------------------


@contextmanager
def subscribed(folder: Path, url: str, key: str, groups: list[str], count: int, seconds: float, *more: str):
    """Subscribers, all connected. Gives a function that waits for their end and tells what they saw."""
    file = folder / "groups"
    file.write_text("\n".join(groups) + "\n")
    command = [str(build_load(folder)), "subscribe", "--url", url, "--header", f"X-API-Key: {key}"]
    command += ["--groups", str(file), "--connections", str(count), "--seconds", str(seconds), *more]
    with started(command, stdout=subprocess.PIPE) as process:
        first = process.stdout.readline()
        ready = json.loads(first) if first else {}
        if ready.get("connected") != count:
            raise SystemExit(f"only {ready.get('connected')} of {count} subscribers got through")

        def result() -> dict:
            return json.loads(process.stdout.readline())

        yield result


def create_groups(peer: Peer, count: int, locales: list[str], texts: int = 1) -> list[str]:
    headers = {"X-API-Key": peer.key, "Content-Type": "application/json"}
    ids = []
    for _ in range(count):
        first = Numbers.take(texts)
        data = {f"t{number}": f"Message {first + number}: you have new items." for number in range(texts)}
        body = {"sourceLocale": "en", "targetLocales": locales, "data": data}
        status, answer = post(peer.url, "/jobs/localization", json.dumps(body).encode(), headers)
        assert status == 202, answer
        ids.append(json.loads(answer)["groupId"])
    return ids


def bench_progress(options: argparse.Namespace, folder: Path) -> None:
    """Messages to subscribers of groups in motion, and what idle subscribers cost."""
    raise_file_limit()
    count = options.subscribers
    texts = 40_000
    print(f"\n### Live progress: {count} subscribers to a group of {len(LOCALES)} jobs of {texts:,} texts\n")
    row("what", "messages/s", "MB/s", "bytes a message", "out of order", "gateway is")
    row("---", "--:", "--:", "--:", "--:", "--:")
    # Each batch of each job is a message to every subscriber. The engine takes its time, so that all are there early.
    slow = ["--set", "providers.pseudo={instances: 16, settings: {latency_ms: 10}}"]
    runs = []
    for _ in range(options.rounds):
        with gateway(PSEUDO + slow) as ours:
            ids = create_groups(ours, 1, LOCALES, texts)
            url = f"{ours.url.rstrip('/')}/jobs/localization/groups/{{group}}/ws"
            with subscribed(folder, url, ours.key, ids, count, 60) as result:
                runs.append(result())
        run = runs[-1]
        faults = (run["other_first"], run["backwards"], run["ended_without_close"])
        if any(faults) or run["close_codes"] != {"1000": count}:
            print(f"subscribers were not served as promised: {run}", file=sys.stderr)
    own = statistics.median(run["messages_per_second"] for run in runs)
    size = int(statistics.median(run["bytes_a_message"] for run in runs))
    show_messages("dragoman", runs, "")
    python = peer_python("websockets")
    if python is not None:
        theirs = [broadcast(folder, python, count, max(64, size)) for _ in range(options.rounds)]
        other = statistics.median(run["messages_per_second"] for run in theirs)
        show_messages("Python websockets, broadcast", theirs, ratio(own, other))
    bench_idle_subscribers(options.idle_subscribers, folder)


def show_messages(name: str, runs: list[dict], compared: str) -> None:
    rate, size = (statistics.median(run[key] for run in runs) for key in ("messages_per_second", "bytes_a_message"))
    data = statistics.median(run["bytes_per_second"] for run in runs) / 1e6
    row(name, f"{rate:,.0f}", f"{data:,.1f}", f"{size:,.0f}", sum(run["backwards"] for run in runs), compared)


def broadcast(folder: Path, python: str, count: int, size: int) -> dict:
    command = [python, str(FOLDER / "job_peers.py"), "broadcast", str(folder), str(size), str(count)]
    with started(command, stdout=subprocess.PIPE) as process:
        port = json.loads(process.stdout.readline())["port"]
        url = f"http://127.0.0.1:{port}/"
        with subscribed(folder, url, "none", ["any"], count, 60) as result:
            return result()


def bench_idle_subscribers(count: int, folder: Path) -> None:
    settings = PSEUDO + WAITING + ["--set", f"server.max_connections={count + 100}", "--set", "server.idle_timeout=10m"]
    with gateway(settings) as ours:
        ids = create_groups(ours, 10, LOCALES)
        url = f"{ours.url.rstrip('/')}/jobs/localization/groups/{{group}}/ws"
        time.sleep(1)
        before = resident(ours.pid)
        with subscribed(folder, url, ours.key, ids, count, 8, "--idle") as result:
            time.sleep(4)
            during = resident(ours.pid)
            held = result()
        assert held["closed"] == 0 and held["connected"] == count, held
    print(f"\n### {count:,} idle subscribers\n")
    row("what", "resident, MiB", "KiB a subscriber")
    row("---", "--:", "--:")
    row("dragoman before", f"{before:.0f}", "")
    row(f"dragoman with {count:,} subscribers", f"{during:.0f}", f"{(during - before) * 1024 / count:.1f}")


# ----------------------------------------------------------------------------------------------------------------
# flat
# ----------------------------------------------------------------------------------------------------------------


def bench_flat(options: argparse.Namespace, folder: Path) -> None:
    """Whether a gateway that did much is as small and quick as one that did little."""
    body = body_of(folder, LOCALES)
    step = 10_000 // len(LOCALES)  # requests between two looks; each time the work is done before the next begin
    steps = max(2, options.flat_jobs // 10_000)
    memory, runs = [], []
    limit = time.monotonic() + 900
    with gateway(UNLIMITED + PSEUDO) as ours, database(ours) as connection:
        # The first requests of all warm the program up.
        load(folder, ours, "closed", body, count=100, connections=16)
        for _ in range(steps):
            runs.append(load(folder, ours, "closed", body, count=step, connections=16))
            assert not runs[-1]["failures"], runs[-1]
            wait_until_done(connection, 300)
            memory.append(resident(ours.pid))
            if time.monotonic() > limit:
                print(f"out of time after {len(runs) * 10_000:,} jobs", file=sys.stderr)
                break
    print(f"\n### Flat: {len(runs) * 10_000:,} jobs in one process, 16 connections\n")
    row("after", "resident, MiB", "p50 ms of a thousand requests", "p99 ms")
    row("---", "--:", "--:", "--:")
    for index in sorted({0, len(runs) // 2, len(runs) - 1}):
        run = runs[index]
        row(f"{(index + 1) * 10_000:,} jobs", f"{memory[index]:.0f}", f"{run['p50']:.2f}", f"{run['p99']:.2f}")


PARTS = {"accept": bench_accept, "jobs": bench_jobs, "progress": bench_progress, "flat": bench_flat}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("parts", nargs="*", default=[], help=f"of {', '.join(PARTS)}; all if left out")
    parser.add_argument("--seconds", type=int, default=5, help="of each run of the load tool")
    parser.add_argument("--rounds", type=int, default=3, help="runs in turn; the median is told")
    add_options(parser)
    options = parser.parse_args()
    if unknown := set(options.parts) - set(PARTS):
        parser.error(f"unknown part {', '.join(unknown)}")
    with tempfile.TemporaryDirectory(prefix="dragoman-bench-") as folder:
        for name, part in PARTS.items():
            if not options.parts or name in options.parts:
                part(options, Path(folder))


if __name__ == "__main__":
    main()
