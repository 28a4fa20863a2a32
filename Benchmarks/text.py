#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""How fast protected places are found, and how fast the gateway's own work on a text is as a whole.

A part of Benchmarks/run.py. The texts are real strings out of Debian packages (scripts/live/corpus.py).
"""

from __future__ import annotations

import argparse
import csv
import json
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "scripts" / "live"))
import corpus  # noqa: E402
import glossary  # noqa: E402
import segmentation  # noqa: E402

BYTES = 8 << 20
TERMS = 10_000


def texts(kind: str) -> list[str]:
    """About eight megabytes: paragraphs without anything protected, strings with much of it, or strings as they come."""
    pairs = [pair.source for pair in corpus.pairs("es")]
    marked = [text for text in pairs if corpus.placeholders(text)]
    plain = [text for text in pairs if text.isascii() and text.replace(" ", "").isalpha()]
    if kind == "prose":
        chosen = [". ".join(plain[start : start + 12]) + "." for start in range(0, len(plain), 12)]
    else:
        chosen = marked if kind == "dense strings" else pairs
    repeated: list[str] = []
    size = 0
    while size < BYTES:
        repeated += chosen
        size += sum(map(len, chosen))
    return repeated


def terms(folder: Path) -> Path:
    """The glossary of the part `glossary`: terms of one to four words in eleven languages."""
    rows = glossary.strings()[0][:TERMS]
    path = folder / "terms.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["sourceText", "targetText"])
        writer.writerows([row, row] for row in rows)
    return path


def rate(lines: str, rounds: int, *options: str) -> float:
    command = [segmentation.program(), "text", "mask", "--measure", str(rounds), *options]
    figures = json.loads(subprocess.run(command, input=lines, capture_output=True, text=True, check=True).stdout)
    return figures["bytes"] / figures["microseconds"]


def bench_text(options: argparse.Namespace, folder: Path) -> None:
    print("\n### The gateway's own work on texts, one thread, MB/s\n")
    print("| texts | mask | all: mask, 10,000 terms, sentences, verify, put together, check | the same without a glossary |")
    print("|---|--:|--:|--:|")
    with tempfile.TemporaryDirectory() as place:
        terms_file = terms(Path(place))
        for kind in ("prose", "strings", "dense strings"):
            lines = "".join(json.dumps({"text": text, "locale": "en"}) + "\n" for text in texts(kind))
            mask = rate(lines, options.rounds)
            whole = rate(lines, options.rounds, "--whole", "--glossary", str(terms_file))
            bare = rate(lines, options.rounds, "--whole")
            print(f"| {kind} | {mask:,.0f} | {whole:,.1f} | {bare:,.1f} |", flush=True)


PARTS = {"text": bench_text}
