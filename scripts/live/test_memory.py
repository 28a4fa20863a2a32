# SPDX-License-Identifier: Apache-2.0
"""Translation memory: nothing is translated twice, people have the last word, and all of it can be taken along or removed."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree

from gateway import Gateway

MEMORY = ("--set", "memory.store=true", "--set", "memory.reuse=fingerprint")
APPROVED = ("--set", "memory.reuse=approved")
TEXTS = {"a": "The house is big.", "b": "Search in this folder", "c": "The cat drinks {n} litres of milk."}


def items(gateway: Gateway, query: str = "") -> list[dict]:
    answer = gateway.call("GET", "/memory" + query)
    assert answer.status == 200, answer.body
    return answer.json()["items"]


def calls(gateway: Gateway) -> int:
    return sum(model["calls"] for item in gateway.call("GET", "/providers").json()["items"] for model in item["models"])


def test_a_run_again_asks_no_engine_and_memory_can_be_emptied(tmp_path: Path):
    with Gateway(*MEMORY, data=tmp_path / "data") as gateway:
        first = gateway.wait_for_group(gateway.create_group(TEXTS, ["es"]).json()["groupId"])
        output = gateway.job(first["jobs"][0]["id"])["outputData"]
        asked = calls(gateway)
        assert asked > 0 and {entry["sourceText"] for entry in items(gateway)} == set(TEXTS.values())
        again = gateway.wait_for_group(gateway.create_group(TEXTS, ["es"]).json()["groupId"])
        assert gateway.job(again["jobs"][0]["id"])["outputData"] == output
        assert calls(gateway) == asked
    with Gateway(*MEMORY, data=tmp_path / "data") as gateway:
        assert gateway.localize(TEXTS, "en", "es").json()["data"] == output
        assert calls(gateway) == 0, "a restart forgets nothing"
        assert gateway.call("DELETE", "/memory?targetLocale=es").json()["deletedEntries"] == 3
        assert items(gateway) == []
        assert gateway.localize(TEXTS, "en", "es").json()["data"] == output
        assert calls(gateway) > 0


def test_what_a_person_says_counts_whatever_the_engine_and_goes_along_as_tmx(tmp_path: Path):
    entry = {"sourceLocale": "en", "targetLocale": "es", "sourceText": "The house is big.", "targetText": "¡Qué casa!"}
    with Gateway(*APPROVED) as gateway:
        made = gateway.call("POST", "/memory", entry)
        assert made.status == 201, made.body
        assert made.json()["origin"] == "person"
        assert gateway.localize({"a": "The house is big."}, "en", "es").json()["data"] == {"a": "¡Qué casa!"}
        file = gateway.call("GET", "/memory/export?sourceLocale=en").body
        seen = [seg.text for seg in ElementTree.fromstring(file).iter("seg")]
        assert seen == ["The house is big.", "¡Qué casa!"]
    with Gateway(*APPROVED) as other:
        imported = other.call("POST", "/memory/import", raw=file)
        assert imported.json() == {"importedEntries": 1, "skippedEntries": 0, "faults": []}, imported.body
        assert other.localize({"a": "The house is big."}, "en", "es").json()["data"] == {"a": "¡Qué casa!"}
        (found,) = items(other, "?text=house")
        assert other.call("DELETE", f"/memory/{found['id']}").status == 200
        assert other.localize({"a": "The house is big."}, "en", "es").json()["data"] == {"a": "La casa es grande."}
