# SPDX-License-Identifier: Apache-2.0
"""Finding similar texts among a million: the program's index beside PostgreSQL's pg_trgm and a comparison with every text.

A part of Benchmarks/run.py. The texts are real strings out of Debian packages (scripts/live/corpus.py), of all languages
together; half of the questions are strings that are not among them, half are ones of them with words edited.
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.parse
from contextlib import contextmanager
from pathlib import Path
from random import Random
from xml.sax.saxutils import escape

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "scripts" / "live"))
import corpus  # noqa: E402
import segmentation  # noqa: E402

COUNT = 1_000_000
QUESTIONS = 500
COMPARED = 150  # of each kind, with every text
ASKED_OF_POSTGRES = 60  # of each kind
BINARIES = Path("/usr/lib/postgresql")


def strings() -> tuple[list[str], list[str], list[str]]:
    """The texts, questions that are new, questions that are texts with edits."""
    found: set[str] = set()
    for path in sorted(corpus.fetch().glob("usr/share/locale/*/LC_MESSAGES/*.mo")):
        for pair in corpus.read_catalogue(path).items():
            found.update(text for text in pair if 8 <= len(text) <= 400 and "\0" not in text)
    texts = sorted(found)
    Random(1).shuffle(texts)
    if len(texts) < COUNT + QUESTIONS:
        raise SystemExit(f"the corpus has {len(texts)} texts of the {COUNT + QUESTIONS} that are wanted")
    random = Random(2)
    return texts[:COUNT], texts[COUNT : COUNT + QUESTIONS], [mutated(random.choice(texts[:COUNT]), random) for _ in range(QUESTIONS)]


def mutated(text: str, random: Random) -> str:
    """One to twenty of a hundred words are left out, doubled, or changed by a letter; at least one."""
    words = text.split(" ")
    for _ in range(max(1, round(len(words) * random.uniform(0.01, 0.2)))):
        place = random.randrange(len(words))
        words[place : place + 1] = random.choice(([], [words[place]] * 2, [words[place][:-1] + "x"], ["new", words[place]]))
        words = words or ["x"]
    return " ".join(words)


def percentile(values: list[float], share: float) -> float:
    return sorted(values)[min(len(values) - 1, int(len(values) * share))]


def ours(texts: list[str], questions: list[str], folder: Path) -> tuple[dict, list[dict]]:
    file = folder / "texts.jsonl"
    file.write_text("".join(json.dumps({"text": text}) + "\n" for text in texts))
    asked = "".join(json.dumps({"text": text}) + "\n" for text in questions)
    command = [segmentation.program(), "text", "near", str(file), "--limit", "1"]
    lines = subprocess.run(command, input=asked, capture_output=True, text=True, check=True).stdout.splitlines()
    return json.loads(lines[0]), [json.loads(line) for line in lines[1:]]


def best_of_all(texts: list[str], question: str) -> float:
    from rapidfuzz import process
    from rapidfuzz.distance import Levenshtein

    found = process.extractOne(question, texts, scorer=Levenshtein.normalized_similarity, score_cutoff=0.7)
    return found[1] if found else 0.0


class Postgres:
    """A server of its own on a socket in a folder, with the texts in a table and pg_trgm's index."""

    def __init__(self, texts: list[str], folder: Path):
        self.binaries = sorted(BINARIES.iterdir())[-1] / "bin"
        self.folder = folder / "postgres"
        self.folder.mkdir()
        shutil.chown(self.folder, "postgres")
        os.chmod(folder, 0o755)
        self.run("initdb", "-D", self.folder / "data", "-A", "trust", "-U", "postgres", "--locale=C.UTF-8", "-E", "UTF8")
        settings = "-c listen_addresses= -c shared_buffers=1GB -c maintenance_work_mem=1GB -c max_parallel_workers_per_gather=0 -c fsync=off"
        self.run("pg_ctl", "-D", self.folder / "data", "-o", f"{settings} -k {self.folder}", "-l", self.folder / "log", "-w", "start")
        rows = folder / "rows.tsv"
        rows.write_text("".join(re.sub(r"[\\\t\n\r]", lambda c: {"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"}[c[0]], text) + "\n" for text in texts))
        began = time.monotonic()
        self.sql(
            "CREATE EXTENSION pg_trgm; CREATE TABLE segment (number serial, source text NOT NULL);"
            f"\n\\copy segment (source) FROM '{rows}'\n"
            "CREATE INDEX ON segment USING gin (source gin_trgm_ops); ANALYZE segment;"
        )
        self.built = time.monotonic() - began

    def run(self, program: str, *arguments: object) -> None:
        command = ["runuser", "-u", "postgres", "--", str(self.binaries / program), *map(str, arguments)]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd="/")

    def sql(self, script: str) -> str:
        command = ["psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", "-h", str(self.folder), "-U", "postgres", "postgres"]
        return subprocess.run(command, input=script, capture_output=True, text=True, check=True).stdout

    def milliseconds(self, questions: list[str]) -> list[float]:
        script = "SET pg_trgm.similarity_threshold = 0.5;\n\\o /dev/null\n\\timing on\n"
        for question in questions:
            literal = question.replace("'", "''")
            script += f"SELECT number, source, similarity(source, '{literal}') AS s FROM segment WHERE source % '{literal}' ORDER BY s DESC LIMIT 1;\n"
        told = self.sql(script + "\\timing off\n")
        return [float(value) for value in re.findall(r"Time: ([\d.]+) ms", told)]

    def stop(self) -> None:
        self.run("pg_ctl", "-D", self.folder / "data", "-m", "immediate", "stop")


def bench_memory(options: argparse.Namespace, folder: Path) -> None:
    python = Path(__file__).resolve().parents[1] / ".build" / "bench-venv" / "bin" / "python"
    subprocess.run([python, __file__], check=True)


def measure() -> None:
    texts, fresh, edited = strings()
    with tempfile.TemporaryDirectory() as place:
        made, answers = ours(texts, fresh + edited, Path(place))
        print(f"\n### Similar texts among {COUNT:,}, one thread\n")
        print("| what | new strings, p50 / p99 ms | edited strings, p50 / p99 ms | best match at 0.70 or more is found | index, MB | built in s |")
        print("|---|--:|--:|--:|--:|--:|")
        times = [answer["microseconds"] / 1000 for answer in answers]
        own = (times[:QUESTIONS], times[QUESTIONS:])
        wanted = found = 0
        for kind, asked in ((0, fresh), (QUESTIONS, edited)):
            for index, question in enumerate(asked[:COMPARED]):
                if not (best := best_of_all(texts, question)):
                    continue
                wanted += 1
                matches = answers[kind + index]["matches"]
                found += bool(matches) and matches[0]["score"] >= best - 1e-9
        row = " | ".join(f"{percentile(values, 0.5):.2f} / {percentile(values, 0.99):.2f}" for values in own)
        print(f"| dragoman | {row} | {found} of {wanted} | {made['bytes'] / 1e6:.0f} | {made['microseconds'] / 1e6:.1f} |", flush=True)
        if not BINARIES.exists():
            print("| PostgreSQL, pg_trgm | not installed | | | | |")
            return
        server = Postgres(texts, Path(place))
        try:
            server.milliseconds(fresh[-5:])
            theirs = (server.milliseconds(fresh[:ASKED_OF_POSTGRES]), server.milliseconds(edited[:ASKED_OF_POSTGRES]))
        finally:
            server.stop()
        row = " | ".join(f"{percentile(values, 0.5):.1f} / {percentile(values, 0.99):.1f}" for values in theirs)
        print(f"| PostgreSQL, pg_trgm, `%` from 0.5 | {row} | another measure | | {server.built:.0f} |")
        ratio = [statistics.median(other) / statistics.median(values) for values, other in zip(own, theirs)]
        print(f"\nAt the median dragoman is {ratio[0]:.0f} and {ratio[1]:.0f} times as fast.")


def translation_memory(pairs: list[tuple[str, str]]) -> bytes:
    units = "".join(
        f'<tu><tuv xml:lang="en"><seg>{escape(source)}</seg></tuv><tuv xml:lang="es"><seg>{escape(target)}</seg></tuv></tu>'
        for source, target in pairs
    )
    return f'<?xml version="1.0"?><tmx version="1.4"><header/><body>{units}</body></tmx>'.encode()


class Client:
    """One connection to a gateway with a million entries in its memory, and what its language model is asked."""

    def __init__(self, ready: dict):
        address = urllib.parse.urlsplit(ready["url"])
        self.connection = http.client.HTTPConnection(address.hostname, address.port, timeout=120)
        self.headers = {"X-API-Key": ready["apiKey"], "Content-Type": "application/json"}

    def call(self, method: str, path: str, body: bytes, kind: str = "application/json") -> dict:
        self.connection.request(method, path, body, {**self.headers, "Content-Type": kind})
        answer = self.connection.getresponse()
        data = answer.read()
        assert answer.status < 300, (answer.status, data[:300])
        return json.loads(data)

    def localize(self, *texts: str) -> float:
        """Milliseconds that a call takes."""
        # Kept out of memory: what was asked for before would answer, or be the nearest.
        document = {"sourceLocale": "en", "targetLocale": "es", "data": dict(enumerate(texts)), "memory": {"store": False}}
        body = json.dumps(document).encode()
        began = time.perf_counter()
        self.call("POST", "/process/localize", body)
        return (time.perf_counter() - began) * 1000


def until_shown(client: Client, services, text: str, example: str) -> float:
    """Milliseconds until a prompt for the text holds the example."""
    began = time.perf_counter()
    while True:
        services.requests.clear()
        client.localize(f"{text} again")
        if any(example in json.dumps(body, ensure_ascii=False) for _, _, body in services.requests):
            return (time.perf_counter() - began) * 1000
        assert time.perf_counter() - began < 60, "the example never came"
        time.sleep(0.002)


def measure_store() -> None:
    from services import KEY, Services

    # Made for the model to be shown and never to be answered: an entry's own text answers by itself.
    texts = [text for text in strings()[0] if not re.search(r"[%{}<>&\\\x00-\x1f\ufffe\uffff]", text)]
    with Services() as services, tempfile.TemporaryDirectory() as place:
        provider = {
            "provider": "openai",
            "settings": {"base_url": services.url + "/openai", "models": ["m-1"]},
            "secrets": {"api_key": "env:BENCH_KEY"},
        }
        settings = ["providers=" + json.dumps({"remote": provider}), "engine.models=[{model: remote/*}]", "memory.entries=2000000"]
        command = [segmentation.program(), "serve", "--ready-json", "--mint-key", "--data", place + "/data", "--set", "server.port=0"]
        command += [word for setting in settings for word in ("--set", setting)]

        @contextmanager
        def gateway():
            environment = {**os.environ, "BENCH_KEY": KEY}
            process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment, text=True)
            try:
                yield Client(json.loads(process.stdout.readline()))
            finally:
                process.terminate()
                process.wait(timeout=60)

        with gateway() as client:
            began = time.monotonic()
            for start in range(0, len(texts), 20_000):
                pairs = [(text, f"[{text}]") for text in texts[start : start + 20_000]]
                client.call("POST", "/memory/import", translation_memory(pairs), "application/x-tmx+xml")
            imported = time.monotonic() - began
        with gateway() as client:
            near = next(text for text in texts if 60 < len(text) < 120 and text.isascii())
            load = until_shown(client, services, near, f"[{near}]")
            visible = []
            for number in range(20):
                text = f"A sentence about the number {number} that nobody has written before, {texts[number * 7][:20].strip()}"
                entry = {"sourceLocale": "en", "targetLocale": "es", "sourceText": text, "targetText": f"<<{text}>>"}
                client.call("POST", "/memory", json.dumps(entry).encode())
                visible.append(until_shown(client, services, text, f"<<{text}>>"))
            asked = len(services.requests)
            random = Random(3)
            exact = [client.localize(random.choice(texts)) for _ in range(3000)]
            many = [client.localize(*random.sample(texts, 100)) / 100 for _ in range(300)]
            assert len(services.requests) == asked, "memory did not answer"
            nothing = [client.localize(str(number)) for number in range(3000)]
        print(f"\n### A store of {len(texts):,} entries\n")
        print("| what | ms |")
        print("|---|--:|")
        print(f"| import as TMX, a thousand entries | {imported * 1e6 / len(texts):.1f} |")
        print(f"| first question after a start, until the index answers | {load:,.0f} |")
        print(f"| an addition, until the next prompt holds it, p50 / most | {statistics.median(visible):.1f} / {max(visible):.1f} |")
        print(f"| a call that memory answers, p50 / p99 | {percentile(exact, 0.5):.3f} / {percentile(exact, 0.99):.3f} |")
        print(f"| a text of a hundred in one call, which memory answers all, p50 / p99 | {percentile(many, 0.5):.3f} / {percentile(many, 0.99):.3f} |")
        print(f"| a call with nothing to translate, p50 / p99 | {percentile(nothing, 0.5):.3f} / {percentile(nothing, 0.99):.3f} |")


def bench_store(options: argparse.Namespace, folder: Path) -> None:
    python = Path(__file__).resolve().parents[1] / ".build" / "bench-venv" / "bin" / "python"
    subprocess.run([python, __file__, "store"], check=True)


PARTS = {"memory": bench_memory, "memory-store": bench_store}

if __name__ == "__main__":
    measure_store() if sys.argv[1:] == ["store"] else measure()
