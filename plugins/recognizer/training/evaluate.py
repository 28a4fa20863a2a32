# SPDX-License-Identifier: Apache-2.0
"""Measures the recognizer with texts that it was not trained on, and fits the temperatures of its model.

    evaluate.py report BUILD [--peers] [--json FILE]   accuracy by size of text, calibration, the commonest mistakes
    evaluate.py fit BUILD MODEL                        writes temperatures into the model's header

BUILD is the Makefile's folder with the plugin, its model and `drive`.
"""

from __future__ import annotations

import argparse
import json
import math
import struct
import subprocess
import sys
import time
from collections import Counter, defaultdict
from pathlib import Path
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).resolve().parent))
import texts  # noqa: E402

# What all detectors that were compared know, English included.
COMMON = (
    "af ar bg bn ca cs cy da de el en es et fa fi fr gu he hi hr hu id it ja ko lt lv mk mr nb nl pa pl pt ro ru sk sl"
    " sq sv ta te th tr uk vi zh"
).split()
SIZES = ("short", "sentence", "paragraph")
# Of those temperatures one is for texts of up to 2, 5 and 12 words, and one for longer ones, as in model.cc.
TEMPERATURES_AT = 8 + 8 + 8 + 4 + 4 + 4 + 4
HEADER = TEMPERATURES_AT + 32
FEWEST = 40
# What docs/benchmarks.md promises, in percent.
BARS = {
    ("held out", "47 short"): 91.0, ("held out", "47 sentence"): 98.7, ("held out", "47 paragraph"): 99.1,
    ("control", "short"): 75.5, ("control", "sentence"): 95.9, ("control", "paragraph"): 97.7,
    ("exact", "zh/zh-Hant short"): 95.0,
}  # fmt: skip


class Text(NamedTuple):
    locale: str
    kind: str
    text: str


class Answer(NamedTuple):
    locale: str
    confidence: float


def load(folder: Path) -> list[Text]:
    found = []
    for path in sorted(folder.glob("*.txt")):
        locale, kind, _ = path.name.split(".")
        lines = path.read_text(encoding="utf-8").splitlines()
        # A language of a handful of texts would weigh as much as one of hundreds.
        if len(lines) >= FEWEST or kind.startswith("paragraph") and len(lines) >= 10:
            found += [Text(locale, kind, line) for line in lines]
    return found


def ask(build: Path, lines: list[str]) -> tuple[list[list[Answer]], float, int]:
    """Answers, seconds of a processor, and the KiB that the process grew by."""
    command = [build / "drive", build / "libdragoman_recognizer.so", "answer"]
    run = subprocess.run(command, input="\n".join(lines) + "\n", capture_output=True, text=True, check=False)
    if run.returncode:
        sys.exit(run.stderr)
    answers = []
    for line in run.stdout.splitlines():
        pairs = [pair.split(" ") for pair in line.split("\t") if pair]
        answers.append([Answer(locale, float(confidence)) for locale, confidence in pairs])
    assert len(answers) == len(lines), (len(answers), len(lines))
    words = run.stderr.split()
    return answers, float(words[0]), int(words[2])


def language(locale: str) -> str:
    """As the comparison counts: regions and scripts of one language are one."""
    return {"no": "nb", "iw": "he", "in": "id", "tl": "fil"}.get(name := locale.split("-")[0].split("_")[0], name)


def macro(hits: dict[str, list[bool]], among: list[str] | None = None) -> float:
    shares = [sum(some) / len(some) for name, some in hits.items() if some and (among is None or name in among)]
    return 100 * sum(shares) / len(shares) if shares else math.nan


def accuracy(rows: list[Text], answers: list[list[Answer]], kind: str, among: list[str] | None = None) -> float:
    """The share of right languages, in percent, averaged over the languages."""
    hits: dict[str, list[bool]] = defaultdict(list)
    for row, answer in zip(rows, answers):
        if row.kind == kind:
            name = language(row.locale)
            hits[name].append(bool(answer) and language(answer[0].locale) == name)
    return macro(hits, among)


def table(
    title: str, rows: list[Text], answers: list[list[Answer]], known: list[str], suffix: str = ""
) -> dict[str, float]:
    figures = {}
    for size in SIZES:
        hits: dict[str, list[bool]] = defaultdict(list)
        for row, answer in zip(rows, answers):
            if row.kind == size + suffix:
                name = language(row.locale)
                hits[name].append(bool(answer) and language(answer[0].locale) == name)
        if suffix:
            figures[size] = macro(hits)
        else:
            figures[f"47 {size}"] = macro(hits, COMMON)
            figures[f"all {size}"] = macro(hits, known)
            figures[f"languages {size}"] = len(set(hits) & set(known))
    cells = " / ".join(f"{figures[key]:.1f}" for key in figures if not key.startswith(("all", "languages")))
    print(f"{title}: {cells}", end="")
    if not suffix:
        cells = " / ".join(f"{figures['all ' + size]:.1f}" for size in SIZES)
        print(f"; all {figures['languages short']:.0f} languages {cells}", end="")
    print()
    return figures


def exact(rows: list[Text], answers: list[list[Answer]]) -> dict[str, float]:
    """Variants and near languages, the label as it is; an answer without a region counts as wrong."""
    figures = {}
    for group in (("zh", "zh-Hant"), ("pt-BR", "pt-PT"), ("sr", "sr-Latn"), ("nb", "nn"), ("id", "ms"), ("cs", "sk"),
                  ("bs", "hr"), ("gl", "es")):  # fmt: skip
        cells = []
        for size in SIZES:
            hits: dict[str, list[bool]] = defaultdict(list)
            for row, answer in zip(rows, answers):
                if row.kind == size and row.locale in group:
                    hits[row.locale].append(bool(answer) and answer[0].locale == row.locale)
            figures[f"{'/'.join(group)} {size}"] = macro(hits)
            cells.append(f"{macro(hits):.1f}")
        print(f"  {'/'.join(group)} exact: {' / '.join(cells)}")
    return figures


def calibration(rows: list[Text], answers: list[list[Answer]], kinds: tuple[str, ...]) -> float:
    """Expected calibration error in ten equal steps of confidence, in percent, of the languages that are promised."""
    steps: dict[int, list[tuple[float, bool]]] = defaultdict(list)
    for row, answer in zip(rows, answers):
        if row.kind in kinds and answer and language(row.locale) in COMMON + ["eo", "ga"]:
            best = language(answer[0].locale)
            confidence = sum(one.confidence for one in answer if language(one.locale) == best)
            steps[min(9, int(confidence * 10))].append((confidence, best == language(row.locale)))
    total = sum(len(some) for some in steps.values())
    return 100 * sum(
        abs(sum(confidence for confidence, _ in some) - sum(right for _, right in some)) / total
        for some in steps.values()
    )


def labels(model: Path) -> list[str]:
    """The languages that the model or the script tells."""
    data = model.read_bytes()
    count = struct.unpack_from("<I", data, 24)[0]
    names = [data[HEADER + 16 * row : HEADER + 16 * row + 12].rstrip(b"\0").decode() for row in range(count)]
    return sorted({language(name) for name in names} | set(texts.OWN_SCRIPT) | {"ko"})


def peers(lines: list[str]) -> dict[str, list[list[Answer]]]:
    found = {}

    def run(name: str, classify) -> None:
        start = time.perf_counter()
        found[name] = [[Answer(classify(line), 1)] for line in lines]
        print(f"  {name}: {len(lines) / (time.perf_counter() - start):.0f} texts/s", file=sys.stderr)

    try:
        import pycld2

        def cld2(line: str) -> str:
            try:
                return pycld2.detect(line, bestEffort=True)[2][0][1]
            except pycld2.error:
                return "und"

        run("pycld2", cld2)
    except ImportError:
        print("  pycld2 is not installed", file=sys.stderr)
    for module in ("py3langid", "langid"):
        try:
            classify = __import__(module).classify
        except ImportError:
            print(f"  {module} is not installed", file=sys.stderr)
            continue
        run(module, lambda line, classify=classify: classify(line)[0])
    return found


def report(build: Path, with_peers: bool, output: Path | None, with_bars: bool) -> None:
    rows = load(texts.FOLDER / "test")
    lines = [row.text for row in rows]
    answers, seconds, kilobytes = ask(build, lines)
    known = labels(build / "locales.model")
    print(f"{len(rows)} texts in {seconds:.2f} s; the process grew by {kilobytes / 1024:.1f} MiB")
    figures = {
        "held out": table("held out, 47 languages", rows, answers, known),
        "control": table("control", rows, answers, known, "-prose"),
    }
    figures["exact"] = exact(rows, answers)
    figures["ece"] = {
        size + suffix: calibration(rows, answers, (size + suffix,)) for suffix in ("", "-prose") for size in SIZES
    }
    print("  calibration error: " + ", ".join(f"{kind} {error:.1f} %" for kind, error in figures["ece"].items()))
    short = [line for line, row in zip(lines, rows) if row.kind == "short"]
    fastest = min(ask(build, short)[1] for _ in range(3))
    figures["texts/s"] = len(short) / fastest
    print(f"  {figures['texts/s']:.0f} short texts/s on one core")
    for suffix in ("", "-prose"):
        wrong: Counter = Counter()
        count: Counter = Counter()
        for row, answer in zip(rows, answers):
            if row.kind == "short" + suffix and language(row.locale) in COMMON:
                best = answer[0].locale if answer else "und"
                count[row.locale] += 1
                if language(best) != language(row.locale):
                    wrong[row.locale, best] += 1
        print(f"  commonest mistakes{suffix}:", ", ".join(f"{a}>{b} {n}" for (a, b), n in wrong.most_common(24)))
        by_locale: Counter = Counter()
        for (locale, _), number in wrong.items():
            by_locale[locale] += number
        worst = sorted(by_locale, key=lambda locale: -by_locale[locale] / count[locale])[:14]
        print("  worst:", ", ".join(f"{name} {100 - 100 * by_locale[name] / count[name]:.0f}" for name in worst))
    if with_peers:
        for name, theirs in peers(lines).items():
            table(f"{name}, held out, 47 languages", rows, theirs, known)
            table(f"{name}, control", rows, theirs, known, "-prose")
    if with_bars:
        missed = [
            f"{group}, {name}: {figures[group][name]:.1f}, at least {bar} is wanted"
            for (group, name), bar in BARS.items()
            if not figures[group][name] >= bar
        ]
        if missed:
            sys.exit("\n".join(missed))
    if output:
        output.write_text(json.dumps(figures, indent=1))


def fit(build: Path, model: Path) -> None:
    known = set(labels(model)) - set(texts.OWN_SCRIPT) - {"ko"}
    rows = [row for row in load(texts.FOLDER / "held") if language(row.locale) in known]
    words = [texts.words_in(row.text, row.locale) for row in rows]
    classes = [0 if count <= 2 else 1 if count <= 5 else 2 if count <= 12 else 3 for count in words]
    best = {}
    for temperature in (0.6, 0.7, 0.8, 0.9, 1.0, 1.15, 1.3, 1.5, 1.75, 2.0, 2.4, 2.8):
        patch(model, [temperature] * 4)
        patch(build / "locales.model", [temperature] * 4)
        answers, _, _ = ask(build, [row.text for row in rows])
        for number in range(4):
            losses = []
            for row, which, answer in zip(rows, classes, answers):
                if which == number:
                    right = sum(one.confidence for one in answer if language(one.locale) == language(row.locale))
                    losses.append(-math.log(max(right, 0.003)))
            loss = sum(losses) / len(losses)
            if number not in best or loss < best[number][0]:
                best[number] = (loss, temperature)
    temperatures = [best[number][1] for number in range(4)]
    print("temperatures:", *temperatures)
    patch(model, temperatures)
    patch(build / "locales.model", temperatures)


def patch(model: Path, temperatures: list[float]) -> None:
    with model.open("r+b") as file:
        file.seek(TEMPERATURES_AT)
        file.write(struct.pack("<4f", *temperatures))


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("what", choices=("report", "fit"))
    parser.add_argument("build", type=Path)
    parser.add_argument("model", type=Path, nargs="?")
    parser.add_argument("--peers", action="store_true")
    parser.add_argument("--json", type=Path)
    parser.add_argument("--bars", action="store_true", help="fail below what is promised")
    arguments = parser.parse_args()
    if arguments.what == "fit":
        fit(arguments.build, arguments.model)
    else:
        report(arguments.build, arguments.peers, arguments.json, arguments.bars)
