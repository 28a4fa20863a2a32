# SPDX-License-Identifier: Apache-2.0
"""A thousand engines with a thousand glossary items each, and five models side by side. Parts of Benchmarks/run.py."""

from __future__ import annotations

import argparse
import http.client
import json
import statistics
import time
import urllib.parse
from pathlib import Path
from random import Random

from run import Peer, gateway, resident

ENGINES = 1000
ITEMS = 1000
QUESTIONS = 4000
EDITS = 200


class Caller:
    """One connection that stays open, and requests over it."""

    def __init__(self, peer: Peer):
        address = urllib.parse.urlsplit(peer.url)
        self.connection = http.client.HTTPConnection(address.hostname, address.port, timeout=60)
        self.headers = {"X-API-Key": peer.key, "Content-Type": "application/json"}

    def __call__(self, method: str, path: str, body: object = None) -> dict:
        raw = body if isinstance(body, bytes) else json.dumps(body).encode()
        self.connection.request(method, path, raw, self.headers)
        answer = self.connection.getresponse()
        text = answer.read()
        assert answer.status < 300, (method, path, answer.status, text[:300])
        return json.loads(text)

    def localize(self, engine: str, text: str) -> str:
        body = {"engineId": engine, "sourceLocale": "en", "targetLocale": "en-XA", "data": {"a": text}}
        return self("POST", "/process/localize", body)["data"]["a"]


def milliseconds(action) -> float:
    begin = time.perf_counter()
    action()
    return (time.perf_counter() - begin) * 1000


def word(number: int) -> str:
    """A word that no other number has."""
    syllables = ("ba", "ke", "li", "mo", "nu", "ra", "se", "ti", "vo", "zu")
    return "".join(syllables[int(digit)] for digit in f"{number:04d}")


def bench_engines(options: argparse.Namespace, folder: Path) -> None:
    print(f"\n### {ENGINES:,} engines with {ITEMS:,} glossary items each\n", flush=True)
    with gateway(["--set", "engine.models=[{model: pseudo/accented}]"]) as peer:
        call, random = Caller(peer), Random(3)
        fresh = resident(peer.pid)
        engines = [call("GET", "/engines")["items"][0]["id"]]
        # An engine of its own would ask translation memory, which the configuration has the default one not do.
        named = [{"name": f"engine {n}", "memoryReuse": "none"} for n in range(1, ENGINES)]
        engines += [call("POST", "/engines", body)["id"] for body in named]
        for engine in engines:
            lines = [f"{word(n)} key,term {n} of {engine[-6:]}" for n in range(ITEMS)]
            csv = "\n".join(["sourceText,targetText", *lines]).encode()
            call("POST", f"/glossary-items/import?format=csv&ownerEngineId={engine}", csv)
        stored = resident(peer.pid)
        for engine in engines:
            assert f"term 7 of {engine[-6:]}" in call.localize(engine, f"Turn the {word(7)} key."), engine
        used = resident(peer.pid)

        def taken(engine: str) -> float:
            text = f"Turn the {word(random.randrange(ITEMS))} key."
            return milliseconds(lambda: call.localize(engine, text))

        # In turn, since a call takes half as long again in one minute as in the next.
        pairs = [(taken(engines[0]), taken(random.choice(engines))) for _ in range(options.rounds * QUESTIONS)]
        one = statistics.median(first for first, _ in pairs)
        all_of_them = statistics.median(second for _, second in pairs)

        waits = []
        for number in range(EDITS):
            engine = random.choice(engines)
            item = call("GET", f"/glossary-items?ownerEngineId={engine}&limit=1")["items"][0]
            body = {"sourceText": item["sourceText"], "targetText": f"edit {number}"}
            call("PUT", f"/glossary-items/{item['id']}", body)
            begin = time.perf_counter()
            answer = call.localize(engine, f"Turn the {item['sourceText']}.")
            waits.append((time.perf_counter() - begin) * 1000)
            assert f"edit {number}" in answer, answer
        print("| what | measured |\n|---|---|")
        print(f"| p50 of a call, one engine in use | {one * 1000:.0f} µs |")
        print(f"| p50 of a call, all {ENGINES:,} in turn at random | {all_of_them * 1000:.0f} µs |")
        print(f"| so finding engine and glossary among them adds | {(all_of_them - one) * 1000:.0f} µs |")
        print(f"| memory: fresh, all stored, all in use | {fresh:.0f}, {stored:.0f}, {used:.0f} MiB |")
        print(f"| an edited item is in the next call's answer | {EDITS} of {EDITS} |")
        print(f"| that call, p50 and longest | {statistics.median(waits):.2f}, {max(waits):.2f} ms |", flush=True)


def bench_compare(options: argparse.Namespace, folder: Path) -> None:
    print("\n### Five models side by side\n", flush=True)
    names = [f"m{number}" for number in range(5)]
    providers = {name: {"provider": "pseudo", "settings": {"latency_ms": 20 * (n + 1)}} for n, name in enumerate(names)}
    # What they answer differs, so that their agreement has to be found.
    kinds = ("accented", "bidi")
    models = [{"model": f"{name}/{kinds[rank % 2]}", "rank": rank} for rank, name in enumerate(names, 1)]
    settings = ["--set", f"providers={json.dumps(providers)}", "--set", f"engine.models={json.dumps(models)}"]
    with gateway(settings, locales=("en", "en-XA")) as peer:
        call, added, slowest = Caller(peer), [], []
        for number in range(100):
            body = {
                "sourceLocale": "en", "targetLocale": "en-XA",
                "data": {f"k{n}": f"Sentence {n} of document {number}, with a few words." for n in range(10)},
            }  # fmt: skip
            begin = time.perf_counter()
            made = call("POST", "/process/compare", body)
            taken = (time.perf_counter() - begin) * 1000
            slowest.append(max(one["latencyMs"] for one in made["candidates"]))
            added.append(taken - 100)
        print("| what | measured |\n|---|---|")
        print("| the slowest of five models, by the settings | 100 ms |")
        print(f"| the same, as the gateway tells it, p50 | {statistics.median(slowest):.0f} ms |")
        print(f"| the whole call beyond that setting, p50 and p95 | {statistics.median(added):.1f}, {sorted(added)[94]:.1f} ms |", flush=True)


PARTS = {"engines": bench_engines, "compare": bench_compare}
