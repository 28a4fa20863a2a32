# SPDX-License-Identifier: Apache-2.0
"""Real user-interface strings with their human translations, out of the catalogues of Debian packages.

The packages are downloaded and unpacked into .build/corpus and never committed: their strings have licences of
their own.
"""

from __future__ import annotations

import re
import struct
import subprocess
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / ".build" / "corpus"
PACKAGES = ("evolution-common", "libgtk-3-common", "gnome-control-center-data", "nautilus-data", "vlc-l10n")

# What programs put something into, or that means something to them. The space flag of printf is left out: in
# catalogues "100 % of" is prose, and so are words in angle brackets that are no tag, as in "<click here>".
PLACEHOLDER = re.compile(
    r"%(?:\d+\$)?[-+#0]*\d*(?:\.\d+)?(?:hh|h|ll|l|z|j|t|L)?[diouxXeEfgGcspn@](?![A-Za-z])"
    r"|%\(\w+\)[sdif]"
    r"|\$\{\w+\}"
    r"|\{\w*\}"
    r"|</?[A-Za-z][\w:.-]*(?:\s+[\w:.-]+=(?:\"[^\"]*\"|'[^']*'))*\s*/?>"
    r"|&(?:\w+|#\d+);"
    r"|https?://[^\s<>\"]+"
)


# Values of attributes that people read: they are translated.
READ_VALUE = re.compile(r"""(?<=\s)(alt|title|label|placeholder|aria-label)=("[^"]*"|'[^']*')""")


class Entry(NamedTuple):
    source: str
    target: str
    is_plural: bool


class Pair(NamedTuple):
    source: str
    human: str


def placeholders(text: str) -> list[str]:
    """Sorted, since a translation may need another order."""
    return sorted(PLACEHOLDER.findall(text))


def keeps(source: str, output: str) -> bool:
    """Whether all placeholders of a text are in its translation, as often as before, and no others."""
    source, output = READ_VALUE.sub(r"\1", source), READ_VALUE.sub(r"\1", output)
    wanted = placeholders(source)
    return all(output.count(one) == source.count(one) for one in wanted) and set(placeholders(output)) <= set(wanted)


def fetch() -> Path:
    """The folder with the unpacked catalogues; downloads them the first time."""
    done = FOLDER / "done"
    if done.exists() and done.read_text() == " ".join(PACKAGES):
        return FOLDER
    FOLDER.mkdir(parents=True, exist_ok=True)
    download = ["apt-get", "download", "-qq", *PACKAGES]
    try:
        subprocess.run(download, cwd=FOLDER, check=True, stdin=subprocess.DEVNULL, capture_output=True)
    except subprocess.CalledProcessError:  # a machine on which nobody ever ran `apt-get update`
        subprocess.run(["apt-get", "update", "-qq"], check=False, stdin=subprocess.DEVNULL, capture_output=True)
        subprocess.run(download, cwd=FOLDER, check=True, stdin=subprocess.DEVNULL)
    for package in FOLDER.glob("*.deb"):
        archive = subprocess.Popen(["dpkg-deb", "--fsys-tarfile", package], stdout=subprocess.PIPE)
        subprocess.run(["tar", "-x", "--wildcards", "*.mo"], stdin=archive.stdout, cwd=FOLDER, check=True)
        assert archive.wait() == 0, package
        package.unlink()
    done.write_text(" ".join(PACKAGES))
    return FOLDER


def read_catalogue(path: Path) -> dict[str, str]:
    """A compiled catalogue without plurals, contexts and its header."""
    return {source: target for source, target, is_plural in read_entries(path) if not is_plural}


def read_entries(path: Path) -> Iterator[Entry]:
    """A compiled catalogue (GNU gettext manual, "MO Files") without its header; of a plural the last form."""
    data = path.read_bytes()
    order = {0x950412DE: "<", 0xDE120495: ">"}[struct.unpack("<I", data[:4])[0]]
    count, originals, translations = struct.unpack(order + "III", data[8:20])

    def text(table: int, index: int) -> str:
        length, offset = struct.unpack_from(order + "II", data, table + 8 * index)
        return data[offset : offset + length].decode("utf-8")

    for index in range(count):
        source, target = text(originals, index), text(translations, index)
        if source:
            is_plural = "\0" in source
            last = source.rpartition("\4")[2].rpartition("\0")[2], target.rpartition("\0")[2]
            yield Entry(*last, is_plural)


def pairs(language: str) -> list[Pair]:
    """English strings with their translation, single lines of 3 to 30 words, sorted, each once."""
    found: dict[str, str] = {}
    for path in sorted(fetch().glob(f"usr/share/locale/{language}/LC_MESSAGES/*.mo")):
        for source, target in read_catalogue(path).items():
            if not target or source == target or "\n" in source or "\n" in target or source != source.strip():
                continue
            if not any("_" in placeholder for placeholder in placeholders(source)):
                # It marks a key to press and is no part of the language.
                source, target = source.replace("_", ""), re.sub(r"\(_\w\)|_", "", target)
            if 3 <= len(source.split()) <= 30:
                found.setdefault(source, target)
    return [Pair(*item) for item in sorted(found.items())]


def sample(language: str, count: int, *, seed: int = 1) -> list[Pair]:
    """The same `count` pairs at each call, half of them with placeholders when there are so many."""
    everything = pairs(language)
    Random(seed).shuffle(everything)
    marked = [pair for pair in everything if placeholders(pair.source)]
    plain = [pair for pair in everything if not placeholders(pair.source)]
    chosen = marked[: (count + 1) // 2]
    chosen += plain[: count - len(chosen)]
    Random(seed).shuffle(chosen)
    return chosen


if __name__ == "__main__":
    for language in ("es", "ca", "pt", "fr"):
        rows = pairs(language)
        print(language, len(rows), "pairs,", sum(bool(placeholders(row.source)) for row in rows), "with placeholders")
