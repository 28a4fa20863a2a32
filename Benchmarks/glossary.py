# SPDX-License-Identifier: Apache-2.0
"""Finding glossary terms: the program's index beside pyahocorasick, which gets its text folded beforehand.

Both use one thread, so processor time is told: the best of several rounds.
"""

from __future__ import annotations

import csv
import json
import re
import subprocess
import sys
import tempfile
import time
import unicodedata
from pathlib import Path
from random import Random

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "scripts" / "live"))
import corpus  # noqa: E402

LANGUAGES = ("de", "fr", "es", "ru", "pl", "ja", "cs", "hu", "tr", "uk")
COUNTS = (1_000, 10_000, 100_000)
SEGMENTS = 10_000
ROUNDS = 5


def fold(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()


def strings() -> tuple[list[str], list[str]]:
    """Terms of one to four words in eleven languages, and English segments of 3 to 30 words; in a random order."""
    terms: set[str] = set()
    segments: set[str] = set()
    for language in LANGUAGES:
        for path in sorted(corpus.fetch().glob(f"usr/share/locale/{language}/LC_MESSAGES/*.mo")):
            for pair in corpus.read_catalogue(path).items():
                for text in pair:
                    text = re.sub(r"\(_\w\)|_", "", text).strip()
                    if 3 <= len(text) <= 60 and len(text.split()) <= 4 and not re.search(r"[\x00-\x1f\x7f]", text):
                        terms.add(text)
                source = pair[0].replace("_", "").strip()
                if 3 <= len(source.split()) <= 30 and not re.search(r"[\x00-\x1f]", source):
                    segments.add(source)
    shuffled = sorted(terms)
    Random(1).shuffle(shuffled)
    chosen = sorted(segments)
    Random(2).shuffle(chosen)
    return shuffled[: COUNTS[-1]], chosen[:SEGMENTS]


def ours(program: Path, terms: list[str], segments: list[str], *options: str) -> dict:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "terms.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(["sourceText", "targetText"])
            writer.writerows([term, "x"] for term in terms)
        command = [str(program), "glossary", "match", str(path), "--to", "de", "--measure", str(ROUNDS), *options]
        answer = subprocess.run(command, input="\n".join(segments), capture_output=True, text=True, check=True)
    return json.loads(answer.stdout)


def automaton(terms: list[str], segments: list[str]) -> tuple[float, float, int]:
    """Seconds to build and to search, and matches: as many as begin and end at words, overlapping ones too."""
    import ahocorasick

    begin = time.process_time()
    search = ahocorasick.Automaton()
    for term in terms:
        folded = fold(term)
        search.add_word(folded, len(folded))
    search.make_automaton()
    built = time.process_time() - begin
    folded = [fold(segment) for segment in segments]
    best, count = float("inf"), 0
    for _ in range(ROUNDS):
        begin, count = time.process_time(), 0
        for text in folded:
            for end, length in search.iter(text):
                start = end + 1 - length
                if (start == 0 or not text[start - 1].isalnum()) and (end + 1 == len(text) or not text[end + 1].isalnum()):
                    count += 1
        best = min(best, time.process_time() - begin)
    return built, best, count


def table(program: Path) -> str:
    """The whole comparison as a table; a row of ours and one of theirs come right after each other."""
    terms, segments = strings()
    rows = [
        "| terms | what | segments/s | matches | build, s | bytes a term | dragoman is |",
        "|--:|---|--:|--:|--:|--:|--:|",
    ]
    for count in COUNTS:
        built, seconds, found = automaton(terms[:count], segments)
        theirs = len(segments) / seconds
        for what, options in (("dragoman, exact", ("--exact",)), ("dragoman, exact and other forms", ())):
            figures = ours(program, terms[:count], segments, *options)
            speed = len(segments) / figures["searchMicroseconds"] * 1e6
            rows.append(
                f"| {count:,} | {what} | {speed:,.0f} | {figures['matches']:,} | {figures['buildMicroseconds'] / 1e6:.2f}"
                f" | {figures['bytes'] / figures['items']:.0f} | {speed / theirs:.2f} × |"
            )
        rows.append(f"| {count:,} | pyahocorasick, text folded before | {theirs:,.0f} | {found:,} | {built:.2f} | | |")
    return "\n".join(rows)


if __name__ == "__main__":
    print(table(Path(sys.argv[1])))
