# SPDX-License-Identifier: Apache-2.0
"""The gateway's own description of its API is valid, and the gateway keeps to it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from openapi_spec_validator import validate

from gateway import PSEUDO, Gateway


def test_the_description_is_valid(pseudo: Gateway):
    answer = pseudo.call("GET", "/openapi.json", key=None)
    assert answer.status == 200
    description = answer.json()
    assert description["openapi"].startswith("3.1")
    validate(description)


@pytest.fixture
def own():
    """A gateway for this test alone: requests made from the description change the engines of their organization."""
    with Gateway(*PSEUDO) as gateway:
        yield gateway


def test_the_gateway_keeps_to_its_description(own: Gateway, pytestconfig: pytest.Config, tmp_path: Path):
    command = [
        str(Path(sys.executable).with_name("schemathesis")),
        "run",
        f"{own.url}/openapi.json",
        "--header",
        f"X-API-Key: {own.key}",
        "--seed",
        "20",
        "--max-examples",
        str(pytestconfig.getoption("--examples")),
        "--checks",
        "not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance",
        # Not "coverage": it takes minutes of its own processor time over the long lists that the API allows.
        "--phases",
        "examples,fuzzing",
        "--request-timeout",
        "30",
        "--no-color",
    ]
    result = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=600)
    print(result.stdout[-6000:])
    assert result.returncode == 0, result.stdout[-6000:] + result.stderr[-2000:]
