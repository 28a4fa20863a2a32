# SPDX-License-Identifier: Apache-2.0
"""scripts/torture: SIGKILL under load, again and again, and every promise checked afterwards."""

from __future__ import annotations

import subprocess
import sys

import pytest

from gateway import ROOT


def test_every_promise_holds_when_the_gateway_is_killed_again_and_again(pytestconfig: pytest.Config):
    kills = pytestconfig.getoption("--torture-kills")
    result = subprocess.run(
        [sys.executable, str(ROOT / "scripts" / "torture"), "--kills", str(kills)],
        capture_output=True,
        text=True,
        timeout=300 + 15 * kills,
    )
    print(f"\n{result.stdout}")
    assert result.returncode == 0, result.stdout + result.stderr[-8000:]
