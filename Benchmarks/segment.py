#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""How fast sentences are found, beside pySBD, by time of the processor: both use one thread and wait for nothing.

A part of Benchmarks/run.py. The peer runs in .build/bench-venv, and is left out with a word when it is not there.
"""

from __future__ import annotations

import argparse
import json
import resource
import statistics
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "scripts" / "live"))
import segmentation  # noqa: E402

VENV = ROOT / ".build" / "bench-venv" / "bin" / "python"
LOCALES = ("en", "de", "ru", "hi", "zh")
DOCUMENTS = 20_000
# Its speed does not depend on the number of texts.
PEER_DOCUMENTS = 200
PEER = """
import json, sys, time
from pysbd import Segmenter
segmenter = Segmenter(language=sys.argv[1], clean=False)
texts = json.load(sys.stdin)
segmenter.segment(texts[0])
begin = time.process_time()
for text in texts:
    segmenter.segment(text)
print(time.process_time() - begin)
"""


def seconds_of_gateway(locale: str, texts: list[str]) -> float:
    """Of the whole command: start, JSON in and out, placeholders looked for."""
    lines = "".join(json.dumps({"text": text, "locale": locale}, ensure_ascii=False) + "\n" for text in texts)
    command = [segmentation.program(), "text", "segment"]
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, input=lines.encode(), stdout=subprocess.DEVNULL, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def seconds_of_peer(locale: str, texts: list[str]) -> float:
    """Of its calls alone."""
    command = [VENV, "-c", PEER, locale]
    result = subprocess.run(command, input=json.dumps(texts), capture_output=True, text=True, check=True)
    return float(result.stdout)


def bench_segment(options: argparse.Namespace, folder: Path) -> None:
    print(f"\n### Sentences of {DOCUMENTS:,} texts of five strings each, by time of the processor\n")
    has_peer = VENV.exists() and not subprocess.run([VENV, "-c", "import pysbd"], capture_output=True).returncode
    if not has_peer:
        print("pySBD is left out: it is not installed.\n")
    print("| locale | dragoman text segment, characters/s | pySBD, characters/s | gateway is |")
    print("|---|--:|--:|--:|")
    for locale in LOCALES:
        texts = [segmentation.joined(document, locale) for document in segmentation.documents(locale, DOCUMENTS)]
        some = texts[:PEER_DOCUMENTS]
        own, other = [], []
        for _ in range(options.rounds):
            own.append(sum(map(len, texts)) / seconds_of_gateway(locale, texts))
            if has_peer:
                other.append(sum(map(len, some)) / seconds_of_peer(locale, some))
        rate = statistics.median(own)
        peer = statistics.median(other) if other else 0
        ratio = f"{peer:,.0f} | {rate / peer:,.0f} ×" if peer else "– | –"
        print(f"| {locale} | {rate:,.0f} | {ratio} |", flush=True)


PARTS = {"segment": bench_segment}
