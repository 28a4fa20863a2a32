# SPDX-License-Identifier: Apache-2.0
"""Translation memory: nothing is translated twice, people have the last word, and all of it can be taken along or removed."""

from __future__ import annotations

import json
import time
from pathlib import Path
from xml.etree import ElementTree

from gateway import Gateway
from services import KEY, Services

MEMORY = ("--set", "memory.store=true", "--set", "memory.reuse=fingerprint")
APPROVED = ("--set", "memory.reuse=approved")
TEXTS = {"a": "The house is big.", "b": "Search in this folder", "c": "The cat drinks {n} litres of milk."}


def items(gateway: Gateway, query: str = "") -> list[dict]:
    answer = gateway.call("GET", "/memory" + query)
    assert answer.status == 200, answer.body
    return answer.json()["items"]


def model_gateway(services: Services, data: Path) -> Gateway:
    instance = {
        "provider": "openai",
        "settings": {"base_url": services.url + "/openai", "models": ["m-1"]},
        "secrets": {"api_key": "env:TEST_API_KEY"},
    }
    words = ["--set", "providers=" + json.dumps({"remote": instance}), "--set", "engine.models=[{model: remote/*}]"]
    return Gateway(*words, data=data, env={"TEST_API_KEY": KEY})


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


def test_a_language_model_is_shown_what_was_made_of_similar_texts(tmp_path: Path):
    with Services() as services, model_gateway(services, tmp_path / "data") as gateway:
        gateway.localize({"a": "Delete the selected files from the disk"}, "en", "es")
        added = {"sourceLocale": "en", "targetLocale": "es", "sourceText": "Open the chosen folder",
                 "targetText": "Abrir la carpeta elegida"}  # fmt: skip
        assert gateway.call("POST", "/memory", added).status == 201

        def examples() -> str:
            services.requests.clear()
            gateway.localize({"a": "Delete the selected file from the disk", "b": "Open a chosen folder"}, "en", "es")
            return json.dumps([body for _, _, body in services.requests], ensure_ascii=False)

        # A synchronous call does not wait until the index is there.
        end = time.monotonic() + 20
        while "Abrir la carpeta elegida" not in (prompt := examples()):
            assert time.monotonic() < end, prompt
            gateway.call("DELETE", "/memory?origin=machine")
            gateway.localize({"a": "Delete the selected files from the disk"}, "en", "es")
            time.sleep(0.1)
        assert "«Delete the selected files from the disk»" in prompt
        # What a machine made of the very same text would have answered by itself.
        assert "«Delete the selected file from the disk»" not in prompt
