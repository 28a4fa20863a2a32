# SPDX-License-Identifier: Apache-2.0
"""What authors of plugins get: templates, the checks, the measurement, and a guide whose commands work."""

from __future__ import annotations

import json
import os
import re
import shutil
import socket
import subprocess
from pathlib import Path

import pytest

from gateway import ROOT

GUIDE = ROOT / "docs" / "writing-an-engine-plugin.md"
PROGRAM = Path(os.environ.get("DRAGOMAN_BIN") or ROOT / ".build" / "debug" / "dragoman")
PLUGINS = PROGRAM.parent / "plugins"
COMPILERS = {"c": "cc", "cpp": "g++", "swift": "swiftc", "rust": "rustc"}

OPENAI_ANSWER = {
    "id": "1",
    "model": "model",
    "choices": [{"index": 0, "message": {"role": "assistant", "content": "Hola."}, "finish_reason": "stop"}],
    "usage": {"prompt_tokens": 9, "completion_tokens": 2},
}


def run(*command: str, cwd: Path, timeout: int = 180) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PATH": f"{PROGRAM.parent}:{os.environ['PATH']}"}
    return subprocess.run(command, cwd=cwd, env=environment, capture_output=True, text=True, timeout=timeout)


def report(folder: Path, *options: str) -> dict[str, dict[str, str]]:
    """The checks of a plugin by name."""
    result = run("dragoman", "plugin", "validate", str(folder), "--json", *options, cwd=folder)
    assert result.stdout, result.stderr
    checks = json.loads(result.stdout)["checks"]
    assert result.returncode == (1 if any(check["status"] == "failed" for check in checks) else 0)
    return {check["name"]: check for check in checks}


def not_passed(checks: dict[str, dict[str, str]]) -> list[dict[str, str]]:
    return [check for check in checks.values() if check["status"] != "passed"]


def test_every_command_of_the_guide_works(tmp_path: Path):
    blocks = re.findall(r"^```sh\n(.*?)^```$", GUIDE.read_text(), re.MULTILINE | re.DOTALL)
    assert len(blocks) >= 5
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = str(free.getsockname()[1])
    # What is left running when a command fails would keep the pipes open.
    script = "set -eux -o pipefail -o monitor\ntrap 'kill $(jobs -p) 2>&1 || true' EXIT\n" + "\n".join(blocks).replace("8090", port)
    result = run("bash", "-c", script, cwd=tmp_path, timeout=300)
    words = result.stdout + result.stderr[-4000:]
    assert result.returncode == 0, words
    assert "Hola, {name}! El casa es grande y *purple." in result.stdout, words
    assert "El casa es enorme." in result.stdout, words
    assert "smoke test passed" in result.stdout and " 0 failed, 0 skipped" in result.stdout, words
    assert "segments/s" in result.stdout, words


@pytest.mark.parametrize("language", [name for name, compiler in COMPILERS.items() if shutil.which(compiler)])
def test_a_new_plugin_keeps_every_promise(language: str, tmp_path: Path):
    made = run("dragoman", "plugin", "new", "my-engine", "--language", language, cwd=tmp_path)
    assert made.returncode == 0, made.stderr
    folder = tmp_path / "my-engine"
    built = run("make", "check", cwd=folder)
    assert built.returncode == 0, built.stdout[-3000:] + built.stderr[-3000:]
    checks = report(folder / "build" / "my-engine")
    assert len(checks) >= 50
    assert not_passed(checks) == []


@pytest.mark.parametrize("plugin", ["pseudo", "recognizer", "apertium"])
def test_plugins_that_come_along_keep_every_promise(plugin: str):
    assert not_passed(report(PLUGINS / plugin)) == []


def test_a_language_model_keeps_every_promise(tmp_path: Path):
    answer = tmp_path / "answer.json"
    answer.write_text(json.dumps(OPENAI_ANSWER))
    result = run(
        "dragoman", "plugin", "validate", str(PLUGINS / "llm"), "--json", "--answer", str(answer), cwd=tmp_path
    )
    checks = [check for check in json.loads(result.stdout)["checks"] if check.get("provider") == "openai"]
    assert len(checks) >= 50
    assert [check for check in checks if check["status"] != "passed"] == []


def test_remote_engines_break_no_promise(tmp_path: Path):
    checks = run("dragoman", "plugin", "validate", str(PLUGINS / "mt"), cwd=tmp_path)
    assert checks.returncode == 0, checks.stdout
    assert " 0 failed" in checks.stdout


@pytest.mark.parametrize(
    ("name", "reason"), [("My Engine", "lower-case"), ("", "name"), ("../up", "lower-case"), ("a" * 65, "up to 64")]
)
def test_a_name_that_is_no_provider_name_is_refused(name: str, reason: str, tmp_path: Path):
    result = run("dragoman", "plugin", "new", name, cwd=tmp_path)
    assert result.returncode != 0
    assert reason in result.stderr
    assert list(tmp_path.iterdir()) == []


def test_what_is_there_is_not_overwritten(tmp_path: Path):
    (tmp_path / "my-engine").mkdir()
    result = run("dragoman", "plugin", "new", "my-engine", cwd=tmp_path)
    assert result.returncode != 0
    assert "my-engine" in result.stderr
    assert list((tmp_path / "my-engine").iterdir()) == []


def test_a_folder_that_is_no_plugin_is_told_so(tmp_path: Path):
    checks = report(tmp_path)
    assert checks["manifest-valid"]["status"] == "failed"
    assert "plugin.json" in checks["manifest-valid"]["detail"]
