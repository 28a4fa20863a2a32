# SPDX-License-Identifier: Apache-2.0
"""A glossary binds: what is imported stands in the next translation, says how it was bound, and is checked."""

from __future__ import annotations

from gateway import Gateway

ITEMS = """sourceLocale,targetLocale,sourceText,targetText,type
en,es,file,fichero,custom_translation
en,*,Dragoman,Dragoman,non_translatable
"""


def imported(gateway: Gateway) -> None:
    answer = gateway.call("POST", "/glossary-items/import?format=csv", raw=ITEMS.encode())
    assert answer.status in (200, 201), answer.body


def test_a_term_binds_in_the_local_engine():
    with Gateway() as gateway:
        before = gateway.localize({"a": "Open the file."}, "en", "es").json()["data"]["a"]
        imported(gateway)
        data = gateway.localize({"a": "Open the file.", "b": "Dragoman {x}", "c": "file"}, "en", "es").json()["data"]
        assert "fichero" in data["a"] and "fichero" not in before
        assert data["b"] == "Dragoman {x}" and data["c"] == "fichero"
        group = gateway.create_group({"a": "Open the file."}, ["es"]).json()["groupId"]
        job = gateway.job(gateway.wait_for_group(group)["jobs"][0]["id"])
        (step,) = job["steps"]
        assert step["details"]["terms"] == [
            {"path": "a", "source": "file", "target": "fichero", "bound": "inserted"}
        ], step


def test_the_terms_of_anybodys_translation_are_checked():
    with Gateway() as gateway:
        imported(gateway)
        body = {
            "sourceLocale": "en", "targetLocale": "es",
            "source": {"a": "Open the file", "b": "Open the files"},
            "target": {"a": "Abrir el archivo", "b": "Abrir los ficheros"},
        }  # fmt: skip
        findings = gateway.call("POST", "/process/check", body).json()["findings"]
        assert [(finding["path"], finding["check"], finding["expected"]) for finding in findings] == [
            ("a", "terms", "fichero")
        ]
