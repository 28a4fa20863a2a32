# SPDX-License-Identifier: Apache-2.0
"""The live tests that the public Python SDK brings along, pointed at this gateway."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest

from gateway import ROOT, Gateway

VERSION = "1.5.0"

# What the local engine can do: there is no German in it, and one test measures the steadiness of the time a
# model takes.
LOCAL = "RealAPI and not batch_localize_text_real and not concurrent_processing_performance"


@pytest.fixture(scope="module")
def sdk_tests() -> Path:
    """The tests out of the SDK's source distribution."""
    folder = ROOT / ".build" / "sdk"
    source = folder / f"lingodotdev-{VERSION}"
    if not source.exists():
        command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-binary", ":all:", "--no-deps"]
        command += ["--no-build-isolation", "--dest", str(folder), f"lingodotdev=={VERSION}"]
        subprocess.run(command, check=True, stdin=subprocess.DEVNULL)
        with tarfile.open(source.with_name(source.name + ".tar.gz")) as archive:
            archive.extractall(folder, filter="data")
    return source


def run(sdk_tests: Path, gateway: Gateway, expression: str) -> tuple[int, str]:
    # With CI set the SDK's tests turn failures into expected ones, and would prove nothing.
    env = {name: value for name, value in os.environ.items() if name not in ("CI", "GITHUB_ACTIONS")}
    env |= {"LINGODOTDEV_API_KEY": gateway.key, "LINGODOTDEV_API_URL": gateway.url}
    command = [sys.executable, "-m", "pytest", "-o", "addopts=", "-p", "no:cacheprovider", "-rA", "--no-header"]
    command += ["tests/test_integration.py", "-k", expression]
    result = subprocess.run(command, cwd=sdk_tests, env=env, capture_output=True, text=True, timeout=300)
    print(result.stdout[-5000:], result.stderr[-1000:])
    return result.returncode, result.stdout


def passed(output: str) -> int:
    match = re.search(r"(\d+) passed", output)
    return int(match[1]) if match else 0


def test_all_eleven_pass(sdk_tests: Path, pseudo: Gateway):
    status, output = run(sdk_tests, pseudo, "RealAPI")
    assert (status, passed(output)) == (0, 11)
    assert "xfailed" not in output and "skipped" not in output


def test_those_of_languages_the_local_engine_has_pass_on_it(sdk_tests: Path, gateway: Gateway):
    status, output = run(sdk_tests, gateway, LOCAL)
    assert (status, passed(output)) == (0, 9)
    assert "xfailed" not in output and "skipped" not in output
