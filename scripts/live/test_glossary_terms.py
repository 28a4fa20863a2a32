# SPDX-License-Identifier: Apache-2.0
"""A glossary binds: what is imported stands in the next translation, says how it was bound, and is checked."""

from __future__ import annotations

import subprocess
from pathlib import Path

import segmentation
from gateway import Gateway

ITEMS = """sourceLocale,targetLocale,sourceText,targetText,type
en,es,file,fichero,custom_translation
en,*,Dragoman,Dragoman,non_translatable
"""


def imported(gateway: Gateway) -> None:
    answer = gateway.call("POST", "/glossary-items/import?format=csv", raw=ITEMS.encode())
    assert answer.status in (200, 201), answer.body


def glossary(gateway: Gateway, *arguments: str) -> subprocess.CompletedProcess:
    command = [segmentation.program(), "glossary", *arguments, "--data", str(gateway.data)]
    return subprocess.run(command, capture_output=True, text=True, timeout=60)


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


def test_a_file_is_imported_and_exported_beside_a_running_gateway(tmp_path: Path):
    source, copy = tmp_path / "terms.csv", tmp_path / "copy.TSV"
    source.write_text(ITEMS)
    with Gateway() as gateway:
        assert glossary(gateway, "import", str(source)).returncode == 0
        assert gateway.localize({"a": "file"}, "en", "es").json()["data"]["a"] == "fichero"
        assert glossary(gateway, "export", str(copy)).returncode == 0
        assert copy.read_text().count("\t") >= 4 * 3 and "fichero" in copy.read_text()
        again = glossary(gateway, "export", str(copy))
        assert again.returncode != 0 and str(copy) in again.stderr, "a file that is there is not written over"
        assert glossary(gateway, "import", "--replace", str(copy)).returncode == 0
        items = gateway.call("GET", "/glossary-items").json()["items"]
        assert sorted(item["sourceText"] for item in items) == ["Dragoman", "file"]
        odd = glossary(gateway, "import", str(tmp_path / "terms.xls"))
        assert odd.returncode != 0 and ".csv" in odd.stderr
