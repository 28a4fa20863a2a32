#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Measures the gateway beside its peers, in turn, on loopback, within bounded time; writes tables to standard output.

Run it through scripts/bench, which builds and installs what it needs.
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import platform
import random
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.parse
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Callable, Iterator

FOLDER = Path(__file__).resolve().parent
ROOT = FOLDER.parent
sys.path.insert(0, str(ROOT / "scripts" / "live"))
import corpus  # noqa: E402

PROGRAM = Path(os.environ.get("DRAGOMAN_BIN") or ROOT / ".build" / "release" / "dragoman")
ECHO = FOLDER / "echo" / ".build" / "release" / "echo"
LITELLM = ROOT / ".build" / "litellm-venv" / "bin" / "litellm"
PSEUDO = ["--set", "engine.models=[{model: pseudo/accented}]"]
LITELLM_KEY = "sk-bench-0123456789abcdef0123456789abcdef"


@dataclass
class Peer:
    """A server under measurement."""

    name: str
    kind: str
    url: str
    pid: int
    key: str = ""
    locales: tuple[str, str] = ("en", "es")
    ready: float = 0.0  # seconds from exec to the first answer
    results: dict[int, list[dict]] = field(default_factory=dict)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def post(url: str, path: str, body: bytes, headers: dict[str, str]) -> tuple[int, bytes]:
    address = urllib.parse.urlsplit(url)
    connection = http.client.HTTPConnection(address.hostname, address.port, timeout=60)
    try:
        connection.request("POST", path, body, headers)
        answer = connection.getresponse()
        return answer.status, answer.read()
    finally:
        connection.close()


def end(process: subprocess.Popen) -> None:
    """Ends a peer and what it started, by the process group that was made for it."""
    for number in (signal.SIGTERM, signal.SIGKILL):
        try:
            os.killpg(process.pid, number)
        except ProcessLookupError:
            return
        try:
            process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            continue
        time.sleep(0.2)


@contextmanager
def started(command: list[str], **options) -> Iterator[subprocess.Popen]:
    process = subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True, text=True, **options
    )
    try:
        yield process
    finally:
        end(process)


def wait_until(answers: Callable[[], bool], process: subprocess.Popen, seconds: float) -> None:
    limit = time.monotonic() + seconds
    while True:
        try:
            if answers():
                return
        except OSError:
            pass
        if process.poll() is not None:
            raise SystemExit(f"{process.args[0]} ended by itself with status {process.returncode}")
        if time.monotonic() > limit:
            raise SystemExit(f"{process.args[0]} was not ready after {seconds:.0f} s")
        time.sleep(0.02)


@contextmanager
def gateway(settings: list[str], name: str = "dragoman", locales: tuple[str, str] = ("en", "es")) -> Iterator[Peer]:
    data = tempfile.mkdtemp(prefix="dragoman-bench-")
    command = [str(PROGRAM), "serve", "--ready-json", "--mint-key", "--data", data, "--set", "server.port=0"]
    # What is measured is translating, not remembering.
    command += ["--set", "memory.store=false", "--set", "memory.reuse=none"]
    begin = time.monotonic()
    try:
        with started(command + ["--set", "log.level=warning"] + settings, stdout=subprocess.PIPE) as process:
            line = process.stdout.readline()
            if not line:
                raise SystemExit("the gateway did not start; try scripts/dev-server to see why")
            ready = json.loads(line)
            peer = Peer(name, "gateway", ready["url"], ready["pid"], ready["apiKey"], locales)
            headers = {"X-API-Key": peer.key, "Content-Type": "application/json"}
            body = {"sourceLocale": locales[0], "targetLocale": locales[1], "data": {"a": ""}}
            status, answer = post(peer.url, "/process/localize", json.dumps(body).encode(), headers)
            assert status == 200, answer
            peer.ready = time.monotonic() - begin
            yield peer
    finally:
        shutil.rmtree(data, ignore_errors=True)


@contextmanager
def apy(locales: tuple[str, str]) -> Iterator[Peer]:
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    begin = time.monotonic()
    command = ["apertium-apy", "-p", str(port), "-j", "1", "/usr/share/apertium"]
    with started(command, stdout=subprocess.DEVNULL) as process:

        def answers() -> bool:
            body = urllib.parse.urlencode({"langpair": "|".join(locales), "q": "house"}).encode()
            headers = {"Content-Type": "application/x-www-form-urlencoded"}
            return post(url, "/translate", body, headers)[0] == 200

        wait_until(answers, process, 60)
        yield Peer("apertium-apy -j 1", "apy", url, process.pid, "", locales, time.monotonic() - begin)


@contextmanager
def echo() -> Iterator[Peer]:
    begin = time.monotonic()
    with started([str(ECHO), "0"], stdout=subprocess.PIPE) as process:
        line = process.stdout.readline().split()
        assert line and line[0] == "ready", line
        peer = Peer("bare echo route", "echo", f"http://127.0.0.1:{line[1]}", process.pid)
        peer.ready = time.monotonic() - begin
        yield peer


@contextmanager
def litellm(upstream: str | None = None) -> Iterator[Peer]:
    """LiteLLM's proxy; without an upstream it makes its answers itself."""
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    folder = Path(tempfile.mkdtemp(prefix="dragoman-bench-"))
    (folder / "config.yaml").write_text(
        "model_list:\n  - model_name: mock\n    litellm_params:\n      model: openai/mock\n"
        "      api_key: none\n" + (f"      api_base: {upstream}/v1\n" if upstream else "      mock_response: Hola\n")
    )
    env = {**os.environ, "LITELLM_MASTER_KEY": LITELLM_KEY, "LITELLM_LOCAL_MODEL_COST_MAP": "True"}
    env |= {"LITELLM_TELEMETRY": "False", "LITELLM_LOG": "ERROR"}
    command = [str(LITELLM), "--config", str(folder / "config.yaml"), "--host", "127.0.0.1", "--port", str(port)]
    begin = time.monotonic()
    try:
        with started(command + ["--num_workers", "1"], stdout=subprocess.DEVNULL, env=env, cwd=folder) as process:

            def answers() -> bool:
                body = json.dumps({"model": "mock", "messages": [{"role": "user", "content": "x"}]}).encode()
                headers = {"Content-Type": "application/json", "Authorization": f"Bearer {LITELLM_KEY}"}
                return post(url, "/v1/chat/completions", body, headers)[0] == 200

            wait_until(answers, process, 180)
            name = "LiteLLM proxy" if upstream else "LiteLLM proxy, mock"
            yield Peer(name, "litellm", url, process.pid, LITELLM_KEY, ready=time.monotonic() - begin)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


class Start:
    """Where the next run begins among texts, so that runs differ."""

    value = 0


def load(peer: Peer, connections: int, seconds: int, texts: Path | None) -> dict:
    """One run of wrk."""
    Start.value += 100_000_000 if texts is None else 997
    env = {**os.environ, "BENCH_KIND": peer.kind, "BENCH_KEY": peer.key, "BENCH_START": str(Start.value)}
    env |= {"BENCH_SOURCE": peer.locales[0], "BENCH_TARGET": peer.locales[1], "BENCH_TEXTS": str(texts or "")}
    command = ["wrk", "-t", "1", "-c", str(connections), "-d", f"{seconds}s", "--timeout", "30s", "--latency"]
    result = subprocess.run(
        [*command, "-s", str(FOLDER / "requests.lua"), peer.url], env=env, capture_output=True, text=True, check=True
    )
    line = next(line for line in result.stdout.splitlines() if line.startswith("RESULT "))
    found = json.loads(line.removeprefix("RESULT "))
    found["rate"] = found["requests"] / found["seconds"]
    return found


def compare(
    title: str, peers: list[Peer], options: argparse.Namespace, texts: Path | None = None, steps: tuple[int, ...] = (1, 16)
) -> None:
    """Loads the peers in turn, some rounds, and writes the medians."""
    print(f"\n### {title}\n")
    for peer in peers:
        load(peer, 1, min(2, options.seconds), texts)  # what is measured is warm
    for connections in steps:
        for _ in range(options.rounds):
            for peer in peers:
                peer.results.setdefault(connections, []).append(load(peer, connections, options.seconds, texts))
    print("| server | connections | requests/s | p50 ms | p99 ms | failures | gateway is |")
    print("|---|--:|--:|--:|--:|--:|--:|")
    for connections in steps:
        own = median(peers[0], connections, "rate")
        for peer in peers:
            rate = median(peer, connections, "rate")
            ratio = "" if peer is peers[0] else f"{own / rate:.2f} ×" if rate else "–"
            failures = sum(run["failures"] for run in peer.results[connections])
            print(
                f"| {peer.name} | {connections} | {rate:,.0f} | {median(peer, connections, 'p50'):.2f} "
                f"| {median(peer, connections, 'p99'):.2f} | {failures} | {ratio} |",
                flush=True,
            )


def median(peer: Peer, connections: int, what: str) -> float:
    return statistics.median(run[what] for run in peer.results[connections])


def strings(language: str, human: bool, count: int) -> list[str]:
    """Real user-interface strings in English, or their human translations."""
    rows = corpus.sample(language, count, seed=3)
    return [row.human if human else row.source for row in rows]


def bench_strings(options: argparse.Namespace, folder: Path) -> None:
    for title, own, theirs, texts in (
        ("English to Spanish (eng-spa)", ("en", "es"), ("eng", "spa"), strings("es", False, options.strings)),
        ("Spanish to Portuguese (es-pt)", ("es", "pt"), ("spa", "por"), strings("es", True, options.strings)),
    ):
        file = folder / "texts"
        file.write_text("\n".join(texts) + "\n", encoding="utf-8")
        only_apertium = ["--set", "engine.models=[{model: apertium/*}]"]
        with gateway(only_apertium, locales=own) as ours, apy(theirs) as peer:
            compare(f"{len(texts):,} interface strings, one a request: {title}", [ours, peer], options, file)


def lines_of(words: int) -> list[str]:
    """Lines of real text, no two alike: a gateway that saw a line before must not profit by it."""
    chance = random.Random(5)
    pool = [row.source.rstrip(".") for row in corpus.pairs("es") if not corpus.placeholders(row.source)]
    lines: dict[str, None] = {}
    count = 0
    while count < words:
        first, second = chance.sample(pool, 2)
        line = f"{first}, and {second[0].lower()}{second[1:]}."
        if line not in lines:
            lines[line] = None
            count += len(line.split())
    return list(lines)


def bench_document(options: argparse.Namespace, folder: Path) -> None:
    lines = lines_of(options.words)
    words = sum(len(line.split()) for line in lines)
    print(f"\n### One document of {words:,} words in {len(lines):,} lines, English to Spanish\n")
    text = folder / "document"
    text.write_text("\n".join(lines) + "\n", encoding="utf-8")
    ours, theirs = [], []
    with gateway(["--set", "engine.models=[{model: apertium/*}]"]) as peer:
        headers = {"X-API-Key": peer.key, "Content-Type": "application/json"}
        body = {"sourceLocale": "en", "targetLocales": ["es"], "data": {"lines": lines}}
        for _ in range(options.rounds):
            begin = time.monotonic()
            status, answer = post(peer.url, "/jobs/localization", json.dumps(body).encode(), headers)
            assert status == 202, answer
            wait_for_job(peer, json.loads(answer)["jobs"][0]["id"])
            ours.append(words / (time.monotonic() - begin))
            begin = time.monotonic()
            with open(text, encoding="utf-8") as source:
                command = ["apertium", "-u", "-f", "line", "eng-spa"]
                subprocess.run(command, stdin=source, stdout=subprocess.DEVNULL, check=True)
            theirs.append(words / (time.monotonic() - begin))
    own, other = statistics.median(ours), statistics.median(theirs)
    print("| what | words/s | gateway is |")
    print("|---|--:|--:|")
    print(f"| dragoman, one job, acceptance to durable result | {own:,.0f} | |")
    print(f"| apertium -f line, the whole file at once | {other:,.0f} | {own / other:.2f} × |", flush=True)


def wait_for_job(peer: Peer, job: str) -> None:
    address = urllib.parse.urlsplit(peer.url)
    limit = time.monotonic() + 300
    while True:
        connection = http.client.HTTPConnection(address.hostname, address.port, timeout=60)
        connection.request("GET", f"/jobs/localization/{job}", headers={"X-API-Key": peer.key})
        status = json.loads(connection.getresponse().read())["status"]
        connection.close()
        if status.startswith("completed"):
            return
        assert status != "failed" and time.monotonic() < limit, status
        time.sleep(0.05)


def bench_calls(options: argparse.Namespace, folder: Path) -> None:
    with ExitStack() as stack:
        peers = [stack.enter_context(gateway(PSEUDO, "dragoman, pseudo engine")), stack.enter_context(echo())]
        if not options.without_litellm:
            peers.append(stack.enter_context(litellm()))
        compare("One small text a request, never the same twice: /process/localize", peers, options)


def bench_isolation(options: argparse.Namespace, folder: Path) -> None:
    """What a process of its own costs a call."""
    for engine, title in [("pseudo/accented", "no work of the plugin's own"), ("apertium/eng-spa", "Apertium, eng-spa")]:
        with ExitStack() as stack:
            peers = []
            for isolation in ("none", "process"):
                settings = ["--set", f"engine.models=[{{model: {engine}}}]", "--set"]
                settings.append(f"providers={{{engine.split('/')[0]}: {{isolation: {isolation}}}, recognizer: {{}}}}")
                peers.append(stack.enter_context(gateway(settings, f"isolation: {isolation}")))
            compare(f"A plugin in a process of its own: {title}", peers, options)


@contextmanager
def model(folder: Path, delay_ms: int = 0) -> Iterator[Peer]:
    """An upstream that answers at once, or after so long, whoever asks."""
    program = folder / "model"
    if not program.exists():
        subprocess.run(["gcc", "-O2", "-o", str(program), str(FOLDER / "load" / "model.c")], check=True)
    port = free_port()
    with started([str(program), str(port), str(delay_ms)]) as process:
        url = f"http://127.0.0.1:{port}"

        def listens() -> bool:
            socket.create_connection(("127.0.0.1", port), timeout=5).close()
            return True

        wait_until(listens, process, 10)
        yield Peer("the upstream alone", "litellm", url, process.pid)


def by_openai(upstream: str) -> list[str]:
    """Settings of a gateway whose one engine is a language model."""
    provider = {"provider": "openai", "settings": {"base_url": upstream + "/v1", "models": ["mock"]}}
    return ["--set", "providers=" + json.dumps({"llm": provider}), "--set", "engine.models=[{model: llm/mock}]"]


def bench_remote(options: argparse.Namespace, folder: Path) -> None:
    with ExitStack() as stack:
        upstream = stack.enter_context(model(folder))
        peers = [stack.enter_context(gateway(by_openai(upstream.url), "dragoman, openai")), upstream]
        if not options.without_litellm:
            peers.append(stack.enter_context(litellm(upstream.url)))
        compare("A language model on this machine, never the same text twice", peers, options, steps=(1, 16, 64))


def resident(pid: int) -> float:
    """MiB of a process and its children."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    status = Path(f"/proc/{pid}/status").read_text()
    own = next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS:")) / 1024
    return own + sum(resident(int(child)) for child in children)


def bench_start(options: argparse.Namespace, folder: Path) -> None:
    print("\n### From start to the first answer, and memory when idle\n")
    print("| server | start to first answer, ms | resident, MiB |")
    print("|---|--:|--:|")
    kinds: list[tuple[Callable, int]] = [(lambda: gateway([]), 7)]
    if not options.without_litellm:
        kinds.append((litellm, 2))
    for make, rounds in kinds:
        times, memory, name = [], [], ""
        for _ in range(rounds):
            with make() as peer:
                time.sleep(1)
                times.append(peer.ready * 1000)
                memory.append(resident(peer.pid))
                name = peer.name
        print(f"| {name} | {statistics.median(times):,.0f} | {statistics.median(memory):.0f} |", flush=True)


def bench_glossary(options: argparse.Namespace, folder: Path) -> None:
    print("\n### Glossary terms in 10,000 interface strings\n", flush=True)
    python = ROOT / ".build" / "bench-venv" / "bin" / "python"
    subprocess.run([str(python), str(FOLDER / "glossary.py"), str(PROGRAM)], check=True)


PARTS = {"glossary": bench_glossary, "strings": bench_strings, "document": bench_document, "calls": bench_calls, "isolation": bench_isolation, "remote": bench_remote, "start": bench_start}


def main() -> None:
    import engines  # which takes much from here, as jobs does
    import jobs
    import memory
    import recognize
    import segment
    import text

    parts = PARTS | jobs.PARTS | segment.PARTS | text.PARTS | recognize.PARTS | memory.PARTS | engines.PARTS
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("parts", nargs="*", default=[], help=f"of {', '.join(parts)}; all if left out")
    parser.add_argument("--seconds", type=int, default=5, help="of each run of the load tool")
    parser.add_argument("--rounds", type=int, default=3, help="runs in turn; the median is told")
    parser.add_argument("--strings", type=int, default=5000)
    parser.add_argument("--words", type=int, default=200_000)
    parser.add_argument("--without-litellm", action="store_true", help="leave LiteLLM's proxy out")
    jobs.add_options(parser)
    options = parser.parse_args()
    if unknown := set(options.parts) - set(parts):
        parser.error(f"unknown part {', '.join(unknown)}")
    print(f"{os.cpu_count()} processors, {platform.system()} {platform.machine()}; load tool on the same machine; "
          f"{options.rounds} runs of {options.seconds} s in turn, medians; load before: {os.getloadavg()[0]:.1f}")
    with tempfile.TemporaryDirectory(prefix="dragoman-bench-") as folder:
        for name, part in parts.items():
            if not options.parts or name in options.parts:
                part(options, Path(folder))


if __name__ == "__main__":
    main()
