# SPDX-License-Identifier: Apache-2.0
"""The part `recognize`: the recognizer beside other detectors, each in a process of its own, over the same texts.

Run as a program it is such a process: `recognize.py DETECTOR` reads texts as JSON on standard input.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PYTHON = ROOT / ".build" / "bench-venv" / "bin" / "python"
PEERS = ("pycld2", "py3langid", "langid")
# Every which text of the measurement is asked about, since one of the peers takes some milliseconds for each.
SAMPLE = 4


def classifier(name: str):
    if name == "pycld2":
        import pycld2

        def classify(text: str) -> str:
            try:
                return pycld2.detect(text, bestEffort=True)[2][0][1]
            except pycld2.error:  # characters that it does not take
                return "und"

        return classify
    detect = __import__(name).classify
    return lambda text: detect(text)[0]


def resident_kilobytes() -> int:
    return int(Path("/proc/self/statm").read_text().split()[1]) * resource.getpagesize() // 1024


def answer_all(name: str) -> None:
    """Every answer, the processor's time they took, and by how much the process grew: the model's loading and working."""
    job = json.load(sys.stdin)
    lines, timed = job["lines"], job["timed"]
    before = resident_kilobytes()
    classify = classifier(name)
    classify("The first text loads what it needs.")
    begin = time.process_time()
    answers = [classify(line) for line in lines[:timed]]
    seconds = time.process_time() - begin
    kilobytes = resident_kilobytes() - before
    answers += [classify(line) for line in lines[timed:]]
    json.dump({"answers": answers, "seconds": seconds, "kilobytes": kilobytes}, sys.stdout)


def bench_recognize(options: argparse.Namespace, folder: Path) -> None:
    sys.path.insert(0, str(ROOT / "plugins" / "recognizer" / "training"))
    import evaluate
    import texts

    subprocess.run([sys.executable, texts.__file__, "test"], check=True)
    build = ROOT / ".build" / "recognizer" / "build"
    command = ["make", "-s", "-C", ROOT / "plugins" / "recognizer", f"BUILD={build}", "all", f"{build}/drive"]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    rows = [row for row in evaluate.load(texts.FOLDER / "test")
            if row.kind.endswith("-prose") or evaluate.language(row.locale) in evaluate.COMMON][::SAMPLE]
    # The short ones first: they are what is timed.
    rows.sort(key=lambda row: row.kind != "short")
    short = [row.text for row in rows if row.kind == "short"]
    lines = [row.text for row in rows]
    figures: dict[str, tuple[float, float, list]] = {}
    for name in ("dragoman", *PEERS):
        print(f"{name} is asked about {len(rows)} texts", file=sys.stderr)
        if name == "dragoman":
            runs = [evaluate.ask(build, short) for _ in range(options.rounds)]
            seconds = sorted(run[1] for run in runs)[len(runs) // 2]
            figures[name] = (len(short) / seconds, runs[0][2] / 1024, evaluate.ask(build, lines)[0])
            continue
        job = json.dumps({"lines": lines, "timed": len(short)})
        run = subprocess.run([PYTHON, __file__, name], input=job, capture_output=True, text=True)
        if run.returncode:
            print(f"{name} cannot be had here: {run.stderr.splitlines()[-1]}", file=sys.stderr)
            continue
        told = json.loads(run.stdout)
        answers = [[evaluate.Answer(one, 1)] for one in told["answers"]]
        figures[name] = (len(short) / told["seconds"], told["kilobytes"] / 1024, answers)

    print(f"\n### The locale of a text: {len(rows):,} texts, {len(short):,} short ones for the speed\n")
    print("| detector | short texts/s of a processor | grows by, MiB | 47 languages, % right: 1–5 words | 8–25 words | 40 and more |"
          " sayings: 1–5 words | 8–25 words | 40 and more |")
    print("|---|--:|--:|--:|--:|--:|--:|--:|--:|")
    for name, (speed, grown, answers) in figures.items():
        held = [evaluate.accuracy(rows, answers, size, evaluate.COMMON) for size in evaluate.SIZES]
        said = [evaluate.accuracy(rows, answers, size + "-prose") for size in evaluate.SIZES]
        cells = " | ".join(f"{figure:.1f}" for figure in held + said)
        print(f"| {name} | {speed:,.0f} | {grown:.0f} | {cells} |", flush=True)


PARTS = {"recognize": bench_recognize}

if __name__ == "__main__":
    answer_all(sys.argv[1])
