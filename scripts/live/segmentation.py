# SPDX-License-Identifier: Apache-2.0
"""Sentence segmentation beside pySBD's cases, and over real strings.

    python scripts/live/segmentation.py                     what the live suite checks, as tables
    python scripts/live/segmentation.py --cases tests/lang  all cases of a checkout of pySBD as well
    python scripts/live/segmentation.py --peer              pySBD itself beside it, when it is installed

The cases are the Golden Rules of Pragmatic Segmenter as pySBD carries them (MIT). The English ones are in its source
distribution, which is downloaded; those of other languages are only in its repository. The control is real strings of
one sentence each out of catalogues, five of them joined: rules made for the cases must not cut those.
"""

from __future__ import annotations

import argparse
import ast
import hashlib
import json
import os
import re
import subprocess
import sys
import tarfile
from pathlib import Path
from random import Random
from typing import Callable, NamedTuple

import corpus

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / ".build" / "segmentation"
SOURCES = "pysbd==0.3.3"  # the last version that has a source distribution
CASE_FILES = {
    "amharic": "am", "arabic": "ar", "armenian": "hy", "bulgarian": "bg", "burmese": "my", "chinese": "zh",
    "danish": "da", "deutsch": "de", "dutch": "nl", "english": "en", "french": "fr", "greek": "el", "hindi": "hi",
    "italian": "it", "japanese": "ja", "kazakh": "kk", "marathi": "mr", "persian": "fa", "polish": "pl",
    "russian": "ru", "slovak": "sk", "spanish": "es", "urdu": "ur",
}  # fmt: skip
# The catalogues of the control; the first 20 are languages that pySBD knows too.
CATALOGUES = {
    "ar": "ar", "bg": "bg", "da": "da", "de": "de", "el": "el", "en": "de", "es": "es", "fa": "fa", "fr": "fr",
    "hi": "hi", "hy": "hy", "it": "it", "ja": "ja", "kk": "kk", "mr": "mr", "nl": "nl", "pl": "pl", "ru": "ru",
    "sk": "sk", "zh": "zh_CN",
    "cs": "cs", "fi": "fi", "hu": "hu", "ko": "ko", "pt": "pt_BR", "sv": "sv", "tr": "tr", "uk": "uk",
}  # fmt: skip
UNSPACED = ("ja", "zh")
STOPS = ".!?…。！？।؟۔።፧။։"
# Whether this ends a sentence is the question; strings that hold it give no answer.
DOUBTFUL = re.compile(rf"[{STOPS}]['\")\]»”’」』）]*\s|[。！？]")

Cut = Callable[[str, list[str]], list[list[str]]]


class Case(NamedTuple):
    locale: str
    kind: str
    text: str
    expected: list[str]


class Score(NamedTuple):
    """Of ends of sentences inside of documents."""

    documents: int
    right: int
    false: int
    missed: int
    whole: int

    @property
    def f1(self) -> float:
        return 200 * self.right / (2 * self.right + self.false + self.missed)


def program() -> Path:
    return Path(os.environ.get("DRAGOMAN_BIN") or ROOT / ".build" / "release" / "dragoman")


def ours(locale: str, texts: list[str]) -> list[list[str]]:
    """The sentences as the gateway's command tells them."""
    lines = "".join(json.dumps({"text": text, "locale": locale}) + "\n" for text in texts)
    command = [program(), "text", "segment"]
    result = subprocess.run(command, input=lines, capture_output=True, text=True, encoding="utf-8", check=True)
    answers = [json.loads(line)["segments"] for line in result.stdout.splitlines()]
    assert ["".join(answer) for answer in answers] == texts, "segments put together are not the text"
    return answers


def pysbd(locale: str, texts: list[str]) -> list[list[str]]:
    """The peer's sentences."""
    from pysbd import Segmenter

    segmenter = Segmenter(language=locale, clean=False)
    return [segmenter.segment(text) for text in texts]


def literals(path: Path) -> list[tuple[str, list]]:
    """The lists of a Python file, by name, without running it."""
    found = []
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.List):
            # A case that the peer is expected to fail stands in a call.
            rows = [row.args[:2] if isinstance(row, ast.Call) else row.elts for row in node.value.elts]
            found.append((node.targets[0].id, [[ast.literal_eval(part) for part in row] for row in rows]))
    return found


def english_rules() -> list[Case]:
    """The English Golden Rules, downloaded the first time."""
    archive = FOLDER / f"{SOURCES.replace('==', '-')}.tar.gz"
    if not archive.exists():
        FOLDER.mkdir(parents=True, exist_ok=True)
        command = [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-deps"]
        subprocess.run([*command, "--no-binary", ":all:", "--dest", FOLDER, SOURCES], check=True)
    path = FOLDER / "english_golden_rules.py"
    with tarfile.open(archive) as files:
        member = next(name for name in files.getnames() if name.endswith("benchmarks/english_golden_rules.py"))
        path.write_bytes(files.extractfile(member).read())
    return [Case("en", "English Golden Rules", *row) for _, rows in literals(path)[:1] for row in rows]


def all_cases(folder: Path) -> list[Case]:
    """Those of a checkout, without the ones that need a cleaner of texts."""
    cases = []
    for name, locale in CASE_FILES.items():
        for label, rows in literals(folder / f"test_{name}.py"):
            if re.search("CLEAN|PDF", label):
                continue
            golden = "English Golden Rules" if locale == "en" else "other Golden Rules"
            cases += [Case(locale, golden if "GOLDEN" in label else "further cases", *row) for row in rows]
    return cases


def folded(sentences: list[str]) -> list[str]:
    return [" ".join(sentence.split()) for sentence in sentences if sentence.strip()]


def failures(cases: list[Case], cut: Cut) -> list[tuple[Case, list[str]]]:
    failed = []
    for locale in sorted({case.locale for case in cases}):
        chosen = [case for case in cases if case.locale == locale]
        for case, answer in zip(chosen, cut(locale, [case.text for case in chosen])):
            if folded(answer) != folded(case.expected):
                failed.append((case, answer))
    return failed


def strings(locale: str) -> list[str]:
    """Strings of one sentence. The half with even digests was before our eyes when the rules were written; this is
    the other one."""
    found = set()
    for path in sorted(corpus.fetch().glob(f"usr/share/locale/{CATALOGUES[locale]}/LC_MESSAGES/*.mo")):
        for source, target in corpus.read_catalogue(path).items():
            text = (source if locale == "en" else target).replace("_", "")
            if (locale == "en" or source != target) and is_sentence(text, locale):
                found.add(text)
    return sorted(text for text in found if hashlib.sha256(text.encode()).digest()[0] % 2)


def is_sentence(text: str, locale: str) -> bool:
    if "\n" in text or text != text.strip() or len(text) < 8 or not text[0].isalpha() or text[0].islower():
        return False
    if locale not in UNSPACED and len(text.split()) < 3:
        return False
    # Where no space follows, dots leave it open whether a sentence goes on.
    stops = {"hy": STOPS + ":", "el": STOPS + ";", "ja": "。！？", "zh": "。！？"}.get(locale, STOPS)
    body = text.rstrip(stops)
    inner = {"hy": ": ", "el": ";"}.get(locale)
    return body != text and not DOUBTFUL.search(body + "x") and not (inner and inner in body)


def documents(locale: str, count: int) -> list[list[str]]:
    """The same documents at each call, five strings each."""
    pool = strings(locale)
    chance = Random(1)
    return [chance.sample(pool, 5) for _ in range(count)]


def joined(document: list[str], locale: str) -> str:
    return ("" if locale in UNSPACED else " ").join(document)


def ends(sentences: list[str]) -> set[int]:
    """Where they end, counted without white space; the end of the text is none."""
    position, found = 0, set()
    for sentence in sentences:
        position += len("".join(sentence.split()))
        found.add(position)
    return found - {position, 0}


def control(locale: str, count: int, cut: Cut) -> Score:
    wanted = documents(locale, count)
    right = false = missed = whole = 0
    for document, answer in zip(wanted, cut(locale, [joined(document, locale) for document in wanted])):
        expected, got = ends(document), ends(answer)
        right += len(expected & got)
        false += len(got - expected)
        missed += len(expected - got)
        whole += expected == got
    return Score(count, right, false, missed, whole)


def show_cases(cases: list[Case], cuts: dict[str, Cut]) -> None:
    print("| cases | " + " | ".join(cuts) + " |\n|---|" + "--:|" * len(cuts))
    failed = {name: failures(cases, cut) for name, cut in cuts.items()}
    for kind in [*dict.fromkeys(case.kind for case in cases), ""]:
        count = sum(not kind or case.kind == kind for case in cases)
        row = [count - sum(not kind or case.kind == kind for case, _ in failed[name]) for name in cuts]
        print(f"| {kind or 'all'} ({count}) | " + " | ".join(f"{right}" for right in row) + " |")
    for case, answer in next(iter(failed.values())):
        print(f"\n{case.locale}: wanted {folded(case.expected)}\n    got    {folded(answer)}")


def show_control(count: int, cuts: dict[str, Cut]) -> None:
    heads = " | ".join(f"{name}: F1 | whole, %" for name in cuts)
    print(f"\n| locale | strings | {heads} |\n|---|--:|" + "--:|--:|" * len(cuts))
    total = {name: Score(0, 0, 0, 0, 0) for name in cuts}
    for number, locale in enumerate(CATALOGUES):
        cells = []
        for name, cut in cuts.items():
            if cut is pysbd and number >= 20:
                cells.append("– | –")
                continue
            score = control(locale, count, cut)
            total[name] = Score(*(a + b for a, b in zip(total[name], score)))
            cells.append(f"{score.f1:.2f} | {100 * score.whole / score.documents:.1f}")
        print(f"| {locale} | {len(strings(locale))} | {' | '.join(cells)} |", flush=True)
    cells = [f"{score.f1:.2f} | {100 * score.whole / score.documents:.1f}" for score in total.values()]
    print(f"| all | | {' | '.join(cells)} |")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cases", type=Path, help="the folder tests/lang of a checkout of pySBD")
    parser.add_argument("--peer", action="store_true", help="measure pySBD as well")
    parser.add_argument("--documents", type=int, default=300, help="of the control, for each locale")
    options = parser.parse_args()
    cuts: dict[str, Cut] = {"dragoman": ours} | ({"pySBD": pysbd} if options.peer else {})
    show_cases(all_cases(options.cases) if options.cases else english_rules(), cuts)
    show_control(options.documents, cuts)


if __name__ == "__main__":
    main()
