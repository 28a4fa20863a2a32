# SPDX-License-Identifier: Apache-2.0
"""Real texts that the recognizer's model never saw, through the gateway: how often it is right, and what it says else.

scripts/check-recognition measures the same with many more texts and languages.
"""

from __future__ import annotations

from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from random import Random

import pytest

import corpus
from gateway import Gateway

# All packages of corpus.py are held out (plugins/recognizer/training/packages.py).
LOCALES = {
    "bg": "bg", "ca": "ca", "cs": "cs", "da": "da", "de": "de", "el": "el", "es": "es", "fi": "fi", "fr": "fr",
    "hr": "hr", "hu": "hu", "id": "id", "it": "it", "ja": "ja", "ko": "ko", "lt": "lt", "nb": "nb", "nl": "nl",
    "pl": "pl", "pt_BR": "pt", "ro": "ro", "ru": "ru", "sk": "sk", "sl": "sl", "sv": "sv", "tr": "tr", "uk": "uk",
    "vi": "vi", "zh_CN": "zh", "zh_TW": "zh",
}  # fmt: skip
EACH = 12
UNSPACED = ("ja", "zh_CN", "zh_TW")


def held_out() -> dict[tuple[str, str], list[str]]:
    """Some short messages and some sentences of each locale, each of which no other locale has."""
    folder = corpus.fetch()
    found: dict[str, set[str]] = {}
    locales = defaultdict(set)
    for name in LOCALES:
        found[name] = set()
        for path in folder.glob(f"usr/share/locale/{name}/LC_MESSAGES/*.mo"):
            for source, target in corpus.read_catalogue(path).items():
                text = " ".join(corpus.PLACEHOLDER.sub(" ", target.replace("_", "")).split())
                if target and source != target and sum(character.isalpha() for character in text) >= 4:
                    found[name].add(text)
                    locales[text].add(name)
    chosen = {}
    for name in LOCALES:
        sizes = defaultdict(list)
        for text in sorted(found[name]):
            words = len(text) / 2 if name in UNSPACED else len(text.split())
            if len(locales[text]) == 1:
                sizes["short" if words <= 5 else "sentence" if 8 <= words <= 25 else ""].append(text)
        for size in ("short", "sentence"):
            Random(name + size).shuffle(sizes[size])
            chosen[name, size] = sizes[size][:EACH]
    return chosen


def recognize(gateway: Gateway, text: str, **members: str) -> dict:
    answer = gateway.call("POST", "/process/recognize", {"text": text} | members)
    assert answer.status == 200, answer.body
    return answer.json()


def test_texts_that_the_model_never_saw_are_recognized(gateway: Gateway):
    texts = held_out()
    right: dict[str, list[bool]] = defaultdict(list)
    chinese: list[bool] = []
    probability: list[float] = []
    with ThreadPoolExecutor(2) as threads:
        for (name, size), lines in texts.items():
            answers = list(threads.map(lambda line: recognize(gateway, line), lines))
            right[size] += [answer["language"] == LOCALES[name] for answer in answers]
            probability += [answer["alternatives"][0]["confidence"] for answer in answers if answer["alternatives"]]
            if name.startswith("zh"):
                chinese += [answer["locale"] == {"zh_CN": "zh", "zh_TW": "zh-Hant"}[name] for answer in answers]
    shares = {size: sum(hits) / len(hits) for size, hits in right.items()}
    print(f"\n{sum(map(len, right.values()))} texts, right: {shares}; Chinese {sum(chinese)} of {len(chinese)}")
    assert shares["short"] >= 0.86
    assert shares["sentence"] >= 0.97
    assert sum(chinese) / len(chinese) >= 0.9
    # The confidences are meant as probabilities: in the mean they are as high as the answers are right.
    hits = right["short"] + right["sentence"]
    assert abs(sum(probability) / len(probability) - sum(hits) / len(hits)) < 0.06


def test_a_recognition_names_the_locale_in_the_language_asked_for(gateway: Gateway):
    answer = recognize(gateway, "Você não pode excluir o arquivo enquanto ele estiver sendo usado.", labelLocale="de")
    assert (answer["locale"], answer["language"], answer["region"]) == ("pt-BR", "pt", "BR")
    assert answer["script"] is None and answer["direction"] == "ltr"
    assert "Portugiesisch" in answer["label"]
    hebrew = recognize(gateway, "שמירת השינויים במסמך לפני הסגירה")
    assert (hebrew["locale"], hebrew["direction"], hebrew["label"]) == ("he", "rtl", "Hebrew")
    latin = recognize(gateway, "Da li želite da sačuvate izmene u ovoj datoteci pre nego što je zatvorite?")
    assert (latin["locale"], latin["script"]) == ("sr-Latn", "Latn")
    traditional = recognize(gateway, "變更尚未儲存的檔案")
    assert (traditional["locale"], traditional["script"]) == ("zh-Hant", "Hant")


def test_alternatives_come_likeliest_first(gateway: Gateway):
    answer = recognize(gateway, "Dokumenter")
    assert answer["alternatives"][0]["locale"] == answer["locale"]
    confidences = [alternative["confidence"] for alternative in answer["alternatives"]]
    assert confidences == sorted(confidences, reverse=True) and sum(confidences) <= 1.001
    assert 2 <= len(confidences) <= 5


@pytest.mark.parametrize("text", ["12:30", "😀👍🏽", "x", "{name} %s", "qzxwv kjhgfq zxcvbnm", "\u202e\u2066"])
def test_what_shows_nothing_is_undetermined(gateway: Gateway, text: str):
    answer = recognize(gateway, text)
    assert (answer["locale"], answer["language"], answer["direction"]) == ("und", "und", "ltr")
    assert answer["label"] == "Unknown" and answer["alternatives"] == []


def test_a_long_hostile_text_is_answered(gateway: Gateway):
    assert recognize(gateway, "a" * (1 << 20))["direction"] == "ltr"
    assert recognize(gateway, "\u202eСохранить изменения в файле" * 3000)["language"] == "ru"


def test_a_source_that_is_not_given_is_what_all_texts_show(pseudo: Gateway):
    texts = {"a": "OK", "b": "Email"} | {
        f"c{index}": "Die Änderungen an der Datei wurden noch nicht gespeichert." for index in range(10)
    }
    answer = pseudo.localize(texts, None, "es")
    assert answer.status == 200 and answer.json()["sourceLocale"] == "de"


def test_a_text_that_shows_little_follows_its_session(pseudo: Gateway):
    shown = pseudo.localize({"a": "Les modifications n’ont pas encore été enregistrées."}, None, "es", sessionId="one")
    assert shown.json()["sourceLocale"] == "fr"
    assert pseudo.localize({"a": "3 × 4"}, None, "es", sessionId="one").json()["sourceLocale"] == "fr"
    refused = pseudo.localize({"a": "3 × 4"}, None, "es", sessionId="two")
    assert refused.status == 400 and "sourceLocale" in refused.body.decode()


def test_a_source_that_the_engine_does_not_have_is_refused(gateway: Gateway):
    answer = gateway.localize({"a": "Сохранить изменения в этом документе перед закрытием?"}, None, "ca")
    assert answer.status == 400 and "sourceLocale" in answer.body.decode()
