# SPDX-License-Identifier: Apache-2.0
"""Engines as files: written, changed by hand, looked at, applied, and what that does to translation memory."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import yaml
from gateway import ROOT, Gateway

PROGRAM = os.environ.get("DRAGOMAN_BIN") or str(ROOT / ".build" / "debug" / "dragoman")
TEXTS = {"a": "The house is big.", "b": "The cart is red."}


def dragoman(gateway: Gateway, *words: str) -> subprocess.CompletedProcess[str]:
    command = [PROGRAM, *words, "--data", str(gateway.data)]
    return subprocess.run(command, capture_output=True, text=True, timeout=60)


def test_an_engine_goes_to_a_file_and_comes_back(tmp_path: Path):
    with Gateway(data=tmp_path / "data") as gateway:
        file = tmp_path / "engine.yaml"
        file.write_text(gateway.command("engines", "export"))
        assert "already" in gateway.command("engines", "apply", str(file))
        assert gateway.localize(TEXTS).json()["data"] == {"a": "La casa es grande.", "b": "El carro es rojo."}

        document = yaml.safe_load(file.read_text())
        document["glossaryItems"] = [
            {"sourceLocale": "en", "targetLocale": "es", "sourceText": "cart", "targetText": "carrito"}
        ]
        document["brandVoices"] = [{"targetLocale": "ar", "text": "ودود، بلا كلفة"}]
        file.write_text(yaml.safe_dump(document, allow_unicode=True))
        dry = gateway.command("engines", "apply", str(file), "--dry-run")
        assert "+ GlossaryItem" in dry and "ودود" in dry and "nothing was done" in dry
        assert "already" not in gateway.command("engines", "apply", str(file), "--dry-run")
        (row,) = json.loads(gateway.command("memory", "impact", str(file), "--json"))["pairs"]
        assert (row["entries"], row["again"]) == (2, 1), row

        gateway.command("engines", "apply", str(file))
        assert "already" in gateway.command("engines", "apply", str(file))
        assert gateway.localize(TEXTS).json()["data"]["b"] == "El carrito es rojo."
        audit = gateway.call("GET", "/audit").json()["items"]
        assert [one["actor"] for one in audit[:2]] == ["operator"] * 2
        assert [one["entityType"] for one in audit[:2]] == ["Glossary", "BrandVoice"]

        # Another engine of the same kind, under another name.
        document.update(id=None, name="Second", isDefault=False)
        file.write_text(yaml.safe_dump(document, allow_unicode=True))
        gateway.command("engines", "apply", str(file))
        engines = json.loads(gateway.command("engines", "list", "--json"))["engines"]
        assert [engine["name"] for engine in engines] == ["Second", "Default"]
        second = gateway.localize(TEXTS, engineId=engines[0]["id"]).json()
        assert second["data"]["b"] == "El carrito es rojo."

        document["instructons"] = []
        file.write_text(yaml.safe_dump(document, allow_unicode=True))
        refused = dragoman(gateway, "engines", "apply", str(file))
        assert refused.returncode != 0 and "instructons" in refused.stderr
        file.write_text("name: [")
        assert f"{file}:" in dragoman(gateway, "engines", "apply", str(file)).stderr
        assert "there is no engine" in dragoman(gateway, "engines", "export", "nobody").stderr
