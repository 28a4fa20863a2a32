# SPDX-License-Identifier: Apache-2.0
"""How often the agreed term of a language is found in its translations, and how often where it is not used.

Terms are the single words of message catalogues. A case is one of 4,000 other strings whose source has the word: the
term should be found in its translation. For each case there is one of a string whose source does not have the word:
there, finding the term is a false match.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import unicodedata
from collections import Counter, defaultdict
from random import Random

import corpus

LANGUAGES = ("ru", "uk", "pl", "cs", "hu", "tr")
PAIRS = 4000
WORD = re.compile(r"\w+")
# What is asked for: points of recall above exact matches, and at most so many per cent of false matches.
GAIN, FALSE = 25.0, 1.2


def fold(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()


def bare(text: str) -> str:
    """Without the mark of the key to press and what ends a label."""
    return re.sub(r"\(_\w\)|_", "", text).strip().rstrip(":….")


def terms(language: str) -> dict[str, str]:
    """The rendering most catalogues give for a single word."""
    votes: dict[str, Counter] = defaultdict(Counter)
    for path in sorted(corpus.fetch().glob(f"usr/share/locale/{language}/LC_MESSAGES/*.mo")):
        for source, target in corpus.read_catalogue(path).items():
            source, target = bare(source), bare(target)
            if re.fullmatch(r"[^\W\d_]{3,}", source) and re.fullmatch(r"[^\W\d_]{2,}", target):
                if fold(source) != fold(target):
                    votes[fold(source)][target] += 1
    return {source: max(sorted(found), key=found.__getitem__) for source, found in votes.items()}


def forms(language: str, cases: list[tuple[str, str]], *options: str) -> list[str]:
    """How the program says that each text uses its term: exact, inflected or -."""
    command = [os.environ["DRAGOMAN_BIN"], "glossary", "check", "--locale", language, *options]
    lines = "".join(f"{term}\t{text}\n" for term, text in cases)
    answer = subprocess.run(command, input=lines, capture_output=True, text=True, check=True).stdout.split()
    assert len(answer) == len(cases), language
    return answer


def measure(language: str) -> tuple:
    agreed = terms(language)
    pairs = corpus.pairs(language)
    Random(1).shuffle(pairs)
    pairs = pairs[:PAIRS]
    sources = [{fold(word) for word in WORD.findall(pair.source)} for pair in pairs]
    cases = [(agreed[word], index, word) for index, words in enumerate(sources) for word in sorted(words & agreed.keys())]
    random = Random(2)
    others = []
    for term, _, word in cases:
        other = random.randrange(len(pairs))
        while word in sources[other]:
            other = random.randrange(len(pairs))
        others.append((term, other))
    figures = []
    for options in ((), ("--as-source",)):
        used = forms(language, [(term, pairs[index].human) for term, index, _ in cases], *options)
        unused = forms(language, [(term, pairs[index].human) for term, index in others], *options)
        for found in (used, unused):
            figures += [100 * found.count("exact") / len(cases), 100 * (len(found) - found.count("-")) / len(cases)]
    return len(cases), *figures


def main() -> None:
    broken = []
    print("| language | cases | how | found exactly, % | in any form, % | false exactly, % | in any form, % |")
    print("|---|--:|---|--:|--:|--:|--:|")
    for language in sys.argv[1:] or LANGUAGES:
        cases, *figures = measure(language)
        for how, at in (("check of a translation", 0), ("index of a source text", 4)):
            exact, forms_, false, false_forms = figures[at : at + 4]
            row = f"{exact:.1f} | {forms_:.1f} | {false:.2f} | {false_forms:.2f}"
            print(f"| {language} | {cases:,} | {how} | {row} |", flush=True)
            if forms_ - exact < GAIN or false_forms > FALSE:
                broken.append(f"{language} ({how})")
    if not sys.argv[1:] and broken:
        raise SystemExit(f"less than asked for: {', '.join(broken)}")


if __name__ == "__main__":
    main()
