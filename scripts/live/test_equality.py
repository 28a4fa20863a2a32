# SPDX-License-Identifier: Apache-2.0
"""The local engine gives what its own command gives."""

from __future__ import annotations

import subprocess

import pytest

from gateway import ROOT, Gateway

CHECK = ROOT / "scripts" / "check-apertium-equality"


@pytest.mark.skipif(not CHECK.exists(), reason="scripts/check-apertium-equality is not there")
def test_the_engine_and_its_command_agree():
    with Gateway("--set", "engine.models=[{model: apertium/*}]") as gateway:
        command = [str(CHECK), "--strings", "3", "--warm-up", "300", "--url", gateway.url, "--key", gateway.key]
        command += ["--cache", str(ROOT / ".build" / "catalogues")]
        result = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=600)
    print(result.stdout[-3000:])
    assert result.returncode == 0, result.stdout[-3000:] + result.stderr[-3000:]
