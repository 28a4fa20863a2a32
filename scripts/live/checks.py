# SPDX-License-Identifier: Apache-2.0
"""How often the checks are wrong of human translations, and how often they find faults that were put in on purpose."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random
from typing import NamedTuple

import corpus
from gateway import Gateway

# Catalogues of gettext by language; those that mark keys with an underscore are GTK's.
LOCALES = {
    "fr": "fr", "de": "de", "es": "es", "it": "it", "pt-BR": "pt_BR", "nl": "nl", "sv": "sv", "pl": "pl", "ru": "ru",
    "uk": "uk", "cs": "cs", "tr": "tr", "ja": "ja", "zh-Hans": "zh_CN", "zh-Hant": "zh_TW", "ko": "ko", "hu": "hu",
    "da": "da", "sl": "sl", "ca": "ca", "ar": "ar", "he": "he", "hi": "hi", "th": "th", "el": "el", "fi": "fi",
}  # fmt: skip


class Entry(NamedTuple):
    source: str
    human: str


class Alarm(NamedTuple):
    locale: str
    check: str
    severity: str
    entry: Entry
    expected: str
    found: str


def entries(language: str) -> list[Entry]:
    """Every pair of the catalogues, plural forms too: the last one has a number whatever the language."""
    found: dict[str, str] = {}
    for path in sorted(Path(corpus.fetch()).glob(f"usr/share/locale/{language}/LC_MESSAGES/*.mo")):
        for source, target, _ in corpus.read_entries(path):
            if target and source.strip():
                found.setdefault(source, target)
    return [Entry(*item) for item in sorted(found.items())]


def sample(language: str, count: int, seed: int = 7) -> list[Entry]:
    everything = entries(language)
    Random(f"{seed} {language}").shuffle(everything)
    return everything[:count]


def findings(gateway: Gateway, locale: str, pairs: list[Entry], size: int = 2000) -> Iterator[list[dict]]:
    """What the gateway finds in each pair."""
    for start in range(0, len(pairs), size):
        part = pairs[start : start + size]
        body = {
            "sourceLocale": "en",
            "targetLocale": locale,
            "source": {str(index): pair.source for index, pair in enumerate(part)},
            "target": {str(index): pair.human for index, pair in enumerate(part)},
        }
        answer = gateway.call("POST", "/process/check", body)
        assert answer.status == 200, answer.body[:500]
        by_path: dict[str, list[dict]] = {}
        for finding in answer.json()["findings"]:
            by_path.setdefault(finding["path"], []).append(finding)
        for index in range(len(part)):
            yield by_path.get(str(index), [])


def alarms(gateway: Gateway, locale: str, pairs: list[Entry]) -> list[Alarm]:
    return [
        Alarm(locale, finding["check"], finding["severity"], pair, finding["expected"], finding["found"])
        for pair, found in zip(pairs, findings(gateway, locale, pairs))
        for finding in found
    ]


# --- Faults put in on purpose -------------------------------------------------------------------------------------

FORMAT = re.compile(r"%(?:\d+\$)?(?:l|ll|z)?[sdiuf@](?![A-Za-z])")
BRACE = re.compile(r"\{\w+\}|%\(\w+\)s|\$\{\w+\}")
TAG = re.compile(r"</?[A-Za-z]\w*(?:\s+\w+=\"[^\"]*\")*\s*/?>")
NUMBER = re.compile(r"(?<![\w%$.,{])\d+(?![\w$.,}])")
URL = re.compile(r"https?://[!#-&*-;=?-~]+[\w/]", re.ASCII)
# Not the underscore of a name such as `http_proxy`.
KEY = re.compile(r"(?<![a-z]{3})_(?=\w)")
# A date's directives may come and go.
DATE = re.compile(r"%[-_]?[aAbBeYmHMI]")


def without(pattern: re.Pattern, text: str, random: Random, replace: Callable[[str], str] = lambda _: "") -> str | None:
    places = list(pattern.finditer(text))
    if not places:
        return None
    place = random.choice(places)
    return text[: place.start()] + replace(place.group()) + text[place.end() :]


def changed_type(directive: str) -> str:
    return directive[:-1] + ("d" if directive[-1] in "s@" else "s")


def truncated(text: str, random: Random) -> str | None:
    """The first third of it, by words where it has any."""
    words = text.split(" ")
    if len(words) >= 6:
        return " ".join(words[: len(words) // 3])
    return text[: len(text) // 3] if len(text) >= 12 else None


def both(pattern: re.Pattern) -> Callable[[Entry], bool]:
    return lambda pair: bool(pattern.search(pair.source)) and bool(pattern.search(pair.human))


def directives(pair: Entry) -> bool:
    return both(FORMAT)(pair) and not DATE.search(pair.source)


# Name: which pairs it can be put into, what it does to the translation, whether the source has to be long.
FAULTS: dict[str, tuple[Callable[[Entry], bool], Callable[[str, Random], str | None]]] = {
    "placeholder dropped": (directives, lambda text, random: without(FORMAT, text, random)),
    "placeholder of another type": (directives, lambda text, random: without(FORMAT, text, random, changed_type)),
    "name in braces changed": (both(BRACE), lambda text, random: without(BRACE, text, random, lambda one: re.sub(r"(\w)(\W*)$", r"\1x\2", one, count=1))),
    "tag dropped": (both(TAG), lambda text, random: without(TAG, text, random)),
    "number changed": (both(NUMBER), lambda text, random: without(NUMBER, text, random, lambda one: str(int(one) + 1))),
    "URL changed": (both(URL), lambda text, random: without(URL, text, random, lambda one: one + "x")),
    "line break dropped": (lambda pair: "\n" in pair.source.strip() and "\n" in pair.human.strip(), lambda text, random: without(re.compile(r"\n(?=.)"), text, random, lambda _: " ")),
    "access key dropped": (lambda pair: pair.source.count("_") == 1 and pair.human.count("_") == 1 and bool(KEY.search(pair.source)) and " " in pair.source, lambda text, random: text.replace("_", "")),
    "truncated to a third": (lambda pair: len(pair.source) >= 40, truncated),
    "end punctuation dropped": (lambda pair: pair.source.endswith(".") and pair.human.endswith("."), lambda text, random: text[:-1]),
}  # fmt: skip


def seeded(pairs: list[Entry], fault: str, count: int, seed: int = 11) -> list[Entry]:
    """Pairs with one fault each."""
    fits, spoil = FAULTS[fault]
    random = Random(f"{seed} {fault}")
    spoiled: list[Entry] = []
    for pair in random.sample(pairs, len(pairs)):
        if not fits(pair):
            continue
        text = spoil(pair.human, random)
        if text and text.strip() and text != pair.human:
            spoiled.append(Entry(pair.source, text))
        if len(spoiled) == count:
            break
    return spoiled


def rates(found: list[Alarm], total: int) -> dict[str, float]:
    """Per cent of pairs with at least one finding, by check."""
    by_check: dict[str, set] = {}
    for alarm in found:
        by_check.setdefault(alarm.check, set()).add((alarm.locale, alarm.entry))
    return {check: 100 * len(entries) / total for check, entries in sorted(by_check.items())}


def severities(found: list[Alarm], total: int) -> dict[str, float]:
    counts = Counter(severity for severity, _, _ in {(alarm.severity, alarm.locale, alarm.entry) for alarm in found})
    return {severity: 100 * count / total for severity, count in counts.items()}
