# SPDX-License-Identifier: Apache-2.0
"""Real text out of Debian packages, one file a locale: what the recognizer's model is trained on and measured with.

Nothing of it is committed: texts have licences of their own. They are fetched by name with `apt-get download`, which
needs no root, into .build/recognizer, and kept there until the lists in packages.py change.

    texts.py train     writes train/ and held/ (and test/, for what is tested is left out of the others)
    texts.py test      writes test/ alone, out of far fewer packages

A file is `<locale>.<kind>.txt` with a text a line. In train/ a kind is messages, prose or words; in test/ and held/ it
is short (1 to 5 words), sentence (8 to 25) or paragraph (40 and more), with -prose for the control.
"""

from __future__ import annotations

import gzip
import html
import json
import re
import struct
import subprocess
import sys
from collections import Counter, defaultdict
from pathlib import Path
from random import Random
from typing import Iterator

import packages

ROOT = Path(__file__).resolve().parents[3]
FOLDER = ROOT / ".build" / "recognizer"
sys.path.insert(0, str(ROOT / "scripts" / "live"))
from corpus import PLACEHOLDER  # noqa: E402

# What a catalogue's or a manual's folder is called, where that is not the locale's language alone.
LOCALES = {
    "zh": "zh", "zh_CN": "zh", "zh_SG": "zh", "zh_Hans": "zh", "zh_TW": "zh-Hant", "zh_HK": "zh-Hant",
    "zh_Hant": "zh-Hant", "pt_BR": "pt-BR", "pt": "pt-PT", "pt_PT": "pt-PT", "no": "nb", "nb_NO": "nb", "sr@latin": "sr-Latn",
    "sr@Latn": "sr-Latn", "sr_Latn": "sr-Latn", "sr@ijekavian": "sr", "sr@ijekavianlatin": "sr-Latn",
    "ca@valencia": "ca", "iw": "he", "in": "id", "tl": "fil", "kmr": "ku", "pa_IN": "pa", "bn_IN": "bn",
    "uz@cyrillic": "uz-Cyrl", "uz@Cyrl": "uz-Cyrl", "uz_Cyrl": "uz-Cyrl", "uz@Latn": "uz", "uz@latin": "uz", "zh_Latn": "",
    "be@latin": "", "be@tarask": "be", "en@shaw": "", "en@boldquot": "", "en@quot": "", "en@arabic": "", "en@piglatin": "",
    "tt@iqtelif": "", "ks@devanagari": "", "sd@devanagari": "", "shn": "", "all_languages": "", "ca_valencia": "ca",
    "mai": "mai", "bn_BD": "bn", "en_US": "en", "C": "en", "ber": "", "zgh": "", "kab": "kab", "nds": "nds", "en_US@piglatin": "",
}  # fmt: skip
# At least so many texts make a language known: more of them in Latin letters, where it has many rivals.
FEWEST_TEXTS, FEWEST_LATIN_TEXTS = 300, 1500
SCRIPTS = {
    "Latn": r"A-Za-z\u00C0-\u024F\u1E00-\u1EFF", "Cyrl": r"\u0400-\u052F", "Arab": r"\u0600-\u06FF\u0750-\u077F",
    "Deva": r"\u0900-\u097F", "Beng": r"\u0980-\u09FF", "Hebr": r"\u0590-\u05FF", "Ethi": r"\u1200-\u139F",
    "Hani": r"\u3400-\u9FFF\u3040-\u30FF\uAC00-\uD7AF",
}  # fmt: skip
NOT_LATIN = {
    "Cyrl": "ru uk be bg sr mk kk ky mn tg tt uz-Cyrl ba cv os sah ce ab av".split(),
    "Arab": "ar fa ur ps ckb sd ug ks".split(),
    "Deva": "hi mr ne mai kok sa brx doi bho".split(),
    "Beng": "bn as mni".split(),
    "Hebr": "he yi".split(),
    "Ethi": "am ti".split(),
    "Hani": "zh zh-Hant ja ko".split(),
}
# One language writes each of these; no model tells more than the script does, but they are measured.
OWN_SCRIPT = {
    "el": r"\u0370-\u03FF", "hy": r"\u0530-\u058F", "ka": r"\u10A0-\u10FF", "th": r"\u0E00-\u0E7F", "lo": r"\u0E80-\u0EFF",
    "km": r"\u1780-\u17FF", "my": r"\u1000-\u109F", "si": r"\u0D80-\u0DFF", "ta": r"\u0B80-\u0BFF", "te": r"\u0C00-\u0C7F",
    "kn": r"\u0C80-\u0CFF", "ml": r"\u0D00-\u0D7F", "gu": r"\u0A80-\u0AFF", "pa": r"\u0A00-\u0A7F", "or": r"\u0B00-\u0B7F",
    "bo": r"\u0F00-\u0FFF", "dz": r"\u0F00-\u0FFF",
}  # fmt: skip
# Languages whose words have no spaces: a character counts for half a word.
UNSPACED = {"zh", "zh-Hant", "ja", "th", "lo", "km", "my", "bo", "dz"}
LETTER = {
    locale: re.compile(f"[{letters}]")
    for script, letters in SCRIPTS.items()
    for locale in NOT_LATIN.get(script, [])
} | {locale: re.compile(f"[{letters}]") for locale, letters in OWN_SCRIPT.items()}
LATIN = re.compile(f"[{SCRIPTS['Latn']}]")
ANY_LETTER = re.compile(r"[^\W\d_]")
CLASSES = {"short": (1, 5, 300), "sentence": (8, 25, 200), "paragraph": (40, 400, 100)}


def locale_of(name: str) -> str:
    """Of a folder: empty when it is none that texts are taken of."""
    name = name.replace("-", "_").split(".")[0]
    if len(parts := name.split("_")) == 2 and len(parts[1]) == 2:
        name = f"{parts[0]}_{parts[1].upper()}"
    if name in LOCALES:
        return LOCALES[name]
    if name.startswith("en_") or "@" in name:
        return ""
    language = name.split("_")[0]
    return LOCALES.get(language, language) if re.fullmatch("[a-z]{2,3}", language) else ""


def language_of(locale: str) -> str:
    """Variants of one language are one here, and so are Norwegian Bokmål and its old name."""
    return locale.split("-")[0]


def words_in(text: str, locale: str) -> int:
    return len(text.replace(" ", "")) // 2 or 1 if locale in UNSPACED else len(text.split())


def is_in_script(text: str, locale: str) -> bool:
    """Whether most letters are of the locale's script, and there are two at least."""
    letters = len(ANY_LETTER.findall(text))
    return letters >= 2 and len(LETTER.get(locale, LATIN).findall(text)) * 2 > letters


def plain(text: str) -> str:
    return " ".join(PLACEHOLDER.sub(" ", text).split())


# --- packages ---------------------------------------------------------------------------------------------------------


def fetch(names: list[str], *patterns: str) -> Iterator[tuple[str, Path]]:
    """The packages, unpacked; those that this Debian does not have are named and left out."""
    folder = FOLDER / "packages"
    folder.mkdir(parents=True, exist_ok=True)
    missing = [name for name in names if not (folder / name / "done").exists()]
    if missing:
        known = subprocess.run(["apt-cache", "show", *missing], capture_output=True, text=True, check=False).stdout
        available = [name for name in missing if f"\nPackage: {name}\n" in "\n" + known]
        if not available and len(missing) == len(names):
            sys.exit("no package list: run `apt-get update` as root first")
        if absent := sorted(set(missing) - set(available)):
            print("not in this Debian:", " ".join(absent), file=sys.stderr)
        for start in range(0, len(available), 20):
            some = available[start : start + 20]
            subprocess.run(["apt-get", "download", "-qq", *some], cwd=folder, check=True, stdin=subprocess.DEVNULL)
            for name in some:
                (archive,) = folder.glob(f"{name}_*.deb")
                (folder / name).mkdir(exist_ok=True)
                reader = subprocess.Popen(["dpkg-deb", "--fsys-tarfile", archive], stdout=subprocess.PIPE)
                command = ["tar", "-x", "--no-same-permissions", "--wildcards", *patterns]
                subprocess.run(command, stdin=reader.stdout, cwd=folder / name, check=False, stderr=subprocess.DEVNULL)
                reader.wait()
                archive.unlink()
                (folder / name / "done").touch()
    for name in names:
        if (folder / name).exists():
            yield name, folder / name


def catalogue(path: Path) -> Iterator[tuple[str, str]]:
    """A compiled catalogue's (GNU gettext manual, "MO Files") English and translated texts, of plurals every form."""
    data = path.read_bytes()
    if len(data) < 28 or data[:4] not in (b"\xde\x12\x04\x95", b"\x95\x04\x12\xde"):
        return
    order = "<" if data[0] == 0xDE else ">"
    count, originals, translations = struct.unpack(order + "III", data[8:20])
    for index in range(count):
        length, offset = struct.unpack_from(order + "II", data, originals + 8 * index)
        source = data[offset : offset + length]
        length, offset = struct.unpack_from(order + "II", data, translations + 8 * index)
        if not source or not length:
            continue
        try:
            english = source.decode().rpartition("\4")[2].split("\0")[0]
            translated = data[offset : offset + length].decode()
        except UnicodeDecodeError:
            continue
        for form in translated.split("\0"):
            yield english, form


def tidy(text: str) -> str:
    """A message without placeholders and marks of keys."""
    text = re.sub(r"\(\s?[&_]\w\)|(?<!\w)[&_](?=\w)|(?<=\w)[&_](?=\w)(?!\w*[_&])", "", text)
    return plain(text)


def messages(names: list[str]) -> Iterator[tuple[str, str]]:
    """Locale and text; English ones once."""
    known: set[str] = set()
    for _, folder in fetch(names, "*.mo"):
        for path in sorted(folder.rglob("*.mo")):
            parts = path.parts
            at = len(parts) - 2 if parts[-2] == "LC_MESSAGES" else len(parts) - 1
            locale = locale_of(parts[at - 1] if parts[-2] == "LC_MESSAGES" else parts[-2])
            if not locale or locale == "en":
                continue
            for english, translated in catalogue(path):
                if english not in known:
                    known.add(english)
                    yield "en", tidy(english)
                if translated != english:
                    yield locale, tidy(translated)


# --- prose ------------------------------------------------------------------------------------------------------------

BLOCK = re.compile(r"</?(?:p|li|h\d|title|td|th|dd|dt|div|tr|ul|ol|item|section|note|br|pre|screen|code)\b[^>]*>", re.I)
NO_PROSE = re.compile(r"<(script|style|pre|code|screen|head)\b.*?</\1>", re.I | re.S)
TAG = re.compile(r"<[^>]*>")
ENGLISH = re.compile(r"\b(?:the|of|and|is|to|with|for|that|this|are)\b")


def paragraphs(path: Path) -> Iterator[str]:
    data = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    try:
        text = data.decode()
    except UnicodeDecodeError:
        return
    if re.search(r"\.(html|page|htm|xml)(\.|$)|\.html\.gz$", path.name) or text.lstrip()[:1] == "<":
        for block in BLOCK.split(NO_PROSE.sub(" ", text)):
            yield html.unescape(TAG.sub(" ", block))
    elif "man" in path.parts:
        lines = [line for line in text.splitlines() if not line.startswith("'")]
        text = "\n".join("" if line.startswith(".") else line for line in lines)
        text = re.sub(r"\\f\(?..?|\\[&/,|^%]|\\s[-+]?\d", "", text).replace("\\-", "-").replace("\\(aq", "'")
        yield from text.split("\n\n")
    else:
        yield from re.split(r"\n\s*\n", text)


def prose() -> Iterator[tuple[str, str]]:
    wanted = """
        */usr/share/help/*.page */usr/share/man/* */usr/share/doc/*.html */usr/share/doc/*.html.gz */usr/share/doc/*.txt
        */usr/share/doc/*.txt.gz */usr/share/libreoffice/help/*.html */usr/lib/libreoffice/help/*.html
        */usr/share/gimp/*.html */usr/share/debian-reference/*.html */usr/share/aptitude/*
        */usr/share/developers-reference/*.html
    """.split()
    for name, folder in fetch(packages.PROSE, *wanted):
        suffix = re.search(r"-([a-z]{2,3}(?:-[a-z]{2})?)$", name)
        by_name = locale_of(suffix[1]) if suffix and suffix[1] not in ("doc", "faq") else ""
        if by_name == "nb_NO":
            by_name = "nb"
        for path in sorted(folder.rglob("*")):
            if not path.is_file() or path.is_symlink() or path.stat().st_size > 4_000_000:
                continue
            locale = by_name
            if not locale or "man" in path.parts:
                # A folder, else an ending, names the locale: help/de/…, man/pt_BR/man1, index.de.html
                names = [part for part in path.relative_to(folder).parts[:-1] if locale_of(part)]
                names = [part for part in names if re.fullmatch(r"[a-z]{2,3}([_-][A-Za-z]{2})?", part)]
                names = [part for part in names if part not in ("usr", "doc", "man", "faq")]
                ending = re.search(r"\.([a-z]{2}(?:[_-][A-Za-z]{2})?)\.(?:html|txt)", path.name)
                locale = locale_of(names[-1]) if names else locale_of(ending[1]) if ending else locale
            if not locale:
                continue
            for text in paragraphs(path):
                text = plain(text)[:3000]
                if words_in(text, locale) >= 4:
                    yield locale, text


def words() -> Iterator[tuple[str, str]]:
    """Words, some to a text, so that a text is no longer than a short message."""
    wanted = ("*/usr/share/dict/*", "*/usr/share/hunspell/*", "*/usr/share/myspell/*")
    for name, folder in fetch(list(packages.WORDS), *wanted):
        locale, found = packages.WORDS[name], set()
        for path in sorted(folder.rglob("*")):
            if not path.is_file() or path.is_symlink() or path.suffix == ".aff" or path.name == "done":
                continue
            data = path.read_bytes()
            encoding = "utf-8"
            rules = path.with_suffix(".aff")
            if rules.exists() and (named := re.search(rb"^SET\s+(\S+)", rules.read_bytes(), re.M)):
                encoding = {"microsoft-cp1251": "cp1251"}.get(named[1].decode(), named[1].decode())
            try:
                lines = data.decode(encoding).splitlines()
            except (UnicodeDecodeError, LookupError):
                try:
                    lines = data.decode("iso-8859-1" if locale != "bg" else "cp1251").splitlines()
                except UnicodeDecodeError:
                    continue
            for line in lines:
                word = line.split("/")[0].split("\t")[0].strip()
                if len(word) > 1 and word.isalpha() and not word.isupper():
                    found.add(word)
        everything = sorted(found)
        Random(name).shuffle(everything)
        for start in range(0, min(len(everything), 150_000), 3):
            yield locale, " ".join(everything[start : start + 3])


def sayings() -> Iterator[tuple[str, str]]:
    """The control: paragraphs of fortunes. What a file calls itself tells Slovak from Czech."""
    locales = {"fortunes": "en", "fortunes-br": "pt-BR", "fortunes-zh": "zh"}
    for name, folder in fetch(packages.CONTROL, "*/usr/share/games/fortunes/*"):
        for path in sorted(folder.rglob("*")):
            if not path.is_file() or path.is_symlink() or path.suffix in (".dat", ".u8") or path.name == "done":
                continue
            if "off" in path.parts:  # what might offend is in ROT13
                continue
            try:
                text = path.read_bytes().decode()
            except UnicodeDecodeError:
                continue
            locale = locales.get(name) or name.partition("-")[2]
            if name == "fortunes-cs" and path.name.endswith("-sk"):
                locale = "sk"
            for saying in re.split(r"^%.*$", text, flags=re.M):
                saying = re.sub(r"\x1b\[[\d;]*m|.\x08", "", saying)
                saying = re.sub(r"(?m)^\s*(?:--|—|\[).*$", "", saying)
                yield locale, plain(saying)


# --- files ------------------------------------------------------------------------------------------------------------


class Seen:
    """Which texts occur in one language only."""

    def __init__(self) -> None:
        self.languages: dict[int, str] = {}

    def add(self, locale: str, text: str) -> None:
        language = language_of(locale)
        if self.languages.setdefault(hash(text), language) != language:
            self.languages[hash(text)] = ""

    def is_of_one(self, text: str) -> bool:
        return self.languages[hash(text)] != ""


def write(folder: Path, texts: dict[tuple[str, str], list[str]]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob("*.txt"):
        old.unlink()
    for (locale, kind), lines in sorted(texts.items()):
        if lines:
            (folder / f"{locale}.{kind}.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")


def by_size(found: dict[str, list[str]]) -> dict[tuple[str, str], list[str]]:
    """At most so many texts of each size for a locale, chosen by lot, always the same; none that are in two locales."""
    classes = {}
    locales = Counter(text for texts in found.values() for text in texts)
    for locale, texts in found.items():
        for name, (fewest, most, count) in CLASSES.items():
            fitting = sorted({text for text in texts if locales[text] == 1 and fewest <= words_in(text, locale) <= most})
            if name == "short":
                fitting = [text for text in fitting if len(ANY_LETTER.findall(text)) >= 3 or locale in UNSPACED]
            Random(f"{locale} {name}").shuffle(fitting)
            classes[locale, name] = fitting[:count]
    return classes


def collected(names: list[str]) -> dict[str, list[str]]:
    """Messages that occur in one language only, by locale."""
    seen, found = Seen(), defaultdict(dict)
    for locale, text in messages(names):
        if not text or locale != "en" and text in found["en"]:
            continue
        seen.add(locale, text)
        if is_in_script(text, locale):
            found[locale].setdefault(text)
    return {locale: [text for text in texts if seen.is_of_one(text)] for locale, texts in found.items()}


def control() -> dict[tuple[str, str], list[str]]:
    """Windows of one to five words, sentences and paragraphs of sayings."""
    found = defaultdict(dict)
    for locale, text in sayings():
        if is_in_script(text, locale):
            found[locale].setdefault(text)
    classes = {}
    for locale, texts in found.items():
        chance = Random(f"control {locale}")
        everything = sorted(texts)
        chance.shuffle(everything)
        short, sentences = [], []
        for text in everything:
            units = text.split()
            joiner = " "
            if locale in UNSPACED:
                units, joiner = list(text.replace(" ", "")), ""
            size = chance.randint(1, 5) * (2 if joiner == "" else 1)
            start = chance.randrange(max(1, len(units) - size + 1))
            window = joiner.join(units[start : start + size])
            if len(ANY_LETTER.findall(window)) >= 3 and is_in_script(window, locale):
                short.append(window)
            for sentence in re.split(r"(?<=[.!?…])\s+|(?<=[。！？])", text):
                if 8 <= words_in(sentence, locale) <= 25 and is_in_script(sentence, locale):
                    sentences.append(sentence)
        classes[locale, "short-prose"] = short[:600]
        classes[locale, "sentence-prose"] = sentences[:400]
        classes[locale, "paragraph-prose"] = [t for t in everything if 40 <= words_in(t, locale) <= 400][:300]
    return classes


def main() -> None:
    stamp = FOLDER / "texts.json"
    lists = json.dumps([getattr(packages, name) for name in ("TEST", "CONTROL", "HELD", "MESSAGES", "PROSE", "WORDS")])
    what = sys.argv[1]
    if stamp.exists() and stamp.read_text() in (what + lists, "train" + lists):
        return
    stamp.unlink(missing_ok=True)
    tested = collected(packages.TEST)
    write(FOLDER / "test", by_size(tested) | control())
    print("test/ is written", file=sys.stderr)
    if what == "train":
        write_training({text for texts in tested.values() for text in texts})
    stamp.write_text(what + lists)


def write_training(tested: set[str]) -> None:
    held = collected(packages.HELD)
    held = {locale: [text for text in texts if text not in tested] for locale, texts in held.items()}
    chosen = by_size(held)
    write(FOLDER / "held", chosen)
    tested |= {text for texts in held.values() for text in texts}
    seen = Seen()
    found: dict[tuple[str, str], dict[str, None]] = defaultdict(dict)
    for kind, source in (("messages", messages(packages.MESSAGES)), ("prose", prose()), ("words", words())):
        for locale, text in source:
            if not text or text in tested:
                continue
            if locale != "en" and text in found["en", kind]:
                continue
            seen.add(locale, text)
            if not is_in_script(text, locale):
                continue
            if kind == "prose" and locale != "en" and len(ENGLISH.findall(text)) * 5 > len(text.split()):
                continue
            found[locale, kind].setdefault(text)
        print(kind, "are read", file=sys.stderr)
    texts = {}
    sizes: dict[str, int] = defaultdict(int)
    for (locale, kind), lines in found.items():
        texts[locale, kind] = [text for text in lines if kind == "words" or seen.is_of_one(text)]
        if kind != "words":
            sizes[locale] += len(texts[locale, kind])
    known = {
        locale
        for locale, size in sizes.items()
        if size >= (FEWEST_TEXTS if locale in LETTER else FEWEST_LATIN_TEXTS) and locale not in OWN_SCRIPT
    }
    write(FOLDER / "train", {key: lines for key, lines in texts.items() if key[0] in known})


if __name__ == "__main__":
    main()
